package dev.cairn.net.engine;

import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.session.NetworkSecret;
import dev.cairn.net.session.UpgradePlan;
import java.util.List;
import java.util.Optional;

/**
 * What an engine is to know.
 *
 * @param self the identity that the transport proves
 * @param secret of a closed network
 * @param allowed who may have a link at all; empty for everyone
 * @param plan for the chain's network
 * @param listenPort the TCP port at which others can dial this node; 0 when they cannot
 * @param agent the program and its version, printable ASCII, at most 64 bytes
 * @param joins addresses to dial again and again, whoever answers there
 */
public record EngineConfig(
    NodeId self,
    Optional<NetworkSecret> secret,
    Optional<AllowList> allowed,
    UpgradePlan plan,
    int listenPort,
    String agent,
    NetLimits limits,
    List<PeerAddress> joins) {

  private static final int AGENT_LENGTH_MAX = 64;

  public EngineConfig {
    joins = List.copyOf(joins);
    boolean isTellable =
        agent.length() <= AGENT_LENGTH_MAX && agent.chars().allMatch(c -> c >= ' ' && c <= '~');
    if (!isTellable) {
      throw new IllegalArgumentException(
          "an agent of printable ASCII, at most 64 bytes, expected: " + agent);
    }
  }
}
