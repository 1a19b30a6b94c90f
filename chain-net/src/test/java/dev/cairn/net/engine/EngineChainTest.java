package dev.cairn.net.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.chain.Origin;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import dev.cairn.net.message.Pong;
import dev.cairn.net.message.TransactionAnnouncement;
import dev.cairn.net.message.Transactions;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.session.TestNodes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineChainTest {

  private final TestEngine test = new TestEngine().start();
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<Ping> answered = new ArrayList<>();

  @Test
  void takesABlockOfItsOwnAndTellsOfTheTip() {
    Block block = test.fixture.mine(test.fixture.genesis());

    test.engine.submitBlock(block, verdicts::add);
    assertThat(verdicts).isEmpty(); // later, never now
    test.scheduler.runDue();

    assertThat(verdicts).containsExactly(Verdict.accepted(Verdict.Placement.ACTIVE));
    assertThat(test.heard.tips).extracting(tip -> tip.hash()).containsExactly(block.hash());
    assertThat(test.engine.statusNow().height()).isEqualTo(test.chain.tip().height());
  }

  @Test
  void announcesATipToItsPeers() {
    Link link = test.open(1, false);
    test.scheduler.runFor(200);
    int before = test.outbox.sent(link.id()).size();

    test.engine.submitBlock(test.fixture.mine(test.fixture.genesis()), verdicts::add);
    test.scheduler.runFor(200);

    assertThat(test.outbox.sent(link.id())).hasSizeGreaterThan(before);
  }

  @Test
  void takesATransactionOfItsOwnAndTellsThePeers() {
    Link link = test.open(1, false);
    Transaction transaction = test.fixture.transfer(test.fixture.genesis(), 0, 1, 5);
    List<Checked<TransactionId>> results = new ArrayList<>();

    test.engine.submitTransaction(transaction, results::add);
    for (int i = 0; i < 100; i++) { // announcements are spread over some time
      test.scheduler.runFor(100);
      answerPings(link);
    }

    assertThat(results).containsExactly(Checked.passed(transaction.id()));
    assertThat(test.outbox.sent(link.id(), TransactionAnnouncement.class))
        .containsExactly(new TransactionAnnouncement(List.of(transaction.id())));
  }

  @Test
  void alertsWhenMoreIsUndoneThanCanHappenByChance() {
    int depth = ChainLimits.DEEP_REORGANISATION_BLOCKS;
    submit(test.fixture.mineBranch(test.fixture.genesis(), depth));
    submit(test.fixture.mineBranch(test.fixture.genesis(), depth + 1));
    assertThat(test.heard.deep).isEmpty(); // 100 undone

    submit(test.fixture.mineBranch(test.fixture.genesis(), depth + 2));
    assertThat(test.heard.deep).containsExactly(depth + 1);
  }

  @Test
  void whoSentWhatWaitedIsChargedWhenItTurnsOutWrong() {
    Link link = test.open(1, false);
    Block parent = test.fixture.mine(test.fixture.genesis());
    Transaction unfunded = test.fixture.transfer(7, 0, ChainFixture.BALANCE, 0, 1);
    Block wrong = test.fixture.on(parent.hash()).withUnchecked(unfunded).mine();
    test.chain.submitBlock(wrong, origin(1), TestEngine.NOW); // waits for its parent

    test.engine.submitBlock(parent, verdicts::add);
    test.scheduler.runDue();

    test.requireClosed(link, DisconnectReason.MISBEHAVIOUR);
    assertThat(test.heard.banned).containsExactly(TestNodes.node(1));
    assertThat(test.chain.tip().hash()).isEqualTo(parent.hash());
  }

  @Test
  void aCheckThatNeverEndsIsReportedOnceAndStopsNothingElse() { // R12
    test.workers.hold();
    Link link = test.open(1, false);
    test.engine.submitBlock(test.fixture.mine(test.fixture.genesis()), verdicts::add);

    for (int i = 0; i < 300; i++) {
      test.scheduler.runFor(100);
      answerPings(link);
    }
    test.receive(link, new Ping(9));

    assertThat(test.heard.stalls).hasSize(1);
    assertThat(test.heard.stalls.get(0)).isBetween(10_000L, 10_200L);
    assertThat(test.engine.statusNow().oldestJobMillis()).isEqualTo(30_000);
    assertThat(test.outbox.sent(link.id())).contains(new Pong(9));
    test.requireOpen(link);
    assertThat(verdicts).isEmpty();

    test.workers.finish(0);
    assertThat(verdicts).containsExactly(Verdict.accepted(Verdict.Placement.ACTIVE));
    assertThat(test.engine.statusNow().oldestJobMillis()).isZero();
  }

  @Test
  void aPeerThatIsNotReadForItsUnfinishedJobsIsNotTakenForSilent() { // R12
    Link link = test.open(1, false);
    List<Transaction> transactions = new ArrayList<>();
    for (int sequence = 0; sequence < NetLimits.DEFAULT.jobsPerPeer(); sequence++) {
      transactions.add(test.fixture.transfer(0, 1, 5, sequence, 1));
    }
    test.workers.hold();
    test.receive(
        link, new TransactionAnnouncement(transactions.stream().map(Transaction::id).toList()));
    test.scheduler.runFor(1000);
    assertThat(test.outbox.sent(link.id(), GetTransactions.class)).hasSize(1);
    test.receive(link, new Transactions(transactions, List.of()));
    assertThat(test.outbox.isSuspended(link.id())).isTrue();
    int pings = test.outbox.sent(link.id(), Ping.class).size();

    test.scheduler.runFor(20_000);

    test.requireOpen(link);
    assertThat(test.outbox.sent(link.id(), Ping.class)).hasSizeGreaterThan(pings + 8);
    while (test.workers.held() > 0) {
      test.workers.finish(0);
    }
    assertThat(test.outbox.isSuspended(link.id())).isFalse();
    assertThat(test.mempool.size()).isEqualTo(NetLimits.DEFAULT.jobsPerPeer());
  }

  @Test
  void theStatusOfAnotherThreadIsAtMostASecondOld() {
    test.open(1, false);
    assertThat(test.engine.status().peers()).isEmpty();

    test.scheduler.runFor(1000);

    assertThat(test.engine.status().peers()).hasSize(1);
  }

  private void submit(List<Block> blocks) {
    blocks.forEach(block -> test.engine.submitBlock(block, verdicts::add));
    test.scheduler.runDue();
    BlockHash tip = blocks.get(blocks.size() - 1).hash();
    assertThat(test.chain.tip().hash()).isEqualTo(tip);
  }

  private static Origin origin(int node) {
    return new Origin(TestNodes.node(node).toString());
  }

  private void answerPings(Link link) {
    for (Message message : test.outbox.sent(link.id())) {
      if (message instanceof Ping ping && !answered.contains(ping)) {
        answered.add(ping);
        test.receive(link, new Pong(ping.nonce()));
      }
    }
  }
}
