package dev.cairn.net.engine;

import dev.cairn.core.chain.Origin;
import dev.cairn.core.value.Timestamp;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.Hello;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Pong;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.Outbox;
import dev.cairn.net.session.Handshake;
import dev.cairn.net.session.InboundSlots;
import dev.cairn.net.session.Liveness;
import dev.cairn.net.session.MessageBudget;
import dev.cairn.net.session.Peer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One link from its handshake to its end. Confined to the engine loop. */
final class Session implements Peer {

  /** What a session asks of the engine. */
  interface Owner {

    void charge(Session session, Misbehaviour what, String detail);

    void close(Session session, DisconnectReason reason, String detail);

    /** The handshake has succeeded. */
    void onOpen(Session session);

    /** The other side closes the link. */
    void onGoodbye(Session session, Goodbye goodbye);
  }

  /** What there is once the link is open. */
  private record Opened(
      Handshake.Agreement agreement,
      Liveness liveness,
      MessageBudget budget,
      long openedMillis,
      long clockAheadSeconds) {}

  private final Link link;
  private final Handshake handshake;
  private final Outbox outbox;
  private final Owner owner;
  private final Origin origin;
  private @Nullable Opened opened;
  private boolean introduced;
  private boolean announced;
  private boolean gone;
  private boolean pausedByBudget;
  private boolean gaveNetwork;
  private int suspensions;
  private long usefulMillis = InboundSlots.NEVER;

  Session(Link link, Handshake handshake, Outbox outbox, Owner owner) {
    this.link = link;
    this.handshake = handshake;
    this.outbox = outbox;
    this.owner = owner;
    origin = new Origin(link.remote().toString());
  }

  Handshake handshake() {
    return handshake;
  }

  /** The handshake has succeeded. */
  void open(
      Handshake.Agreement agreement,
      Liveness liveness,
      MessageBudget budget,
      long nowMillis,
      Timestamp wallClock) {
    long theirs = Math.max(0, Math.min(agreement.introduction().timeSeconds(), 1L << 40));
    opened = new Opened(agreement, liveness, budget, nowMillis, theirs - wallClock.seconds());
  }

  boolean isOpen() {
    return opened != null && !gone;
  }

  boolean wasOpen() {
    return opened != null;
  }

  private Opened opened() {
    if (opened == null) {
      throw new IllegalStateException("not open: " + link);
    }
    return opened;
  }

  /** Our Introduction was sent, and theirs has not come: the other side may take it as open. */
  void onIntroduced() {
    introduced = true;
  }

  boolean isIntroduced() {
    return introduced;
  }

  /** The parts have heard of it. */
  void onAnnounced() {
    announced = true;
  }

  boolean isAnnounced() {
    return announced;
  }

  void onGone() {
    gone = true;
  }

  /** A message has come. */
  void onHeard(long nowMillis) {
    if (opened != null) {
      opened.liveness().onHeard(nowMillis);
    }
  }

  /** Whether there was such a ping. */
  boolean onPong(Pong pong, long nowMillis) {
    return opened().liveness().onPong(pong, nowMillis);
  }

  /** Whether a message is within the budget; if not, the peer is charged. */
  boolean affords(MessageBudget.Kind kind, long nowMillis) {
    MessageBudget.Ruling ruling = opened().budget().onMessage(kind, nowMillis);
    if (ruling == MessageBudget.Ruling.DROP) {
      misbehaved(Misbehaviour.RATE_EXCEEDED, "too many messages of kind " + kind);
      return false;
    }
    if (ruling == MessageBudget.Ruling.TAKE_AND_PAUSE && !pausedByBudget) {
      pausedByBudget = true;
      suspendReading(true);
    }
    return true;
  }

  /** Time has passed on an open link. */
  void onTick(long nowMillis) {
    Opened now = opened();
    if (pausedByBudget && now.budget().isRefilled(nowMillis)) {
      pausedByBudget = false;
      suspendReading(false);
    }
    now.liveness().onTick(nowMillis, suspensions == 0).ifPresent(this::send);
    if (now.liveness().isOverdue(nowMillis)) {
      disconnect(DisconnectReason.PONG_OVERDUE, "nothing was heard for too long");
    }
  }

  /** The peer brought something new and right. */
  void onUseful(long nowMillis) {
    usefulMillis = nowMillis;
  }

  /** Whether the network's parameters are given for the first time: once is enough for anyone. */
  boolean givesNetwork() {
    boolean isFirst = !gaveNetwork;
    gaveNetwork = true;
    return isFirst;
  }

  InboundSlots.Slot slot() {
    Liveness liveness = opened().liveness();
    return new InboundSlots.Slot(
        link.id(),
        link.address().prefix(),
        liveness.isMeasured() ? liveness.roundTripMillis() : InboundSlots.UNKNOWN,
        usefulMillis,
        opened().openedMillis());
  }

  PeerStatus status(int points, boolean knowsOtherUpgrades, long nowMillis) {
    Opened now = opened();
    return new PeerStatus(
        link.remote(),
        link.address(),
        link.isOutbound(),
        now.liveness().isMeasured()
            ? OptionalLong.of(now.liveness().roundTripMillis())
            : OptionalLong.empty(),
        points,
        introduction().bestHeight(),
        introduction().agent(),
        outbox.traffic(link.id()),
        nowMillis - now.openedMillis(),
        now.clockAheadSeconds(),
        knowsOtherUpgrades);
  }

  Hello hello() {
    return opened().agreement().hello();
  }

  @Override
  public Link link() {
    return link;
  }

  @Override
  public Introduction introduction() {
    return opened().agreement().introduction();
  }

  @Override
  public Origin origin() {
    return origin;
  }

  @Override
  public void send(Message message) {
    if (!gone) {
      outbox.send(link.id(), message);
    }
  }

  @Override
  public boolean isWritable() {
    return !gone && outbox.isWritable(link.id());
  }

  @Override
  public long roundTripMillis() {
    return opened().liveness().roundTripMillis();
  }

  @Override
  public void misbehaved(Misbehaviour what, String detail) {
    owner.charge(this, what, detail);
  }

  @Override
  public void disconnect(DisconnectReason reason, String detail) {
    if (!gone) {
      owner.close(this, reason, detail);
    }
  }

  @Override
  public void suspendReading(boolean suspended) {
    suspensions += suspended ? 1 : -1;
    boolean isChange = suspensions == (suspended ? 1 : 0);
    if (isChange && !gone) {
      outbox.suspendReading(link.id(), suspended);
    }
  }

  @Override
  public boolean isGone() {
    return gone;
  }

  @Override
  public String toString() {
    return link.id() + " with " + link.remote() + " at " + link.address();
  }
}
