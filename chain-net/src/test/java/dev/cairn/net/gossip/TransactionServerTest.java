package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.TransactionId;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.message.Transactions;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers to requests for transactions. */
class TransactionServerTest {

  private final ChainFixture fixture =
      new ChainFixture(
          ChainFixture.network().sizes(7 << 20, 6 << 20).build(), Applications.standard());
  private final GossipNode node = new GossipNode(fixture, new TestTime(), 1);
  private final TestPeer peer = node.openForTransactions(false);

  /** A transaction of exactly so many bytes. */
  private Transaction record(int sender, int bytes) {
    int document = bytes - Transaction.BYTES_MIN - 1;
    for (int i = 0; i < 10; i++) {
      Transaction transaction =
          Transaction.sign(
              ChainFixture.keyPair(sender),
              fixture.parameters().id(),
              0,
              new Amount(1),
              DocumentRecord.ofDocument(Bytes.of(new byte[document])).payload());
      if (transaction.size() == bytes) {
        return transaction;
      }
      document -= transaction.size() - bytes;
    }
    throw new AssertionError("no transaction has " + bytes + " bytes");
  }

  private Transactions ask(TransactionId... ids) {
    node.receive(peer, new GetTransactions(List.of(ids)));
    return peer.takeOne(Transactions.class);
  }

  @Test
  void givesWhatItHasAndSaysWhatIsMissing() {
    Transaction one = record(0, 200);
    Transaction two = record(1, 300);
    Transaction unknown = record(2, 200);
    node.add(one, two);
    Transactions answer = ask(two.id(), unknown.id(), one.id());
    assertThat(answer.transactions()).containsExactly(two, one);
    assertThat(answer.missing()).containsExactly(unknown.id());
  }

  @Test
  void givesAsMuchAsFitsIntoAMebibyte() {
    Transaction half = record(0, 1 << 19);
    Transaction rest = record(1, 1 << 19);
    Transaction more = record(2, 200);
    node.add(half, rest, more);
    assertThat(ask(half.id(), rest.id()).transactions()).containsExactly(half, rest);
    Transactions answer = ask(half.id(), more.id(), rest.id());
    assertThat(answer.transactions()).containsExactly(half, more);
    assertThat(answer.missing()).containsExactly(rest.id());
  }

  @Test
  void givesOneTransactionHoweverLarge() {
    Transaction large = record(0, (1 << 20) + 1);
    Transaction small = record(1, 200);
    node.add(large, small);
    Transactions answer = ask(large.id(), small.id());
    assertThat(answer.transactions()).containsExactly(large);
    assertThat(answer.missing()).containsExactly(small.id());
  }

  @Test
  void givesWhatIsAskedTwiceOnce() {
    Transaction one = record(0, 200);
    TransactionId unknown = record(1, 200).id();
    node.add(one);
    Transactions answer = ask(one.id(), unknown, one.id(), unknown);
    assertThat(answer.transactions()).containsExactly(one);
    assertThat(answer.missing()).containsExactly(unknown);
  }

  @Test
  void waitsForAPeerThatDoesNotRead() {
    List<Transaction> all = IntStream.range(0, 3).mapToObj(i -> record(i, 200)).toList();
    node.add(all.toArray(new Transaction[0]));
    node.setWritable(peer, false);
    all.forEach(each -> node.receive(peer, new GetTransactions(List.of(each.id()))));
    assertThat(peer.sent()).isEmpty();
    node.setWritable(peer, true);
    assertThat(peer.take(Transactions.class))
        .extracting(answer -> answer.transactions().get(0))
        .isEqualTo(all);
  }

  @Test
  void chargesForMoreRequestsThanMayWait() {
    node.setWritable(peer, false);
    GetTransactions request = new GetTransactions(List.of(record(0, 200).id()));
    for (int i = 0; i < NetLimits.DEFAULT.servedRequests(); i++) {
      node.receive(peer, request);
    }
    assertThat(peer.charges).isEmpty();
    node.receive(peer, request);
    assertThat(peer.charges).containsExactly(Misbehaviour.OVERSIZED_REQUEST);
    node.setWritable(peer, true);
    assertThat(peer.take(Transactions.class)).hasSize(NetLimits.DEFAULT.servedRequests());
  }
}
