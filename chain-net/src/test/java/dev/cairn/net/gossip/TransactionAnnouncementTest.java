package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.TransactionId;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.message.TransactionAnnouncement;
import dev.cairn.net.message.Transactions;
import dev.cairn.net.peer.NetLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which transactions a node tells whom. */
class TransactionAnnouncementTest {

  private final GossipNode node = new GossipNode();
  private final ChainFixture fixture = node.fixture;
  private final TestPeer peer = node.openForTransactions(false);

  private Transaction transfer(int from, int sequence) {
    return fixture.transfer(from, 7, 1, sequence, 1);
  }

  /** So many of each of seven senders. */
  private List<Transaction> transfers(int perSender) {
    List<Transaction> all = new ArrayList<>();
    for (int sequence = 0; sequence < perSender; sequence++) {
      for (int sender = 0; sender < 7; sender++) {
        all.add(transfer(sender, sequence));
      }
    }
    return all;
  }

  private static List<TransactionId> ids(List<Transaction> transactions) {
    return transactions.stream().map(Transaction::id).toList();
  }

  private List<TransactionId> told(TestPeer to) {
    return to.take(TransactionAnnouncement.class).stream()
        .flatMap(message -> message.ids().stream())
        .toList();
  }

  @Test
  void tellsEachTransactionOnce() {
    node.pass(GossipNode.TICK_MILLIS);
    node.add(transfer(0, 0), transfer(1, 0));
    assertThat(peer.sent()).as("not before the next tick").isEmpty();
    node.pass(GossipNode.TICK_MILLIS);
    assertThat(told(peer)).containsExactlyInAnyOrder(transfer(0, 0).id(), transfer(1, 0).id());
    node.pass(1000);
    assertThat(told(peer)).isEmpty();
    node.add(transfer(2, 0));
    node.pass(GossipNode.TICK_MILLIS);
    assertThat(told(peer)).containsExactly(transfer(2, 0).id());
  }

  @Test
  void tellsANewPeerWhatIsInTheMempool() {
    List<Transaction> all = transfers(10);
    node.add(all.toArray(new Transaction[0]));
    node.pass(1000);
    TestPeer late = node.openForTransactions(false);
    node.pass(1000);
    assertThat(told(late)).containsExactlyInAnyOrderElementsOf(ids(all));
  }

  @Test
  void tellsEachPeerInAnotherOrder() {
    TestPeer other = node.openForTransactions(false);
    node.add(transfers(1).toArray(new Transaction[0]));
    node.pass(GossipNode.TICK_MILLIS);
    List<TransactionId> one = told(peer);
    assertThat(told(other)).containsExactlyInAnyOrderElementsOf(one).isNotEqualTo(one);
  }

  @Test
  void keepsTheOrderOfASendersSequences() {
    List<Transaction> all = transfers(20);
    node.add(all.toArray(new Transaction[0]));
    node.pass(1000);
    List<TransactionId> told = told(peer);
    assertThat(told).isNotEqualTo(ids(all)).hasSize(all.size());
    for (int sender = 0; sender < 7; sender++) {
      int from = sender;
      List<TransactionId> own =
          IntStream.range(0, 20).mapToObj(sequence -> transfer(from, sequence).id()).toList();
      assertThat(told.stream().filter(own::contains)).containsExactlyElementsOf(own);
    }
  }

  @Test
  void tellsASendersSequencesInOrderThoughTheyCameInAnother() {
    node.add(transfer(0, 2), transfer(0, 1), transfer(0, 0));
    node.pass(GossipNode.TICK_MILLIS);
    assertThat(told(peer))
        .containsExactly(transfer(0, 0).id(), transfer(0, 1).id(), transfer(0, 2).id());
  }

  @Test
  void doesNotTellWhoeverHasAnnouncedIt() {
    Transaction transaction = transfer(0, 0);
    TestPeer other = node.openForTransactions(false);
    node.announce(peer, List.of(transaction.id()));
    peer.takeOne(GetTransactions.class);
    node.receive(peer, new Transactions(List.of(transaction), List.of()));
    node.pass(1000);
    assertThat(node.has(transaction)).isTrue();
    assertThat(told(peer)).isEmpty();
    assertThat(told(other)).containsExactly(transaction.id());
  }

