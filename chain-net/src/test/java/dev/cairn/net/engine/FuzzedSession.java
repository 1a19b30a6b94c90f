package dev.cairn.net.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.mempool.MempoolLimits;
import dev.cairn.core.mining.BlockBuilder;
import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.value.Work;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.discovery.Sighting;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.HeaderAnnouncement;
import dev.cairn.net.message.Headers;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.RecordingOutbox;
import dev.cairn.net.session.TestNodes;
import dev.cairn.net.sync.SyncProgress;
import dev.cairn.net.wire.Encoded;
import dev.cairn.net.wire.WireCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node with a chain between two honest peers and up to four others that do whatever a {@link
 * SessionInput} says, in any state of their links. After each step holds what has to hold always;
 * at the end a block of an honest peer has to get through.
 */
final class FuzzedSession {

  /** What happens in one step; a seed says it by its number, so new ones go to the end. */
  enum Step {
    CONNECT,
    CONNECT_AS_DIALLED,
    OPEN,
    MESSAGE,
    FRAME,
    ANSWER,
    ANSWER_ALL,
    TIME,
    CLOSE,
    WRITABLE,
    UNWRITABLE,
    HOLD_WORKERS,
    FINISH_JOB,
    OWN_BLOCK,
    OWN_TRANSACTION,
    DIAL_FAILED,
    SIGHTING,
    INTERFACES,
    JOIN,
    CLOCK
  }

  /** What a session has come to: seeds have to come to what they are there for. */
  enum Depth {
    OPEN,
    PRESYNC,
    REORGANISED,
    MOVED,
    POOLED,
    DIALLED,
    CHARGED,
    BANNED,
    REFUSED_FRAME,
    PAUSED
  }

  private static final int STEPS_MAX = 150;
  private static final int HOSTILE = 4;
  private static final long TIME_MILLIS_MAX = 120_000;
  private static final long SLICE_MILLIS = 100;
  private static final long[] TIMES = {0, 10, 100, 500, 2_100, 6_000, 20_000};
  private static final long GET_THROUGH_MILLIS = 60_000;
  private static final int HONEST_ANSWERS_MAX = 1_000;
  private static final NetLimits LIMITS = SessionLimits.create();

  /** A peer that does what the input says; its link may be gone. */
  private static final class Hostile {
    @Nullable Link link;
    int answered;
    int sinceSuspended;
  }

  private final SessionInput input;
  private final RecordingOutbox outbox = new RecordingOutbox();
  private final Chain chain;
  private final TestEngine node;
  private final SessionMessages messages;
  private final List<HonestPeer> honest = new ArrayList<>();
  private final List<Hostile> hostile = new ArrayList<>();
  private final Set<Depth> reached = EnumSet.noneOf(Depth.class);
  private Work work;
  private long timeLeft = TIME_MILLIS_MAX;
  private long links = 1_000;
  private int dialsTaken;
  private int joins;

  private FuzzedSession(byte[] bytes) {
    input = new SessionInput(bytes);
    chain = SessionMaterial.FIXTURE.chain(SessionMaterial.store(), ChainLimits.DEFAULT);
    node =
        new TestEngine(
            TestEngine.SELF,
            LIMITS,
            Optional.empty(),
            Optional.empty(),
            outbox,
            SessionMaterial.FIXTURE,
            chain);
    chain.addListener(node.mempool);
    messages = new SessionMessages(input, node);
    node.start();
    honest.add(new HonestPeer(node, 1, true));
    honest.add(new HonestPeer(node, 2, false));
    for (int i = 0; i < HOSTILE; i++) {
      hostile.add(new Hostile());
    }
    work = chain.tip().header().work();
    serveHonest();
    pass(500);
  }

  /** Plays a session to its end; fails when something does not hold. */
  static Set<Depth> play(byte[] bytes) {
    FuzzedSession session = new FuzzedSession(bytes);
    for (int steps = 0; steps < STEPS_MAX && !session.input.isAtEnd(); steps++) {
      session.step();
      session.serveHonest();
      session.note();
      session.check();
    }
    session.end();
    return session.reached;
  }

