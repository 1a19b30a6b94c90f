package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.TestBlock;
import dev.cairn.core.block.Block;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.TransactionId;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.message.Transactions;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a node asks of whom when transactions are announced to it. */
class TransactionRequestsTest {

  private static final NetLimits LIMITS = NetLimits.DEFAULT;
  private static final long TIMEOUT_MILLIS = LIMITS.transactionRequestMillis();

  private final GossipNode node = new GossipNode();
  private final ChainFixture fixture = node.fixture;
  private final TestPeer one = node.openForTransactions(false);
  private final TestPeer two = node.openForTransactions(false);
  private final Transaction transaction = transfer(0, 0);

  private Transaction transfer(int from, int sequence) {
    return fixture.transfer(from, 7, 1, sequence, 1);
  }

  private static List<TransactionId> ids(Transaction... transactions) {
    return Arrays.stream(transactions).map(Transaction::id).toList();
  }

  private void deliver(TestPeer from, Transaction... transactions) {
    node.receive(from, new Transactions(List.of(transactions), List.of()));
    node.pass(0);
  }

  private void miss(TestPeer from, TransactionId... missing) {
    node.receive(from, new Transactions(List.of(), List.of(missing)));
    node.pass(0);
  }

  private static List<TransactionId> unknownIds(long from, int count) {
    return LongStream.range(from, from + count).mapToObj(RecentIdsTest::id).toList();
  }

  /** What a peer was asked for since it was last looked at. */
  private static List<TransactionId> asked(TestPeer peer) {
    return peer.take(GetTransactions.class).stream()
        .flatMap(request -> request.ids().stream())
        .toList();
  }

  @Test
  void asksForWhatIsAnnounced() {
    node.announce(one, ids(transaction));
    assertThat(one.takeOne(GetTransactions.class).ids()).containsExactly(transaction.id());
    deliver(one, transaction);
    assertThat(node.has(transaction)).isTrue();
    assertThat(node.transactions.inFlight()).isZero();
    assertThat(one.charges).isEmpty();
  }

  @Test
  void asksOnePeerOnly() {
    node.announce(one, ids(transaction));
    node.announce(two, ids(transaction));
    one.takeOne(GetTransactions.class);
    deliver(one, transaction);
    node.pass(2 * TIMEOUT_MILLIS);
    assertThat(two.take(GetTransactions.class)).isEmpty();
    assertThat(node.intake.transactions).hasSize(1);
  }

  @Test
  void doesNotAskForWhatItHas() {
    node.add(transaction);
    node.announce(one, ids(transaction));
    assertThat(one.sent()).isEmpty();
  }

  @Test
  void asksTheNextAnnouncerWhenAnAnswerIsLate() {
    node.announce(one, ids(transaction));
    node.announce(two, ids(transaction));
    one.takeOne(GetTransactions.class);
    node.pass(TIMEOUT_MILLIS - 1);
    assertThat(two.sent()).isEmpty();
    node.pass(GossipNode.TICK_MILLIS);
    assertThat(two.takeOne(GetTransactions.class).ids()).containsExactly(transaction.id());
    deliver(two, transaction);
    assertThat(node.has(transaction)).isTrue();
    assertThat(one.charges).isEmpty();
  }

  @Test
  void asksTheNextAnnouncerAtOnceWhenItIsMissing() {
    node.announce(one, ids(transaction));
    node.announce(two, ids(transaction));
    miss(one, transaction.id());
    assertThat(two.takeOne(GetTransactions.class).ids()).containsExactly(transaction.id());
    assertThat(one.charges).isEmpty();
  }

  @Test
  void asksTheNextAnnouncerAtOnceWhenAPeerIsGone() {
    node.announce(one, ids(transaction));
    node.announce(two, ids(transaction));
    node.close(one);
    assertThat(two.takeOne(GetTransactions.class).ids()).containsExactly(transaction.id());
    node.close(two);
    assertThat(node.transactions.inFlight()).isZero();
  }

