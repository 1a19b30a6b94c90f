package dev.cairn.net.discovery;

import dev.cairn.net.peer.NodeId;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.session.Peer;
import java.util.Optional;
import java.util.TreeMap;

/** Which nodes have a link, and which links we dialled ourselves. Confined to the engine loop. */
final class OpenLinks {

  /** A link that was dialled here. */
  record Dialled(Target target, long sinceMillis) {}

  private final TreeMap<LinkId, Dialled> dialled = new TreeMap<>();
  private final TreeMap<NodeId, Integer> linksOf = new TreeMap<>();

  void add(Peer peer) {
    linksOf.merge(peer.id(), 1, Integer::sum);
  }

  void addDialled(Peer peer, Target target, long nowMillis) {
    add(peer);
    dialled.put(peer.link().id(), new Dialled(target, nowMillis));
  }

  /** How the link was dialled, if it was dialled here. */
  Optional<Dialled> remove(Peer peer) {
    linksOf.computeIfPresent(peer.id(), (node, count) -> count > 1 ? count - 1 : null);
    return Optional.ofNullable(dialled.remove(peer.link().id()));
  }

  boolean isLinked(NodeId node) {
    return linksOf.containsKey(node);
  }

  boolean isEmpty() {
    return linksOf.isEmpty();
  }

  int dialledCount() {
    return dialled.size();
  }
}
