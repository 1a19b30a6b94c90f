package dev.cairn.net.engine;

import dev.cairn.core.chain.Origin;
import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.runtime.LinkId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** All links that have not ended. Confined to the engine loop. */
final class Sessions {

  private final Map<LinkId, Session> all = new TreeMap<>();

  /** The open ones, in the order in which they were opened; one for each node. */
  private final Map<LinkId, Session> open = new LinkedHashMap<>();

  private final TreeMap<NodeId, Session> openByNode = new TreeMap<>();

  void add(Session session) {
    all.put(session.link().id(), session);
  }

  void onOpen(Session session) {
    open.put(session.link().id(), session);
    openByNode.put(session.id(), session);
  }

  void remove(Session session) {
    all.remove(session.link().id());
    open.remove(session.link().id());
    openByNode.remove(session.id(), session);
  }

  Optional<Session> find(LinkId link) {
    return Optional.ofNullable(all.get(link));
  }

  /** The open link to a node. */
  Optional<Session> openTo(NodeId node) {
    return Optional.ofNullable(openByNode.get(node));
  }

  Optional<Session> openFrom(Origin origin) {
    return open.values().stream().filter(session -> session.origin().equals(origin)).findFirst();
  }

  /** All, as they are now: the list does not change while it is walked. */
  List<Session> all() {
    return List.copyOf(all.values());
  }

  /** The open ones, as they are now. */
  List<Session> open() {
    return List.copyOf(open.values());
  }

  List<Session> openInbound() {
    return open.values().stream().filter(session -> !session.link().isOutbound()).toList();
  }

  /** How many inbound links there are from an address prefix, open or not. */
  long inboundFrom(Bytes prefix) {
    return count(session -> session.link().address().prefix().equals(prefix));
  }

  /** How many inbound links are not open yet. */
  long inboundHandshakes() {
    return count(session -> !session.isOpen());
  }

  int handshakes() {
    return all.size() - open.size();
  }

  private long count(Predicate<Session> which) {
    return all.values().stream()
        .filter(session -> !session.link().isOutbound())
        .filter(which)
        .count();
  }

  /** Whether another link that we dialled to this node waits for the node's Introduction. */
  boolean isIntroducedElsewhere(Session session) {
    return all.values().stream()
        .anyMatch(
            other ->
                other != session
                    && other.id().equals(session.id())
                    && other.link().isOutbound()
                    && other.isIntroduced()
                    && !other.isOpen());
  }
}