  @Test
  void doesNotAskAgainForWhatAPeerDeliveredBeforeItWent() {
    node.intake.delayMillis = 500;
    node.announce(one, ids(transaction));
    node.announce(two, ids(transaction));
    deliver(one, transaction);
    node.close(one);
    node.pass(1000);
    assertThat(node.has(transaction)).isTrue();
    assertThat(two.take(GetTransactions.class)).isEmpty();
    assertThat(node.transactions.inFlight()).isZero();
  }

  @Test
  void asksThoseThatItDialledBeforeOthers() {
    TestPeer dialled = node.openForTransactions(true);
    node.announce(one, ids(transaction));
    node.announce(two, ids(transaction));
    node.announce(dialled, ids(transaction));
    dialled.take(GetTransactions.class);
    miss(one, transaction.id());
    assertThat(two.sent()).isEmpty();
    assertThat(dialled.takeOne(GetTransactions.class).ids()).containsExactly(transaction.id());
    miss(dialled, transaction.id());
    two.takeOne(GetTransactions.class);
  }

  @Test
  void stillTakesALateAnswer() {
    node.announce(one, ids(transaction));
    node.pass(2 * TIMEOUT_MILLIS);
    assertThat(node.transactions.inFlight()).isZero();
    deliver(one, transaction);
    assertThat(node.has(transaction)).isTrue();
    assertThat(one.charges).isEmpty();
  }

  @Test
  void takesALateAnswerWhileAnotherPeerIsAsked() {
    node.announce(one, ids(transaction));
    node.announce(two, ids(transaction));
    node.pass(TIMEOUT_MILLIS + GossipNode.TICK_MILLIS);
    two.takeOne(GetTransactions.class);
    deliver(one, transaction);
    deliver(two, transaction);
    assertThat(node.has(transaction)).isTrue();
    assertThat(node.intake.transactions).hasSize(1);
    assertThat(one.charges).isEmpty();
    assertThat(two.charges).isEmpty();
    assertThat(node.transactions.inFlight()).isZero();
  }

  @Test
  void judgesOnceWhatTwoDeliver() {
    node.announce(one, ids(transaction));
    node.announce(two, ids(transaction));
    node.pass(TIMEOUT_MILLIS + GossipNode.TICK_MILLIS);
    node.intake.delayMillis = 500;
    deliver(two, transaction);
    deliver(one, transaction);
    node.pass(500);
    assertThat(node.intake.transactions).hasSize(1);
    assertThat(node.has(transaction)).isTrue();
    assertThat(node.transactions.inFlight()).isZero();
  }

  @Test
  void asksForNothingMoreWhileAnAnswerIsOverdue() {
    node.announce(one, ids(transaction));
    node.pass(TIMEOUT_MILLIS + GossipNode.TICK_MILLIS);
    one.takeOne(GetTransactions.class);
    Transaction next = transfer(1, 0);
    node.announce(one, ids(next));
    node.pass(TIMEOUT_MILLIS);
    assertThat(one.sent()).isEmpty();
    miss(one, transaction.id());
    assertThat(one.takeOne(GetTransactions.class).ids()).containsExactly(next.id());
  }

  @Test
  void chargesWhoeverNeverAnswers() {
    node.announce(one, ids(transaction));
    node.pass(4 * TIMEOUT_MILLIS);
    assertThat(one.charges).isEmpty();
    node.pass(60_000);
    assertThat(one.charges).hasSizeBetween(5, 6).containsOnly(Misbehaviour.NOT_DELIVERED);
  }

  @Test
  void chargesForTransactionsThatNobodyAskedFor() {
    deliver(one, transaction);
    assertThat(one.charges).containsExactly(Misbehaviour.UNREQUESTED);
    node.announce(two, ids(transfer(1, 0)));
    deliver(two, transaction, transfer(1, 0));
    assertThat(two.charges).containsExactly(Misbehaviour.UNREQUESTED);
    assertThat(node.has(transaction)).isFalse();
    assertThat(node.has(transfer(1, 0))).isTrue();
  }

