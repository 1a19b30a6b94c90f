package dev.cairn.net.engine;

import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.value.Bytes;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.Outbox;
import dev.cairn.net.runtime.Scheduler;
import dev.cairn.net.session.Duplicates;
import dev.cairn.net.session.Handshake;
import dev.cairn.net.session.Liveness;
import dev.cairn.net.session.MessageBudget;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Leads each link through its handshake, and decides whether it is opened. Confined to the engine
 * loop.
 */
final class Reception {

  private final EngineConfig config;
  private final Chain chain;
  private final Scheduler scheduler;
  private final Outbox outbox;
  private final RandomGenerator random;
  private final EngineListener listener;
  private final Sessions sessions;
  private final Doorkeeper door;
  private final Session.Owner owner;
  private final OwnNonces ownNonces = new OwnNonces();

  Reception(
      EngineConfig config,
      Chain chain,
      Scheduler scheduler,
      Outbox outbox,
      RandomGenerator random,
      EngineListener listener,
      Sessions sessions,
      Doorkeeper door,
      Session.Owner owner) {
    this.config = config;
    this.chain = chain;
    this.scheduler = scheduler;
    this.outbox = outbox;
    this.random = random;
    this.listener = listener;
    this.sessions = sessions;
    this.door = door;
    this.owner = owner;
  }

  /** A link is there. Nothing was said yet. */
  void onOpened(Link link) {
    long now = scheduler.nowMillis();
    Bytes nonce = nonce();
    Session session =
        new Session(
            link,
            new Handshake(terms(), link, nonce, now + config.limits().handshakeMillis()),
            outbox,
            owner);
    Optional<Doorkeeper.Refusal> refusal = door.check(link, now);
    sessions.add(session); // not before: it does not count against itself
    if (refusal.isPresent()) {
      owner.close(session, refusal.get().reason(), refusal.get().detail());
      return;
    }
    if (link.remote().equals(config.self())) {
      ownNonces.add(nonce);
    }
    follow(session, session.handshake().begin());
  }

  private Bytes nonce() {
    byte[] nonce = new byte[Handshake.NONCE_BYTES];
    random.nextBytes(nonce);
    return Bytes.of(nonce);
  }

  private Handshake.Terms terms() {
    return new Handshake.Terms(
        config.self(),
        Handshake.PROTOCOL_MIN,
        Handshake.PROTOCOL_MAX,
        config.plan(),
        chain.tip().height(),
        config.secret(),
        ownNonces::contains,
        this::introduction);
  }

  private Introduction introduction() {
    Tip tip = chain.tip();
    return new Introduction(
        tip.header().work(),
        tip.hash(),
        tip.height().value(),
        config.listenPort(),
        config.agent(),
        scheduler.wallClock().seconds());
  }

  /** A message has come over a link that is not open yet. */
  void onMessage(Session session, Message message) {
    follow(session, session.handshake().onMessage(message));
  }

  /** Time has passed on a link that is not open yet. */
  void onTick(Session session, long nowMillis) {
    session.handshake().onTick(nowMillis).ifPresent(step -> follow(session, step));
  }

  private void follow(Session session, Handshake.Step step) {
    if (step instanceof Handshake.Step.Say say) {
      if (say.introduces() && !mayIntroduce(session)) {
        return;
      }
      say.messages().forEach(session::send);
    } else if (step instanceof Handshake.Step.Open open) {
      onOpen(session, open);
    } else if (step instanceof Handshake.Step.Refuse refuse) {
      onRefuse(session, refuse);
    } else if (step instanceof Handshake.Step.Left left) {
      owner.onGoodbye(session, left.goodbye());
    }
  }

  /** Whether a link that this node dialled may go on: see {@link Duplicates}. */
  private boolean mayIntroduce(Session session) {
    if (sessions.isIntroducedElsewhere(session)) {
      owner.close(session, DisconnectReason.DUPLICATE_LINK, "another link is about to be opened");
      return false;
    }
    session.onIntroduced();
    return true;
  }

  private void onOpen(Session session, Handshake.Step.Open open) {
    Optional<Session> other = sessions.openTo(session.id());
    if (other.isPresent()) {
      boolean replaces = Duplicates.replaces(session.link(), other.get().link(), config.self());
      Session lesser = replaces ? other.get() : session;
      owner.close(
          lesser, DisconnectReason.DUPLICATE_LINK, "another link between the two nodes stays");
    }
    if (session.isGone() || !hasRoom(session)) {
      return;
    }
    outbox.open(session.link().id());
    open.messages().forEach(session::send);
    long now = scheduler.nowMillis();
    session.open(
        open.agreement(),
        new Liveness(config.limits(), random, now),
        new MessageBudget(config.limits(), now),
        now,
        scheduler.wallClock());
    sessions.onOpen(session);
    listener.onPeerOpen(session.id(), session.link().address(), session.link().isOutbound());
    owner.onOpen(session);
  }

  private boolean hasRoom(Session session) {
    if (session.link().isOutbound() || !door.isFull()) {
      return true;
    }
    Optional<Session> victim = door.victim(session.link()).flatMap(sessions::find);
    owner.close(
        victim.orElse(session),
        DisconnectReason.TOO_MANY_PEERS,
        "%d inbound links are open".formatted(config.limits().inbound()));
    return victim.isPresent();
  }

  private void onRefuse(Session session, Handshake.Step.Refuse refuse) {
    if (refuse.isViolation()) {
      owner.charge(session, Misbehaviour.OUT_OF_STATE, refuse.detail());
    }
    if (refuse.reason() == DisconnectReason.NODE_KEY_IN_USE_ELSEWHERE) {
      listener.onNodeKeyInUseElsewhere(session.link().address());
    }
    refuse.parting().forEach(session::send);
    session.disconnect(refuse.reason(), refuse.detail());
  }
}
