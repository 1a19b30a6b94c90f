package dev.cairn.net.engine;

import dev.cairn.core.chain.Chain;
import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.session.Conduct;
import dev.cairn.net.session.UpgradePlan;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a {@link NetStatus} tells of links. */
record LinkStatus(
    List<PeerStatus> peers,
    int handshakes,
    Map<NodeId, Long> bannedMillis,
    int bannedPrefixes,
    Records records) {

  static LinkStatus of(
      Sessions sessions,
      Conduct conduct,
      Records records,
      UpgradePlan plan,
      Chain chain,
      long nowMillis) {
    Bytes next = plan.nextAfter(chain.tip().height());
    List<PeerStatus> peers =
        sessions.open().stream()
            .map(
                session ->
                    session.status(
                        conduct.points(session.id(), nowMillis),
                        !session.hello().nextRulesId().equals(next),
                        nowMillis))
            .toList();
    TreeMap<NodeId, Long> banned = new TreeMap<>();
    conduct
        .bans()
        .nodes()
        .forEach((node, until) -> banned.put(node, Math.max(0, until - nowMillis)));
    return new LinkStatus(
        peers,
        sessions.handshakes(),
        Collections.unmodifiableMap(banned),
        conduct.bans().prefixes().size(),
        records);
  }

  /** The median of the peers' clocks less ours. */
  Optional<Long> clockAheadSeconds() {
    List<Long> sorted = peers.stream().map(PeerStatus::clockAheadSeconds).sorted().toList();
    return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
  }
}