  @Test
  void chargesForAnAnswerThatLeavesSomethingOut() {
    node.announce(one, ids(transaction));
    node.announce(two, ids(transaction));
    miss(one);
    assertThat(one.charges).containsExactly(Misbehaviour.NOT_DELIVERED);
    two.takeOne(GetTransactions.class);
  }

  @Test
  void asksAgainForWhatDidNotFitIntoAnAnswer() {
    node.announce(one, ids(transaction, transfer(1, 0)));
    one.takeOne(GetTransactions.class);
    node.receive(one, new Transactions(List.of(transaction), ids(transfer(1, 0))));
    assertThat(one.takeOne(GetTransactions.class).ids()).containsExactly(transfer(1, 0).id());
    miss(one, transfer(1, 0).id());
    node.pass(2 * TIMEOUT_MILLIS);
    assertThat(one.sent()).isEmpty();
  }

  @Test
  void asksNobodyForWhatWasRefusedUntilTheNextTip() {
    Transaction poor = fixture.transfer(0, 7, 2 * ChainFixture.BALANCE, 0, 1);
    node.announce(one, ids(poor));
    one.takeOne(GetTransactions.class);
    deliver(one, poor);
    node.announce(one, ids(poor));
    node.announce(two, ids(poor));
    node.pass(1000);
    assertThat(one.sent()).isEmpty();
    assertThat(two.sent()).isEmpty();
    node.connect(fixture.mine(fixture.genesis()));
    one.take(GetTransactions.class);
    node.announce(one, ids(poor));
    one.takeOne(GetTransactions.class);
  }

  @Test
  void asksNobodyForWhatIsInTheChainUntilItLeavesIt() {
    node.connect(fixture.on(fixture.genesis()).with(transaction).mine());
    node.announce(one, ids(transaction));
    assertThat(one.sent()).isEmpty();
    Transaction instead = fixture.transfer(0, 6, 1, 0, 1);
    Block other = fixture.on(fixture.genesis()).with(instead).mine();
    node.connect(other, fixture.mine(other.hash()));
    assertThat(node.has(transaction)).isFalse();
    node.announce(one, ids(instead));
    assertThat(one.sent()).isEmpty();
    node.announce(one, ids(transaction));
    one.takeOne(GetTransactions.class);
  }

  @Test
  void leavesAnInvalidTransactionToTheIntakeAndForgetsIt() {
    Transaction broken = TestBlock.withBrokenSignature(transaction);
    node.announce(one, ids(broken));
    deliver(one, broken);
    assertThat(one.charges).containsExactly(Misbehaviour.INVALID_TRANSACTION);
    one.take(GetTransactions.class);
    node.announce(two, ids(broken));
    assertThat(two.sent()).isEmpty();
    assertThat(node.transactions.inFlight()).isZero();
  }

  @Test
  void asksAgainForWhatLiesBeyondAGap() {
    Transaction far = transfer(0, 20);
    for (int sequence = 1; sequence <= 16; sequence++) {
      node.add(transfer(0, sequence));
    }
    node.announce(one, ids(far));
    deliver(one, far);
    assertThat(node.has(far)).as("a seventeenth beyond the gap").isFalse();
    one.take(GetTransactions.class);
    node.add(transaction);
    node.pass(TIMEOUT_MILLIS / 4 + GossipNode.TICK_MILLIS);
    assertThat(one.take(GetTransactions.class)).hasSize(1);
    deliver(one, far);
    assertThat(node.has(far)).isTrue();
    assertThat(one.charges).isEmpty();
  }

  /** Sixteen beyond a gap, and one more that finds no place therefore. */
  private Transaction refusedBeyondAGap() {
    Transaction far = transfer(0, 17);
    for (int sequence = 1; sequence <= 16; sequence++) {
      node.add(transfer(0, sequence));
    }
    node.announce(one, ids(far));
    one.takeOne(GetTransactions.class);
    deliver(one, far);
    assertThat(node.has(far)).isFalse();
    return far;
  }