  @Test
  void tellsNothingFarFromTheTipAndAllOfItLater() {
    node.sync.isNearTip = false;
    node.add(transfer(0, 0));
    node.pass(1000);
    assertThat(peer.sent()).isEmpty();
    node.sync.isNearTip = true;
    node.pass(GossipNode.TICK_MILLIS);
    assertThat(told(peer)).containsExactly(transfer(0, 0).id());
  }

  @Test
  void tellsNothingToAPeerThatDoesNotReadAndAllOfItLater() {
    node.setWritable(peer, false);
    node.add(transfer(0, 0));
    node.pass(1000);
    assertThat(peer.sent()).isEmpty();
    node.setWritable(peer, true);
    node.pass(GossipNode.TICK_MILLIS);
    assertThat(told(peer)).containsExactly(transfer(0, 0).id());
  }

  @Test
  void tellsAgainWhatAReorganisationBringsBack() {
    Transaction transaction = transfer(0, 0);
    node.add(transaction);
    node.pass(1000);
    assertThat(told(peer)).containsExactly(transaction.id());
    Block with = fixture.on(fixture.genesis()).with(transaction).mine();
    node.connect(with);
    node.pass(1000);
    assertThat(told(peer)).isEmpty();
    fixture.mineBranch(fixture.genesis(), 2).forEach(node::connect);
    node.pass(1000);
    assertThat(told(peer)).containsExactly(transaction.id());
  }

  /** The peer may have been unable to take it, also when it once had it itself. */
  @Test
  void tellsAgainEachMinuteWhatStillWaits() {
    Transaction fromPeer = transfer(1, 0);
    Transaction mined = transfer(2, 0);
    node.announce(peer, List.of(fromPeer.id()));
    node.receive(peer, new Transactions(List.of(fromPeer), List.of()));
    node.add(transfer(0, 0), mined);
    node.pass(1000);
    assertThat(told(peer)).containsExactlyInAnyOrder(transfer(0, 0).id(), mined.id());
    node.connect(fixture.on(fixture.genesis()).with(mined).mine());
    node.pass(30_000);
    node.add(transfer(3, 0));
    node.pass(28_000);
    assertThat(told(peer)).containsExactly(transfer(3, 0).id());
    node.pass(60_000);
    assertThat(told(peer)).isEmpty();
    TransactionId[] waiting = {transfer(0, 0).id(), transfer(3, 0).id(), fromPeer.id()};
    node.pass(2_000);
    assertThat(told(peer)).containsExactlyInAnyOrder(waiting);
    node.pass(58_000);
    assertThat(told(peer)).isEmpty();
    node.pass(3_000);
    assertThat(told(peer)).containsExactlyInAnyOrder(waiting);
  }

  @Test
  void tellsAgainALittleAtATime() {
    List<Transaction> all = transfers(30);
    node.add(all.toArray(new Transaction[0]));
    node.pass(119_900);
    told(peer);
    List<TransactionId> again = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      node.pass(GossipNode.TICK_MILLIS);
      List<TransactionId> now = told(peer);
      assertThat(now).hasSizeLessThanOrEqualTo(50);
      again.addAll(now);
    }
    assertThat(again).containsExactlyInAnyOrderElementsOf(ids(all));
  }

  @Test
  void tellsNoFasterThanPeersListen() {
    int senders = 24;
    NetworkParameters.Builder network = ChainFixture.network();
    for (int i = ChainFixture.KEYS; i < senders; i++) {
      network.balance(ChainFixture.key(i), new Amount(ChainFixture.BALANCE));
    }
    ChainFixture rich = new ChainFixture(network.build(), Applications.standard());
    GossipNode busy = new GossipNode(rich, new TestTime(), 1);
    TestPeer listener = busy.openForTransactions(false);
    for (int i = 0; i < senders * 60; i++) {
      busy.add(rich.transfer(i % senders, 7, 1, i / senders, 1));
    }
    busy.pass(GossipNode.TICK_MILLIS);
    assertThat(told(listener)).as("one message").hasSize(TransactionAnnouncement.IDS_MAX);
    for (int i = 0; i < 2; i++) {
      busy.pass(GossipNode.TICK_MILLIS);
      assertThat(told(listener))
          .as("three quarters of what a peer listens to in the time of a tick")
          .hasSize(NetLimits.DEFAULT.announcedIdsPerSecond() * 3 / 40);
    }
  }
}