  private void step() {
    Step step = Step.values()[input.below(Step.values().length)];
    Hostile peer = hostile.get(input.below(HOSTILE));
    switch (step) {
      case CONNECT -> connect(peer, false);
      case CONNECT_AS_DIALLED -> connectAsDialled(peer);
      case OPEN -> connect(peer, true);
      case MESSAGE -> send(peer, messages.next(lastRequest(peer)));
      case FRAME -> frame(peer);
      case ANSWER -> answer(peer, 1);
      case ANSWER_ALL -> answer(peer, HONEST_ANSWERS_MAX);
      case TIME -> pass(TIMES[input.below(TIMES.length)]);
      case CLOSE -> close(peer);
      case WRITABLE -> setWritable(peer, true);
      case UNWRITABLE -> setWritable(peer, false);
      case HOLD_WORKERS -> node.workers.hold();
      case FINISH_JOB -> finishJob();
      case OWN_BLOCK -> ownBlock();
      case OWN_TRANSACTION -> ownTransaction();
      case DIAL_FAILED -> dialFailed();
      case SIGHTING -> sighting();
      case INTERFACES -> node.engine.onInterfacesChanged();
      case JOIN -> join();
      case CLOCK -> node.scheduler.jumpWallClock(input.next() - 128L);
    }
  }

  private void connect(Hostile peer, boolean opens) {
    endOf(peer);
    int number = 10 + input.below(6);
    int host = 20 + input.below(4);
    boolean isSelf = input.next() == 255;
    connect(peer, isSelf ? TestEngine.SELF : number, TestNodes.address(host), false, opens);
  }

  private void connect(
      Hostile peer, int number, PeerAddress address, boolean isOutbound, boolean opens) {
    Link link = TestNodes.link(++links, TestEngine.SELF, number, isOutbound, address);
    peer.link = link;
    node.engine.onOpened(link);
    if (opens) {
      node.shake(link, messages.introduction());
    }
    node.scheduler.runDue();
  }

  /** Somebody answers at an address that the node has dialled. */
  private void connectAsDialled(Hostile peer) {
    List<RecordingOutbox.Dialled> dialled = outbox.dialled();
    int number = 10 + input.below(6);
    boolean opens = input.flag();
    if (dialsTaken == dialled.size()) {
      return;
    }
    RecordingOutbox.Dialled dial = dialled.get(dialsTaken++);
    if (dial.expected().filter(node -> !node.equals(TestNodes.node(number))).isPresent()) {
      node.engine.onDialFailed(
          dial.address(), dial.expected(), DisconnectReason.IDENTITY_UNEXPECTED, "another");
      return;
    }
    endOf(peer);
    connect(peer, number, dial.address(), true, opens);
  }

  /** The transport tells that a link is gone, if the node has closed it or we do now. */
  private void endOf(Hostile peer) {
    if (peer.link != null) {
      node.engine.onClosed(peer.link.id(), DisconnectReason.CONNECTION_LOST, "over");
    }
    peer.link = null;
    peer.answered = 0;
    peer.sinceSuspended = 0;
  }

  private void close(Hostile peer) {
    endOf(peer);
  }

  /** What a reader of a suspended link has read before may still come, and no more. */
  private boolean isRead(Hostile peer) {
    if (peer.link == null) {
      return false;
    }
    peer.sinceSuspended = outbox.isSuspended(peer.link.id()) ? peer.sinceSuspended + 1 : 0;
    return peer.sinceSuspended <= LIMITS.queuedFrames();
  }

  private void send(Hostile peer, Message message) {
    if (isRead(peer) && peer.link != null) {
      carried(message).ifPresent(arrived -> node.receive(peer.link, arrived));
    }
  }

  /** As it arrives, if it can be sent at all. Long headers are what they are. */
  private static Optional<Message> carried(Message message) {
    if (message instanceof Headers headers && headers.headers().size() > 100) {
      return Optional.of(message);
    }
    try {
      Encoded encoded = WireCodec.encode(message);
      ByteBuffer frame = ByteBuffer.allocate(encoded.size());
      encoded.writeTo(frame);
      return Optional.of(WireCodec.decode(frame.flip()).value());
    } catch (IllegalArgumentException | IllegalStateException unsendable) {
      return Optional.empty();
    }
  }

