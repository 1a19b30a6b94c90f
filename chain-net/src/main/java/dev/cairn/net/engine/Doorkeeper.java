package dev.cairn.net.engine;

import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.session.Conduct;
import dev.cairn.net.session.InboundSlots;
import java.util.List;
import java.util.Optional;

/** Who may come in. Confined to the engine loop. */
final class Doorkeeper {

  /** Why somebody may not. */
  record Refusal(DisconnectReason reason, String detail) {}

  private final NetLimits limits;
  private final Conduct conduct;
  private final Sessions sessions;
  private Optional<AllowList> allowed;
  private Optional<DisconnectReason> shut = Optional.empty();

  Doorkeeper(NetLimits limits, Conduct conduct, Sessions sessions, Optional<AllowList> allowed) {
    this.limits = limits;
    this.conduct = conduct;
    this.sessions = sessions;
    this.allowed = allowed;
  }

  /** From now on nobody comes in, for this reason. */
  void shut(DisconnectReason why) {
    shut = Optional.of(why);
  }

  void allow(Optional<AllowList> changed) {
    allowed = changed;
  }

  /** Whether a node is on the allow-list, if there is one. */
  boolean allows(NodeId node) {
    return allowed.isEmpty() || allowed.get().contains(node);
  }

  /** Judges a link before anything was said on it. */
  Optional<Refusal> check(Link link, long nowMillis) {
    return shut.map(why -> new Refusal(why, "this node is leaving"))
        .or(() -> checkBan(link, nowMillis))
        .or(() -> checkAllowed(link.remote()))
        .or(() -> link.isOutbound() ? Optional.empty() : checkRoom(link));
  }

  private Optional<Refusal> checkBan(Link link, long nowMillis) {
    Optional<Long> ofNode = conduct.bans().remainingMillis(link.remote(), nowMillis);
    Optional<Long> remaining =
        ofNode.isPresent() || link.isOutbound()
            ? ofNode
            : conduct.bans().remainingMillisOfPrefix(link.address().prefix(), nowMillis);
    return remaining.map(
        millis ->
            new Refusal(
                DisconnectReason.BANNED,
                "%s for %d s more"
                    .formatted(
                        ofNode.isPresent() ? "the node" : "the address", (millis + 999) / 1000)));
  }

  private Optional<Refusal> checkAllowed(NodeId node) {
    return allows(node)
        ? Optional.empty()
        : Optional.of(new Refusal(DisconnectReason.NOT_ALLOWED, node + " is not on the list"));
  }

  private Optional<Refusal> checkRoom(Link link) {
    if (sessions.inboundFrom(link.address().prefix()) >= limits.linksPerAddress()) {
      return Optional.of(
          new Refusal(
              DisconnectReason.TOO_MANY_FROM_ADDRESS,
              "there are %d links already".formatted(limits.linksPerAddress())));
    }
    if (sessions.inboundHandshakes() >= limits.pendingHandshakes()) {
      return Optional.of(
          new Refusal(
              DisconnectReason.TOO_MANY_PEERS,
              "%d handshakes are under way".formatted(limits.pendingHandshakes())));
    }
    return Optional.empty();
  }

  /** Whether one more inbound link cannot be open without another one's end. */
  boolean isFull() {
    return sessions.openInbound().size() >= limits.inbound();
  }

  /** Who makes room for a newcomer, if somebody has to. */
  Optional<LinkId> victim(Link newcomer) {
    List<InboundSlots.Slot> slots = sessions.openInbound().stream().map(Session::slot).toList();
    return InboundSlots.victim(slots, newcomer.address().prefix());
  }
}
