package dev.cairn.net.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.Work;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import dev.cairn.net.message.GetNetwork;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.Hello;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Network;
import dev.cairn.net.message.Ping;
import dev.cairn.net.message.Pong;
import dev.cairn.net.message.WantCompactBlocks;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.runtime.ManualScheduler;
import dev.cairn.net.runtime.RecordingOutbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NetworkFetchTest {

  private static final NetworkParameters NETWORK = ChainFixture.network().build();
  private static final LinkId LINK = new LinkId(1);
  private static final Introduction PEER =
      new Introduction(Work.ZERO, BlockHash.ZERO, 400, 7771, "peer/1", 0);

  private final ManualScheduler scheduler = new ManualScheduler(ChainFixture.LATER);
  private final RecordingOutbox outbox = new RecordingOutbox();
  private final List<Checked<NetworkFetch.Found>> results = new ArrayList<>();
  private final NetworkFetch fetch =
      new NetworkFetch(
          new NetworkFetch.Visit(
              TestNodes.node(1),
              UpgradePlan.none(NETWORK.id()),
              Optional.empty(),
              TestNodes.address(2),
              Optional.of(TestNodes.node(2)),
              "visitor/1"),
          scheduler,
          outbox,
          new Random(1),
          NetLimits.DEFAULT,
          results::add);

  @Test
  void getsTheParametersOfTheAnnouncedNetworkAndLeaves() {
    open();
    assertThat(outbox.sent(LINK, GetNetwork.class)).hasSize(1);

    fetch.onMessage(LINK, new Network(NETWORK), 100);

    assertThat(results)
        .containsExactly(Checked.passed(new NetworkFetch.Found(NETWORK, TestNodes.node(2), PEER)));
    assertThat(outbox.reason(LINK)).contains(DisconnectReason.NO_LONGER_NEEDED);
  }

  @Test
  void asksWhoeverAnswersForItsNetworkAndComesAgain() {
    NetworkFetch asking =
        new NetworkFetch(
            new NetworkFetch.Visit(
                TestNodes.node(1),
                UpgradePlan.none(NetworkId.ZERO),
                Optional.empty(),
                TestNodes.address(2),
                Optional.empty(),
                "visitor/1"),
            scheduler,
            outbox,
            new Random(1),
            NetLimits.DEFAULT,
            results::add);
    UpgradePlan plan = UpgradePlan.none(NETWORK.id());
    Hello hello =
        new Hello(
            1,
            1,
            NETWORK.id(),
            TestNodes.nonce(2),
            plan.rulesAt(Height.GENESIS),
            plan.nextAfter(Height.GENESIS));
    asking.start();
    asking.onOpened(TestNodes.link(1, 1, 2, true));
    asking.onMessage(LINK, hello, 100);

    assertThat(outbox.reason(LINK)).contains(DisconnectReason.NO_LONGER_NEEDED);
    assertThat(outbox.dialled()).hasSize(2);
    LinkId second = new LinkId(2);
    asking.onOpened(TestNodes.link(2, 1, 2, true));
    asking.onClosed(LINK, DisconnectReason.NETWORK_MISMATCH, "the first link");
    assertThat(outbox.sent(second, Hello.class).get(0).networkId()).isEqualTo(NETWORK.id());
    asking.onMessage(second, hello, 100);
    asking.onMessage(second, PEER, 100);
    asking.onMessage(second, new Network(NETWORK), 100);

    assertThat(results)
        .containsExactly(Checked.passed(new NetworkFetch.Found(NETWORK, TestNodes.node(2), PEER)));
  }

  @Test
  void dialsTheExpectedNodeAtItsAddress() {
    fetch.start();

    assertThat(outbox.dialled())
        .containsExactly(
            new RecordingOutbox.Dialled(TestNodes.address(2), Optional.of(TestNodes.node(2))));
  }

  @Test
  void believesNoParametersOfAnotherNetwork() {
    open();

    fetch.onMessage(
        LINK, new Network(ChainFixture.network().minimumFee(new Amount(2)).build()), 100);

    requireFailed(DisconnectReason.NETWORK_MISMATCH);
  }

  @Test
  void introducesItselfAsANodeWithNothingButTheGenesis() {
    open();

    Introduction own = outbox.sent(LINK, Introduction.class).get(0);
    assertThat(own.bestHash()).isEqualTo(NETWORK.genesis().hash());
    assertThat(own.bestHeight()).isZero();
    assertThat(own.listenPort()).isZero();
  }

  @Test
  void minglesNotWithWhatIsForMembersButShowsLife() {
    open();
    fetch.onMessage(LINK, new WantCompactBlocks(true), 10);
    fetch.onMessage(LINK, new Ping(7), 10);

    assertThat(outbox.sent(LINK, Pong.class)).containsExactly(new Pong(7));
    assertThat(results).isEmpty();
  }

  @Test
  void tellsWhyAPeerRefused() {
    connect();
    fetch.onMessage(LINK, new Goodbye("RULES_DIFFER", "too old"), 10);

    requireFailed(DisconnectReason.RULES_DIFFER);
  }

  @Test
  void endsWhenTheDialFails() {
    fetch.start();
    fetch.onDialFailed(
        TestNodes.address(2),
        Optional.of(TestNodes.node(2)),
        DisconnectReason.IDENTITY_UNEXPECTED,
        "");

    requireFailed(DisconnectReason.IDENTITY_UNEXPECTED);
  }

  @Test
  void endsWhenTheLinkEnds() {
    open();
    fetch.onClosed(LINK, DisconnectReason.CONNECTION_LOST, "");
    fetch.onClosed(LINK, DisconnectReason.CONNECTION_LOST, "");

    requireFailed(DisconnectReason.CONNECTION_LOST);
  }

  @Test
  void endsAtAFrameThatIsNoMessage() {
    open();
    fetch.onViolation(LINK, Rejection.of(Rule.TRUNCATED, 1, 2));

    requireFailed(DisconnectReason.PROTOCOL_VIOLATION);
  }

  @Test
  void endsInTimeWhateverThePeerDoes() {
    open();
    for (int i = 0; i < 14; i++) {
      scheduler.runFor(1000);
      fetch.onMessage(LINK, new Ping(i), 10);
    }
    assertThat(results).isEmpty();
    scheduler.runFor(1000);

    requireFailed(DisconnectReason.HANDSHAKE_TIMEOUT);
    scheduler.runFor(100_000);
    assertThat(results).hasSize(1);
  }

  @Test
  void takesNoLinksOfOthers() {
    open();
    Link inbound = TestNodes.link(9, 1, 3, false);
    fetch.onOpened(inbound);

    assertThat(outbox.reason(inbound.id())).contains(DisconnectReason.TOO_MANY_PEERS);
    assertThat(results).isEmpty();
  }

  private void connect() {
    fetch.start();
    fetch.onOpened(TestNodes.link(1, 1, 2, true));
  }

  /** Plays the peer until the link is open. */
  private void open() {
    connect();
    Handshake peer =
        new Handshake(
            new Handshake.Terms(
                TestNodes.node(2),
                1,
                1,
                UpgradePlan.none(NETWORK.id()),
                new Height(400),
                Optional.empty(),
                unused -> false,
                () -> PEER),
            TestNodes.link(1, 2, 1, false),
            TestNodes.nonce(2),
            Long.MAX_VALUE);
    for (Class<? extends Message> kind : List.of(Hello.class, Introduction.class)) {
      Handshake.Step step = peer.onMessage(outbox.sent(LINK, kind).get(0));
      List<Message> answer =
          step instanceof Handshake.Step.Say say
              ? say.messages()
              : ((Handshake.Step.Open) step).messages();
      answer.forEach(message -> fetch.onMessage(LINK, message, 100));
    }
    assertThat(outbox.isOpen(LINK)).isTrue();
  }

  private void requireFailed(DisconnectReason reason) {
    assertThat(results).hasSize(1);
    assertThat(results.get(0).rejection()).map(Rejection::reason).contains(reason);
  }
}