  private void frame(Hostile peer) {
    byte[] bytes = input.some();
    if (!isRead(peer) || peer.link == null) {
      return;
    }
    Checked<Message> decoded = WireCodec.decode(ByteBuffer.wrap(bytes));
    if (decoded instanceof Checked.Refused<Message> refused) {
      reached.add(Depth.REFUSED_FRAME);
      node.engine.onViolation(peer.link.id(), refused.why());
      endOf(peer);
    } else {
      node.receive(peer.link, decoded.value());
    }
  }

  private long lastRequest(Hostile peer) {
    if (peer.link == null) {
      return 0;
    }
    List<GetHeaders> asked = outbox.sent(peer.link.id(), GetHeaders.class);
    return asked.isEmpty() ? 0 : asked.get(asked.size() - 1).request();
  }

  /** A peer that has one of several chains answers what it was asked, for once. */
  private void answer(Hostile peer, int most) {
    SessionWorld world = SessionWorld.of(input.next());
    for (int i = 0; i < most && peer.link != null; i++) {
      List<Message> sent = outbox.sent(peer.link.id());
      if (peer.answered == sent.size()) {
        return;
      }
      world.answer(sent.get(peer.answered++)).forEach(answer -> send(peer, answer));
      node.scheduler.runDue();
    }
  }

  private void pass(long millis) {
    long left = Math.min(millis, timeLeft);
    timeLeft -= left;
    while (left > 0) {
      long slice = Math.min(left, SLICE_MILLIS);
      node.scheduler.runFor(slice);
      left -= slice;
      serveHonest();
    }
    node.scheduler.runDue();
  }

  private void setWritable(Hostile peer, boolean isWritable) {
    if (peer.link != null) {
      outbox.setWritable(peer.link.id(), isWritable);
      if (isWritable) {
        node.engine.onWritable(peer.link.id());
      }
    }
  }

  private void finishJob() {
    int number = input.next();
    if (node.workers.held() > 0) {
      node.workers.finish(number % node.workers.held());
    }
  }

  private void ownBlock() {
    Block block = SessionMaterial.BLOCKS.get(input.below(SessionMaterial.BLOCKS.size()));
    node.engine.submitBlock(block, verdict -> {});
    node.scheduler.runDue();
  }

  private void ownTransaction() {
    int number = input.below(SessionMaterial.TRANSACTIONS.size());
    node.engine.submitTransaction(SessionMaterial.TRANSACTIONS.get(number), result -> {});
    node.scheduler.runDue();
  }

  private void dialFailed() {
    List<RecordingOutbox.Dialled> dialled = outbox.dialled();
    int reason = input.below(DisconnectReason.values().length);
    if (dialsTaken < dialled.size()) {
      RecordingOutbox.Dialled dial = dialled.get(dialsTaken++);
      node.engine.onDialFailed(
          dial.address(), dial.expected(), DisconnectReason.values()[reason], "failed");
    }
  }

  private void sighting() {
    int number = input.below(32);
    node.engine.onSighting(
        new Sighting(
            chain.network().id(),
            TestNodes.node(number),
            TestNodes.address(input.below(32)),
            false));
  }

  private void join() {
    if (joins < 4) {
      joins++;
      node.engine.join(TestNodes.address(40 + input.below(8)));
    }
  }

  private void serveHonest() {
    boolean isBusy = true;
    for (int i = 0; isBusy; i++) {
      assertThat(i).as("questions to honest peers without end").isLessThan(HONEST_ANSWERS_MAX);
      node.scheduler.runDue();
      isBusy = false;
      for (HonestPeer peer : honest) {
        isBusy |= peer.answerNext();
      }
    }
  }

  /** What holds after each step. */
  private void check() {
    NetStatus status = node.engine.statusNow();
    Work now = chain.tip().header().work();
    assertThat(now).as("work of the tip").isGreaterThanOrEqualTo(work);
    work = now;
    assertThat(chain.halted()).isEmpty();
    for (HonestPeer peer : honest) {
      peer.assertUnpunished(status);
    }
    assertBounded(status);
  }

