package dev.cairn.net.engine;

import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Origin;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.runtime.Outbox;
import dev.cairn.net.runtime.Scheduler;
import dev.cairn.net.session.Conduct;
import dev.cairn.net.session.Peer;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the links from their first word to their end: who is told of them, what they are charged
 * with, and why they end. Confined to the engine loop.
 */
final class LinkKeeper implements Session.Owner {

  private final EngineConfig config;
  private final Chain chain;
  private final Scheduler scheduler;
  private final Outbox outbox;
  private final Later later;
  private final EngineListener listener;
  private final Sessions sessions = new Sessions();
  private final Records records = new Records();
  private final Conduct conduct;
  private final Doorkeeper door;
  private final Reception reception;
  private @Nullable Parts parts;
  private @Nullable Router router;

  LinkKeeper(
      EngineConfig config,
      Chain chain,
      Scheduler scheduler,
      Outbox outbox,
      RandomGenerator random,
      Later later,
      EngineListener listener) {
    this.config = config;
    this.chain = chain;
    this.scheduler = scheduler;
    this.outbox = outbox;
    this.later = later;
    this.listener = listener;
    conduct = new Conduct(config.limits());
    door = new Doorkeeper(config.limits(), conduct, sessions, config.allowed());
    reception =
        new Reception(config, chain, scheduler, outbox, random, listener, sessions, door, this);
  }

  /** Says who is to hear of links: the parts need this object first. */
  void attach(Parts attached) {
    parts = attached;
    router = new Router(attached, chain.network(), scheduler, this::onGoodbye);
  }

  private Parts parts() {
    if (parts == null) {
      throw new IllegalStateException("not attached");
    }
    return parts;
  }

  void onOpened(Link link) {
    reception.onOpened(link);
  }

  void onMessage(LinkId link, Message message) {
    Optional<Session> found = sessions.find(link);
    if (found.isEmpty()) {
      return; // it was under way when we closed the link
    }
    Session session = found.get();
    if (session.isOpen() && router != null) {
      session.onHeard(scheduler.nowMillis());
      message.deliverTo(router, session);
    } else {
      reception.onMessage(session, message);
    }
  }

  @Override
  public void onOpen(Session session) {
    later.add(
        () -> {
          if (session.isOpen()) {
            session.onAnnounced();
            parts().onOpen(session);
          }
        });
  }

  @Override
  public void onGoodbye(Session session, Goodbye goodbye) {
    Optional<DisconnectReason> known = DisconnectReason.find(goodbye.reason());
    if (known.equals(Optional.of(DisconnectReason.NODE_KEY_IN_USE_ELSEWHERE))
        && session.id().equals(config.self())) {
      listener.onNodeKeyInUseElsewhere(session.link().address());
    }
    String detail =
        known.isPresent() ? goodbye.detail() : goodbye.reason() + ": " + goodbye.detail();
    DisconnectReason believed =
        known.filter(reason -> isBelieved(reason, session)).orElse(DisconnectReason.CLOSED_BY_PEER);
    end(session, believed, true, detail);
    outbox.disconnect(session.link().id(), DisconnectReason.CLOSED_BY_PEER, goodbye.reason());
  }

  /** What we find out by ourselves is not believed when a stranger says it. */
  private boolean isBelieved(DisconnectReason told, Session session) {
    boolean isAboutUs = told == DisconnectReason.SELF_CONNECTION;
    return told.isTold() && (!isAboutUs || session.id().equals(config.self()));
  }

  void onDialFailed(
      PeerAddress address, Optional<NodeId> expected, DisconnectReason reason, String detail) {
    records.add(reason);
    listener.onDialFailed(address, reason, detail);
    parts().dialer().onDialFailed(address, expected, reason);
  }

  void onViolation(LinkId link, Rejection why) {
    sessions
        .find(link)
        .ifPresent(
            session -> {
              charge(session, Misbehaviour.MALFORMED_MESSAGE, why.toString());
              session.disconnect(DisconnectReason.PROTOCOL_VIOLATION, why.toString());
            });
  }