  @Test
  void asksForNothingThatStaysBeyondAGapWhateverTipsCome() {
    refusedBeyondAGap();
    BlockHash tip = fixture.genesis();
    for (int i = 0; i < 3; i++) {
      Block next = fixture.mine(tip);
      tip = next.hash();
      node.connect(next);
      node.pass(TIMEOUT_MILLIS);
    }
    assertThat(one.take(GetTransactions.class)).isEmpty();
  }

  @Test
  void asksForWhatABlockHasMadeRoomFor() {
    Transaction far = refusedBeyondAGap();
    Block filled = fixture.on(fixture.genesis()).with(transaction).mine();
    node.connect(filled);
    node.pass(TIMEOUT_MILLIS / 4 + GossipNode.TICK_MILLIS);

    assertThat(asked(one)).containsExactly(far.id());
    deliver(one, far);
    assertThat(node.has(far)).isTrue();
    node.connect(fixture.mine(filled.hash()));
    node.pass(TIMEOUT_MILLIS);
    assertThat(one.take(GetTransactions.class)).isEmpty();
    assertThat(one.charges).isEmpty();
  }

  @Test
  void asksForNoMoreThanThereArePlacesAndTheFirstOnesFirst() {
    List<Transaction> more = new ArrayList<>();
    for (int sequence = 0; sequence < 64; sequence++) {
      node.add(transfer(0, sequence));
    }
    for (int sequence = 67; sequence >= 64; sequence--) {
      more.add(transfer(0, sequence));
    }
    Transaction[] all = more.toArray(new Transaction[0]);
    node.announce(one, ids(all));
    deliver(one, all);
    one.take(GetTransactions.class);

    node.connect(
        fixture.on(fixture.genesis()).with(transaction, transfer(0, 1), transfer(0, 2)).mine());
    node.pass(TIMEOUT_MILLIS / 4 + GossipNode.TICK_MILLIS);

    assertThat(asked(one))
        .containsExactly(transfer(0, 64).id(), transfer(0, 65).id(), transfer(0, 66).id());
  }

  @Test
  void asksNobodyAgainForWhatHasGoneIntoABlock() {
    Transaction far = refusedBeyondAGap();
    Transaction[] all =
        IntStream.rangeClosed(0, 17).mapToObj(i -> transfer(0, i)).toArray(Transaction[]::new);
    node.connect(fixture.on(fixture.genesis()).with(all).mine());
    node.pass(TIMEOUT_MILLIS);
    assertThat(node.has(far)).isFalse();
    assertThat(one.take(GetTransactions.class)).isEmpty();
  }

  @Test
  void asksAfterTheNextTipForWhatWasOneTooMany() {
    for (int sequence = 0; sequence < 64; sequence++) {
      node.add(transfer(0, sequence));
    }
    Transaction more = transfer(0, 64);
    node.announce(one, ids(more));
    deliver(one, more);
    assertThat(node.has(more)).isFalse();
    one.take(GetTransactions.class);
    node.pass(10 * TIMEOUT_MILLIS);
    assertThat(one.take(GetTransactions.class)).isEmpty();

    node.connect(fixture.on(fixture.genesis()).with(transaction).mine());
    node.pass(TIMEOUT_MILLIS / 4 + GossipNode.TICK_MILLIS);

    assertThat(one.take(GetTransactions.class)).hasSize(1);
    deliver(one, more);
    assertThat(node.has(more)).isTrue();
  }

  @Test
  void forgetsWhatStaysRefusedForLong() {
    refusedBeyondAGap();
    node.pass(600_000);
    node.connect(fixture.on(fixture.genesis()).with(transaction).mine());
    node.pass(TIMEOUT_MILLIS);
    assertThat(one.take(GetTransactions.class)).isEmpty();
  }

