package dev.cairn.net.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.Hello;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.RecordingOutbox;
import dev.cairn.net.session.TestNodes;
import dev.cairn.net.sync.Limits;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may have a link with an engine, and who may not. */
class EngineAdmissionTest {

  private final TestEngine test = new TestEngine().start();

  @Test
  void aBannedNodeMayNotComeBackUntilTheBanExpires() {
    TestEngine brief =
        new TestEngine(
                TestEngine.SELF,
                Limits.with("banMillis", 60_000L),
                Optional.empty(),
                Optional.empty(),
                new RecordingOutbox())
            .start();
    Link link = brief.open(1, false);
    brief.receive(
        link,
        new Hello(
            1,
            1,
            brief.chain.network().id(),
            TestNodes.nonce(1),
            TestNodes.nonce(1),
            TestNodes.nonce(1)));
    brief.requireClosed(link, DisconnectReason.PROTOCOL_VIOLATION);

    Link again = brief.inbound(1);
    brief.requireClosed(again, DisconnectReason.BANNED);
    assertThat(brief.outbox.sent(again.id())).isEmpty();
    assertThat(brief.engine.statusNow().bannedMillis()).containsOnlyKeys(TestNodes.node(1));

    brief.scheduler.runFor(59_000);
    brief.requireClosed(brief.inbound(1), DisconnectReason.BANNED);
    brief.scheduler.runFor(1_000);
    brief.requireOpen(brief.open(1, false));
  }

  @Test
  void aPardonedNodeMayComeBackAtOnce() {
    Link link = test.open(1, false);
    test.receive(link, test.introduction(0));

    test.engine.pardon(TestNodes.node(1));

    test.requireOpen(test.open(1, false));
  }

  @Test
  void aNodeThatDialsItselfNoticesOnBothEnds() {
    Link dialled = test.outbound(TestEngine.SELF);
    Link accepted = test.inbound(TestEngine.SELF);
    test.receive(accepted, test.outbox.sent(dialled.id()).get(0));

    test.requireClosed(accepted, DisconnectReason.SELF_CONNECTION);
    assertThat(test.heard.clones).isEmpty();
  }

  @Test
  void aCopyOfTheNodeKeyIsReportedOnBothMachines() {
    Link accepted = test.inbound(TestEngine.SELF);
    test.receive(
        accepted,
        new Hello(
            1,
            1,
            test.chain.network().id(),
            TestNodes.nonce(1),
            test.plan().rulesAt(test.chain.tip().height()),
            test.plan().nextAfter(test.chain.tip().height())));
    test.requireClosed(accepted, DisconnectReason.NODE_KEY_IN_USE_ELSEWHERE);
    assertThat(test.heard.clones).hasSize(1);

    Link dialled = test.outbound(TestEngine.SELF);
    test.receive(dialled, new Goodbye("NODE_KEY_IN_USE_ELSEWHERE", ""));
    assertThat(test.heard.clones).hasSize(2);
  }

  @Test
  void onlyWhoHasTheKeyCanClaimThatItIsInUseElsewhere() {
    test.receive(test.outbound(1), new Goodbye("NODE_KEY_IN_USE_ELSEWHERE", ""));

    assertThat(test.heard.clones).isEmpty();
  }

  @Test
  void onlyListedNodesMayComeInAndTheListCanChange() { // I8
    Link first = test.open(1, false);
    Link second = test.open(2, true);
    Link handshake = test.inbound(3);

    test.engine.allow(Optional.of(new AllowList(List.of(TestNodes.node(1)))));

    test.requireOpen(first);
    test.requireClosed(second, DisconnectReason.NOT_ALLOWED);
    test.requireClosed(handshake, DisconnectReason.NOT_ALLOWED);
    test.requireClosed(test.inbound(2), DisconnectReason.NOT_ALLOWED);
    assertThat(test.heard.charges).isEmpty();

    test.engine.allow(Optional.empty());
    test.requireOpen(test.open(2, false));
  }

  @Test
  void oneHostHasOnlySoManyLinks() { // G1
    PeerAddress host = TestNodes.address(1);
    for (int i = 0; i < NetLimits.DEFAULT.linksPerAddress(); i++) {
      test.requireOpen(test.open(100 + i, host.withPort(1000 + i), false, test.introduction(0)));
    }

    Link oneMore = test.inbound(300, host.withPort(2000));

    test.requireClosed(oneMore, DisconnectReason.TOO_MANY_FROM_ADDRESS);
    test.requireOpen(test.open(2, false));
  }

  @Test
  void onlySoManyHandshakesAreUnderWay() {
    for (int i = 0; i < NetLimits.DEFAULT.pendingHandshakes(); i++) {
      assertThat(test.outbox.reason(test.inbound(100 + i).id())).isEmpty();
    }

    test.requireClosed(test.inbound(300), DisconnectReason.TOO_MANY_PEERS);
  }

  @Test
  void aFullNodeTakesAnotherHostInsteadOfACrowd() { // G1
    for (int host = 0; host < 8; host++) {
      for (int i = 0; i < 8; i++) {
        PeerAddress address = TestNodes.address(100 + host).withPort(1000 + i);
        test.requireOpen(test.open(100 + 8 * host + i, address, false, test.introduction(0)));
      }
    }

    Link newcomer = test.open(1, false);

    test.requireOpen(newcomer);
    assertThat(test.peers()).hasSize(NetLimits.DEFAULT.inbound());
    assertThat(test.heard.gone)
        .extracting(Departure::reason)
        .containsExactly(DisconnectReason.TOO_MANY_PEERS);
  }

  @Test
  void inboundLinksTakeNothingFromOutboundOnes() { // G1
    for (int i = 0; i < NetLimits.DEFAULT.inbound(); i++) {
      test.open(100 + i, false);
    }
    Link refused = test.open(400, false);
    test.requireClosed(refused, DisconnectReason.TOO_MANY_PEERS);

    test.requireOpen(test.open(1, true));
  }
}