  private void assertBounded(NetStatus status) {
    assertThat(status.peers().stream().filter(peer -> !peer.isOutbound()).count())
        .isLessThanOrEqualTo(LIMITS.inbound());
    assertThat(status.peers().size())
        .isLessThanOrEqualTo(LIMITS.inbound() + LIMITS.outbound() + joins);
    assertThat(status.handshakes())
        .isLessThanOrEqualTo(LIMITS.pendingHandshakes() + LIMITS.outbound() + joins);
    assertThat(status.bannedMillis().size()).isLessThanOrEqualTo(LIMITS.bans());
    assertThat(status.bannedPrefixes()).isLessThanOrEqualTo(LIMITS.bans());
    for (SyncProgress.Share share : status.sync().shares()) {
      // Twice, for blocks that are announced go before those of the chain below them.
      assertThat(share.inFlight()).isBetween(0, 2 * LIMITS.blocksInFlight());
    }
    assertThat(chain.waitingBytes()).isLessThanOrEqualTo(ChainLimits.DEFAULT.waitingBytes());
    assertThat(chain.headersHeld())
        .isLessThanOrEqualTo(
            1
                + SessionMaterial.BASE.size()
                + SessionMaterial.BLOCKS.size()
                + SessionMaterial.HEAVY.size());
    assertThat(chain.header(SessionMaterial.LIGHT.get(0).hash())).isEmpty();
    assertThat(node.mempool.heapBytes()).isLessThanOrEqualTo(MempoolLimits.DEFAULT.heapBytes());
    assertThat(node.workers.held())
        .as("jobs")
        .isLessThanOrEqualTo(STEPS_MAX * LIMITS.queuedFrames());
  }

  private void note() {
    NetStatus status = node.engine.statusNow();
    int hostilePeers = status.peers().size() - honest.size();
    if (hostilePeers > 0) {
      reached.add(Depth.OPEN);
    }
    if (status.sync().phase() == SyncProgress.Phase.PRESYNC) {
      reached.add(Depth.PRESYNC);
    }
    if (chain.tip().header().work().isMoreThan(work)) {
      reached.add(Depth.MOVED);
    }
    if (SessionMaterial.FORK.stream().anyMatch(block -> chain.isActive(block.hash()))) {
      reached.add(Depth.REORGANISED);
    }
    if (node.mempool.size() > 0) {
      reached.add(Depth.POOLED);
    }
    if (!outbox.dialled().isEmpty()) {
      reached.add(Depth.DIALLED);
    }
    if (!node.heard.charges.isEmpty()) {
      reached.add(Depth.CHARGED);
    }
    if (!node.heard.banned.isEmpty()) {
      reached.add(Depth.BANNED);
    }
    for (Hostile peer : hostile) {
      if (peer.link != null && outbox.isSuspended(peer.link.id())) {
        reached.add(Depth.PAUSED);
      }
    }
  }

  /** A new block of an honest peer gets through, whatever has happened. */
  private void end() {
    finishJobs();
    setClockRight();
    Block block =
        BlockBuilder.onTip(chain, node.scheduler.wallClock())
            .build(ChainFixture.key(ChainFixture.KEYS))
            .mine(new DigestKernel(), () -> false)
            .orElseThrow();
    honest.forEach(peer -> peer.learn(chain, block));
    node.receive(honest.get(0).link(), new HeaderAnnouncement(List.of(block.header())));
    for (long waited = 0;
        waited < GET_THROUGH_MILLIS && !chain.isActive(block.hash());
        waited += SLICE_MILLIS) {
      finishJobs();
      node.scheduler.runFor(SLICE_MILLIS);
      serveHonest();
    }
    assertThat(chain.isActive(block.hash())).as("an honest block gets through").isTrue();
    check();
  }

  /** While the clock is behind the tip, no block is taken that follows it. */
  private void setClockRight() {
    long behind = chain.tip().header().time().secondsSince(node.scheduler.wallClock());
    node.scheduler.jumpWallClock(Math.max(0, behind));
  }

  private void finishJobs() {
    while (node.workers.held() > 0) {
      node.workers.finish(0);
    }
  }
}