  @Test
  void forgetsWhatWasRefusedWhenWhoAnnouncedItIsGone() {
    Transaction far = refusedBeyondAGap();
    node.close(one);
    node.add(transaction);
    node.pass(TIMEOUT_MILLIS);
    node.announce(two, ids(far));
    assertThat(asked(two)).containsExactly(far.id());
  }

  @Test
  void asksForNothingFarFromTheTipAndLater() {
    node.sync.isNearTip = false;
    node.announce(one, ids(transaction));
    node.pass(1000);
    assertThat(one.sent()).isEmpty();
    node.sync.isNearTip = true;
    node.pass(GossipNode.TICK_MILLIS);
    assertThat(one.takeOne(GetTransactions.class).ids()).containsExactly(transaction.id());
  }

  @Test
  void repliesWithOneMessageToALargeAnnouncement() {
    node.announce(one, unknownIds(0, 1000));
    assertThat(one.takeOne(GetTransactions.class).ids()).isEqualTo(unknownIds(0, 256));
    node.announce(one, unknownIds(1000, 1000));
    assertThat(one.sent()).isEmpty();
    miss(one, unknownIds(0, 256).toArray(new TransactionId[0]));
    assertThat(one.takeOne(GetTransactions.class).ids()).isEqualTo(unknownIds(256, 16));
  }

  @Test
  void ignoresWhatIsAnnouncedBeyondTheLimits() {
    for (int i = 0; i < 10; i++) {
      node.announce(one, unknownIds(1000L * i, 1000));
    }
    Transaction late = transfer(1, 0);
    node.announce(one, ids(late));
    int asked = 0;
    for (int i = 0; i < 10_000; i++) {
      for (GetTransactions request : one.take(GetTransactions.class)) {
        asked += request.ids().size();
        assertThat(request.ids()).doesNotContain(late.id());
        miss(one, request.ids().toArray(new TransactionId[0]));
      }
    }
    assertThat(asked).isEqualTo(LIMITS.announcedIds());
  }

  @Test
  void listensAgainAfterAWhile() {
    for (int i = 0; i < 10; i++) {
      node.announce(one, List.of(transaction.id())); // of no use, but counted
      node.announce(one, Collections.nCopies(999, transaction.id()));
    }
    one.take(GetTransactions.class);
    node.announce(one, ids(transfer(1, 0)));
    assertThat(one.sent()).isEmpty();
    node.pass(1000);
    node.announce(one, ids(transfer(1, 0)));
    assertThat(one.takeOne(GetTransactions.class).ids()).containsExactly(transfer(1, 0).id());
  }

  @Test
  void asksAPeerThatDeliversNothingAfterOthersAndForLittleAtATime() {
    node.announce(one, unknownIds(0, 15));
    one.takeOne(GetTransactions.class);
    miss(one, unknownIds(0, 15).toArray(new TransactionId[0]));
    node.announce(one, unknownIds(100, 1));
    one.takeOne(GetTransactions.class);
    miss(one, RecentIdsTest.id(100));
    node.announce(one, unknownIds(200, 40));
    node.announce(one, ids(transaction));
    node.pass(TIMEOUT_MILLIS - GossipNode.TICK_MILLIS);
    assertThat(one.sent()).isEmpty();
    node.announce(two, ids(transaction));
    assertThat(two.takeOne(GetTransactions.class).ids()).containsExactly(transaction.id());
    deliver(two, transaction);
    node.pass(2 * GossipNode.TICK_MILLIS);
    assertThat(one.takeOne(GetTransactions.class).ids()).isEqualTo(unknownIds(200, 16));
    assertThat(one.charges).isEmpty();
  }

