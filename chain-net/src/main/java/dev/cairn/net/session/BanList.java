package dev.cairn.net.session;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.NodeId;
import java.util.Map;
import java.util.Optional;

/**
 * Who may not come back before when: nodes by identity, and hosts by {@link
 * dev.cairn.net.peer.PeerAddress#prefix}. Bounded: the oldest ban of its kind is forgotten.
 * Confined to the engine loop.
 */
public final class BanList {

  private final Recent<NodeId, Long> nodes;
  private final Recent<Bytes, Long> prefixes;

  /**
   * @param capacity bans of either kind
   */
  public BanList(int capacity) {
    nodes = new Recent<>(capacity);
    prefixes = new Recent<>(capacity);
  }

  public void ban(NodeId node, long untilMillis) {
    nodes.put(node, untilMillis);
  }

  public void banPrefix(Bytes prefix, long untilMillis) {
    prefixes.put(prefix, untilMillis);
  }

  /** For how much longer a node is banned; empty when it is not. */
  public Optional<Long> remainingMillis(NodeId node, long nowMillis) {
    return nodes.get(node).filter(until -> until > nowMillis).map(until -> until - nowMillis);
  }

  /** For how much longer a host is banned; empty when it is not. */
  public Optional<Long> remainingMillisOfPrefix(Bytes prefix, long nowMillis) {
    return prefixes.get(prefix).filter(until -> until > nowMillis).map(until -> until - nowMillis);
  }

  /** Lifts a ban. */
  public void pardon(NodeId node) {
    nodes.remove(node);
  }

  /** Forgets what has expired. All bans of a kind last equally long, so the oldest goes first. */
  public void onTick(long nowMillis) {
    expire(nodes, nowMillis);
    expire(prefixes, nowMillis);
  }

  private static <K extends Comparable<? super K>> void expire(
      Recent<K, Long> bans, long nowMillis) {
    for (var oldest = bans.oldest();
        oldest.isPresent() && oldest.get().getValue() <= nowMillis;
        oldest = bans.oldest()) {
      bans.remove(oldest.get().getKey());
    }
  }

  /** The banned nodes with the ends of their bans. */
  public Map<NodeId, Long> nodes() {
    return nodes.snapshot();
  }

  /** The banned hosts with the ends of their bans. */
  public Map<Bytes, Long> prefixes() {
    return prefixes.snapshot();
  }

  public int size() {
    return nodes.size() + prefixes.size();
  }
}