  void onClosed(LinkId link, DisconnectReason reason, String detail) {
    sessions.find(link).ifPresent(session -> end(session, reason, false, detail));
  }

  @Override
  public void charge(Session session, Misbehaviour what, String detail) {
    PeerAddress address = session.link().address();
    records.add(what);
    listener.onMisbehaviour(session.id(), address, what, detail);
    if (conduct.charge(session.id(), address.prefix(), what, scheduler.nowMillis())) {
      listener.onBanned(session.id(), address, what, detail);
      DisconnectReason reason = reasonOf(what);
      for (Session link : sessions.all()) {
        if (link.id().equals(session.id())) {
          close(link, reason, what + ": " + detail);
        }
      }
    }
  }

  private static DisconnectReason reasonOf(Misbehaviour last) {
    return switch (last) {
      case RATE_EXCEEDED -> DisconnectReason.FLOODING;
      case MALFORMED_MESSAGE, OUT_OF_STATE -> DisconnectReason.PROTOCOL_VIOLATION;
      default -> DisconnectReason.MISBEHAVIOUR;
    };
  }

  @Override
  public void close(Session session, DisconnectReason reason, String detail) {
    end(session, reason, false, detail);
    outbox.disconnect(session.link().id(), reason, detail);
  }

  private void end(Session session, DisconnectReason reason, boolean isToldByPeer, String detail) {
    session.onGone();
    sessions.remove(session);
    Link link = session.link();
    Departure departure =
        new Departure(
            link.remote(),
            link.address(),
            link.isOutbound(),
            session.wasOpen(),
            reason,
            isToldByPeer,
            detail,
            scheduler.wallClock());
    records.add(departure);
    listener.onPeerGone(departure);
    later.add(
        () -> {
          if (session.isAnnounced()) {
            parts().onGone(session);
          } else if (link.isOutbound()) {
            parts().dialer().onHandshakeFailed(link, reason);
          }
        });
  }

  /** Time has passed. */
  void onTick() {
    long now = scheduler.nowMillis();
    conduct.onTick(now);
    for (Session session : sessions.all()) {
      if (session.isOpen()) {
        session.onTick(now);
      } else if (!session.isGone()) {
        reception.onTick(session, now);
      }
    }
  }

  /** Rules have changed at the tip: whoever does not know the new ones goes. */
  void onRulesChanged() {
    for (Session session : sessions.open()) {
      config
          .plan()
          .differenceTo(
              session.hello().rulesId(), session.hello().nextRulesId(), chain.tip().height())
          .ifPresent(difference -> session.disconnect(DisconnectReason.RULES_DIFFER, difference));
    }
  }

  void allow(Optional<AllowList> allowed) {
    door.allow(allowed);
    for (Session session : sessions.all()) {
      if (!door.allows(session.id())) {
        session.disconnect(DisconnectReason.NOT_ALLOWED, session.id() + " is not on the list");
      }
    }
  }

  void pardon(NodeId node) {
    conduct.bans().pardon(node);
  }

  void closeAll(DisconnectReason reason) {
    door.shut(reason);
    sessions.all().forEach(session -> session.disconnect(reason, "this node is leaving"));
  }

  /** Whether a node that may be at an address is banned. An address alone is not: it is dialled. */
  boolean isBanned(PeerAddress address, Optional<NodeId> node) {
    long now = scheduler.nowMillis();
    return node.flatMap(id -> conduct.bans().remainingMillis(id, now)).isPresent();
  }

  /** A peer brought something new and right. */
  void onUseful(Peer peer) {
    sessions.find(peer.link().id()).ifPresent(session -> session.onUseful(scheduler.nowMillis()));
  }

  Optional<Session> openLink(LinkId link) {
    return sessions.find(link).filter(Session::isOpen);
  }

  Optional<Session> openFrom(Origin origin) {
    return sessions.openFrom(origin);
  }

  /** How many nodes and hosts with points are remembered. */
  int scored() {
    return conduct.remembered();
  }

  /** All that a status tells of links. */
  LinkStatus status() {
    return LinkStatus.of(sessions, conduct, records, config.plan(), chain, scheduler.nowMillis());
  }
}