  @Test
  void asksAtOnceAgainWhoeverDelivers() {
    node.announce(one, unknownIds(0, 16));
    miss(one, unknownIds(0, 16).toArray(new TransactionId[0]));
    node.announce(one, ids(transaction));
    node.pass(TIMEOUT_MILLIS + GossipNode.TICK_MILLIS);
    deliver(one, transaction);
    assertThat(node.has(transaction)).isTrue();
    one.take(GetTransactions.class);
    node.announce(one, ids(transfer(1, 0)));
    one.takeOne(GetTransactions.class);
  }

  @Test
  void chargesWhoeverAnnouncesThousandsAndHasNothing() {
    int charged = 2 * LIMITS.announcedIds();
    for (int announced = 0; announced < charged - 500; announced += 500) {
      announceAndMiss(announced);
    }
    node.pass(2 * TIMEOUT_MILLIS);
    missAll(one);
    assertThat(one.charges).isEmpty();
    announceAndMiss(charged - 500);
    node.pass(2 * TIMEOUT_MILLIS);
    missAll(one);
    assertThat(one.charges).containsExactly(Misbehaviour.NOT_DELIVERED);
  }

  private void announceAndMiss(int from) {
    node.announce(one, unknownIds(from, 500));
    node.pass(250);
    missAll(one);
  }

  private void missAll(TestPeer from) {
    for (var some = from.take(GetTransactions.class);
        !some.isEmpty();
        some = from.take(GetTransactions.class)) {
      some.forEach(each -> miss(from, each.ids().toArray(new TransactionId[0])));
    }
  }

  /** R4: a million ids that are never delivered. */
  @Test
  void boundsAFloodAndServesTheOthersMeanwhile() {
    for (int i = 0; i < 1000; i++) {
      node.announce(one, unknownIds(1000L * i, 1000));
      if (i % 10 == 0) {
        node.pass(1);
      }
    }
    assertThat(one.take(GetTransactions.class)).hasSize(1);
    assertThat(node.transactions.inFlight()).isEqualTo(LIMITS.transactionsInFlight());
    for (int sender = 0; sender < 7; sender++) {
      Transaction wanted = transfer(sender, 0);
      node.announce(one, ids(wanted));
      node.announce(two, ids(wanted));
      assertThat(two.takeOne(GetTransactions.class).ids()).containsExactly(wanted.id());
      deliver(two, wanted);
      assertThat(node.has(wanted)).isTrue();
    }
    node.pass(60_000);
    assertThat(node.transactions.inFlight()).isZero();
    assertThat(one.charges).hasSizeBetween(5, 6).containsOnly(Misbehaviour.NOT_DELIVERED);
    assertThat(two.charges).isEmpty();
    assertThat(one.take(GetTransactions.class)).isEmpty();
  }

  /** A flood of the ids that others have. */
  @Test
  void getsWhatOthersHaveAfterOneTimeoutOfALiar() {
    Transaction[] real =
        IntStream.range(0, 7).mapToObj(i -> transfer(i, 0)).toArray(Transaction[]::new);
    node.announce(one, ids(real));
    one.takeOne(GetTransactions.class);
    node.announce(two, ids(real));
    assertThat(two.sent()).isEmpty();
    node.pass(TIMEOUT_MILLIS + GossipNode.TICK_MILLIS);
    assertThat(two.takeOne(GetTransactions.class).ids()).containsExactlyElementsOf(ids(real));
    deliver(two, real);
    node.announce(one, ids(transfer(0, 1)));
    node.announce(two, ids(transfer(0, 1)));
    two.takeOne(GetTransactions.class);
  }

  @Test
  void keepsTheSameIdOfOnePeerOnce() {
    for (int i = 0; i < 100; i++) {
      node.announce(one, ids(transaction, transaction, transaction));
    }
    assertThat(one.takeOne(GetTransactions.class).ids()).containsExactly(transaction.id());
    node.announce(two, ids(transaction));
    miss(one, transaction.id());
    node.pass(10 * TIMEOUT_MILLIS);
    assertThat(one.take(GetTransactions.class)).isEmpty();
    assertThat(two.take(GetTransactions.class)).hasSize(1);
  }
}
