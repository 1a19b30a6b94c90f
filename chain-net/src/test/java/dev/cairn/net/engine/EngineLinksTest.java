package dev.cairn.net.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.GetNetwork;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.Hello;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Network;
import dev.cairn.net.message.Ping;
import dev.cairn.net.message.Pong;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.session.TestNodes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineLinksTest {

  private final TestEngine test = new TestEngine().start();

  @Test
  void opensLinksInBothDirections() {
    Link outbound = test.open(1, true);
    Link inbound = test.open(2, false);

    test.requireOpen(outbound);
    test.requireOpen(inbound);
    assertThat(test.peers()).containsExactly(TestNodes.node(1), TestNodes.node(2));
    assertThat(test.heard.opened).isEqualTo(2);
  }

  @Test
  void anInitiatorIsNotOpenBeforeTheResponderHasSpoken() {
    Link link = test.outbound(1);

    assertThat(test.outbox.sent(link.id(), Hello.class)).hasSize(1);
    assertThat(test.peers()).isEmpty();
    assertThat(test.outbox.isOpen(link.id())).isFalse();
  }

  @Test
  void messagesBeforeTheLinkIsOpenAreViolations() { // W10
    Link link = test.inbound(1);

    test.receive(link, new GetHeaders(1, List.of()));

    test.requireClosed(link, DisconnectReason.PROTOCOL_VIOLATION);
    assertThat(test.heard.charges).containsExactly(Misbehaviour.OUT_OF_STATE);
    assertThat(test.heard.banned).containsExactly(TestNodes.node(1));
  }

  @Test
  void aRepeatedHandshakeMessageIsAViolation() { // I2
    Link link = test.open(1, false);
    test.receive(link, test.introduction(0));

    test.requireClosed(link, DisconnectReason.PROTOCOL_VIOLATION);
    assertThat(test.heard.charges).containsExactly(Misbehaviour.OUT_OF_STATE);
  }

  @Test
  void aFrameThatIsNoMessageIsAViolation() {
    Link link = test.open(1, false);

    test.engine.onViolation(link.id(), Rejection.of(Rule.TRUNCATED, 1, 2));

    test.requireClosed(link, DisconnectReason.PROTOCOL_VIOLATION);
    assertThat(test.heard.charges).containsExactly(Misbehaviour.MALFORMED_MESSAGE);
    assertThat(test.peers()).isEmpty();
  }

  @Test
  void whatComesForALinkThatHasEndedIsNobodys() {
    Link link = test.open(1, false);
    test.engine.onClosed(link.id(), DisconnectReason.CONNECTION_LOST, "");

    test.receive(link, new Ping(1));
    test.engine.onWritable(link.id());
    test.engine.onViolation(link.id(), Rejection.of(Rule.TRUNCATED, 1, 2));
    test.engine.onClosed(link.id(), DisconnectReason.CONNECTION_LOST, "");

    assertThat(test.heard.gone).hasSize(1);
    assertThat(test.heard.charges).isEmpty();
  }

  @Test
  void aHandshakeHasADeadline() {
    Link inbound = test.inbound(1);
    Link outbound = test.outbound(2);

    test.scheduler.runFor(NetLimits.DEFAULT.handshakeMillis());

    test.requireClosed(inbound, DisconnectReason.HANDSHAKE_TIMEOUT);
    test.requireClosed(outbound, DisconnectReason.HANDSHAKE_TIMEOUT);
    assertThat(test.heard.charges).isEmpty();
  }

  @Test
  void answersPingsAndMeasuresTheRoundTrip() {
    Link link = test.open(1, false);
    test.receive(link, new Ping(77));
    assertThat(test.outbox.sent(link.id(), Pong.class)).containsExactly(new Pong(77));

    test.scheduler.runFor(100);
    Ping ping = test.outbox.sent(link.id(), Ping.class).get(0);
    test.scheduler.runFor(30);
    test.receive(link, new Pong(ping.nonce()));

    assertThat(test.engine.statusNow().peers().get(0).roundTripMillis()).hasValue(30);
  }

  @Test
  void aPongWithoutItsPingIsCharged() {
    Link link = test.open(1, false);
    test.receive(link, new Pong(5));

    assertThat(test.heard.charges).containsExactly(Misbehaviour.UNREQUESTED);
  }

  @Test
  void aSilentLinkIsClosed() {
    Link link = test.open(1, false);

    test.scheduler.runFor(NetLimits.DEFAULT.silenceMillis() - 100);
    test.requireOpen(link);
    assertThat(test.outbox.sent(link.id(), Ping.class)).hasSizeGreaterThan(1);
    test.scheduler.runFor(100);

    test.requireClosed(link, DisconnectReason.PONG_OVERDUE);
  }

  @Test
  void aMachineThatSleptLosesNobodyAtOnce() {
    Link link = test.open(1, false);
    test.scheduler.sleepFor(60_000);

    test.scheduler.runFor(100);

    test.requireOpen(link);
  }

  @Test
  void whatItSleptHardlyCountsTowardsDeadlines() {
    Link open = test.open(1, false);
    Link shaking = test.inbound(2);
    test.scheduler.runFor(2_000);
    long before = test.engine.statusNow().peers().get(0).openMillis();
    for (int i = 0; i < 2; i++) {
      test.scheduler.sleepFor(60_000);
      test.scheduler.runFor(100);
    }

    test.requireOpen(open);
    test.shake(shaking, test.introduction(TestEngine.NOW.seconds()));
    test.requireOpen(shaking);
    assertThat(test.engine.statusNow().peers().get(0).openMillis() - before)
        .isBetween(1_000L, 3_000L);
  }

  @Test
  void aLoopThatIsOnlySlowStillMissesWhoIsSilent() {
    Link link = test.open(1, false);
    for (int i = 0; i < 10; i++) {
      test.scheduler.sleepFor(RunningTime.STANDSTILL_MILLIS);
      test.scheduler.runFor(100);
    }
    test.requireClosed(link, DisconnectReason.PONG_OVERDUE);
  }

  @Test
  void aFloodIsSlowedDownAndThenBanned() {
    Link link = test.open(1, false);
    int burst = NetLimits.DEFAULT.messagesPerSecond() * 3;
    for (int i = 0; i < burst; i++) {
      test.receive(link, new Ping(i));
    }
    assertThat(test.outbox.isSuspended(link.id())).isFalse();
    test.receive(link, new Ping(1));
    assertThat(test.outbox.isSuspended(link.id())).isTrue();
    assertThat(test.heard.charges).isEmpty();

    for (int i = 0; i < burst + 20; i++) {
      test.receive(link, new Ping(i));
    }

    test.requireClosed(link, DisconnectReason.FLOODING);
    assertThat(test.heard.charges).containsOnly(Misbehaviour.RATE_EXCEEDED).hasSize(20);
    assertThat(test.outbox.sent(link.id(), Pong.class)).hasSize(2 * burst);
  }

  @Test
  void aLinkIsReadAgainWhenItsBudgetHasRefilled() {
    Link link = test.open(1, false);
    for (int i = 0; i <= NetLimits.DEFAULT.messagesPerSecond() * 3; i++) {
      test.receive(link, new Ping(i));
    }
    assertThat(test.outbox.isSuspended(link.id())).isTrue();

    test.scheduler.runFor(200);

    assertThat(test.outbox.isSuspended(link.id())).isFalse();
    assertThat(test.heard.charges).isEmpty();
  }

  @Test
  void givesTheNetworkOnceForEachLink() {
    Link link = test.open(1, false);
    test.receive(link, new GetNetwork());
    test.receive(link, new GetNetwork());

    assertThat(test.outbox.sent(link.id(), Network.class))
        .containsExactly(new Network(test.chain.network()));
    assertThat(test.heard.charges).containsExactly(Misbehaviour.RATE_EXCEEDED);
  }

  @Test
  void aNetworkThatNobodyAskedForIsCharged() {
    Link link = test.open(1, false);
    test.receive(link, new Network(test.chain.network()));

    assertThat(test.heard.charges).containsExactly(Misbehaviour.UNREQUESTED);
  }

  @Test
  void aGoodbyeTellsTheReason() {
    Link known = test.open(1, false);
    Link unknown = test.open(2, false);
    test.receive(known, new Goodbye("SHUTTING_DOWN", "for tonight"));
    test.receive(unknown, new Goodbye("MOON_PHASE", "full"));

    assertThat(test.heard.gone)
        .extracting(Departure::reason, Departure::isToldByPeer, Departure::detail)
        .containsExactly(
            tuple(DisconnectReason.SHUTTING_DOWN, true, "for tonight"),
            tuple(DisconnectReason.CLOSED_BY_PEER, true, "MOON_PHASE: full"));
    test.requireClosed(known, DisconnectReason.CLOSED_BY_PEER);
  }

  @Test
  void everyEndIsCountedByItsReason() {
    test.engine.onClosed(test.open(1, false).id(), DisconnectReason.CONNECTION_LOST, "");
    test.engine.onClosed(test.open(1, false).id(), DisconnectReason.CONNECTION_LOST, "");
    test.open(1, false);
    test.engine.shutdown();

    assertThat(test.engine.statusNow().departuresByReason())
        .containsOnly(
            Map.entry(DisconnectReason.CONNECTION_LOST, 2L),
            Map.entry(DisconnectReason.SHUTTING_DOWN, 1L));
  }

  @Test
  void aFailedDialIsCountedByItsReason() {
    test.engine.onDialFailed(
        TestNodes.address(1), Optional.empty(), DisconnectReason.TLS_FAILED, "no TLS");

    assertThat(test.engine.statusNow().departuresByReason())
        .containsOnly(Map.entry(DisconnectReason.TLS_FAILED, 1L));
    assertThat(test.engine.statusNow().departures()).isEmpty();
  }

  @Test
  void shutdownSaysGoodbyeToAllAndTakesNoMore() {
    Link open = test.open(1, false);
    Link handshake = test.inbound(2);

    test.engine.shutdown();

    test.requireClosed(open, DisconnectReason.SHUTTING_DOWN);
    test.requireClosed(handshake, DisconnectReason.SHUTTING_DOWN);
    test.requireClosed(test.inbound(3), DisconnectReason.SHUTTING_DOWN);
    test.scheduler.runFor(60_000); // no ticks any more
  }

  @Test
  void aPeersClockIsShownAndMovesNothing() { // T7
    long[] clocks = {
      0, TestEngine.NOW.seconds() + 300, Long.MAX_VALUE, Long.MIN_VALUE, TestEngine.NOW.seconds()
    };
    for (int i = 0; i < clocks.length; i++) {
      Introduction introduction = test.introduction(clocks[i]);
      test.open(i == TestEngine.SELF ? 7 : i, TestNodes.address(i), false, introduction);
    }

    List<PeerStatus> peers = test.engine.statusNow().peers();
    assertThat(peers).extracting(PeerStatus::clockAheadSeconds).contains(300L, 0L);
    assertThat(peers.get(1).clockDisagrees()).isTrue();
    assertThat(peers.get(4).clockDisagrees()).isFalse();
    assertThat(test.scheduler.wallClock()).isEqualTo(TestEngine.NOW);
    var block = test.fixture.on(test.fixture.genesis()).at(TestEngine.NOW.plusSeconds(301)).mine();
    test.engine.submitBlock(block, verdict -> {});
    test.scheduler.runFor(100);
    assertThat(test.chain.tip().height().value()).isZero(); // too early by our own clock
    test.scheduler.runFor(2000);
    assertThat(test.chain.tip().hash()).isEqualTo(block.hash());
  }
}
