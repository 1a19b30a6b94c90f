package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.transaction.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bodies that are not the header's: whoever sent them is to blame, and the true one is taken. */
class MutatedBodyTest {

  private final ChainFixture fixture = new ChainFixture();
  private final InMemoryChainStore store = new InMemoryChainStore();
  private final Chain chain = fixture.chain(store, ChainLimits.DEFAULT);
  private final ListenerLog log = new ListenerLog(chain);

  /** Two transactions, so that with the coinbase the tree has three leaves. */
  private final Block right =
      fixture
          .on(fixture.genesis())
          .with(fixture.transfer(0, 1, 5, 0, 1), fixture.transfer(0, 2, 5, 1, 1))
          .mine();

  private Block withTransactions(List<Transaction> transactions) {
    return new Block(right.header(), right.coinbase(), transactions);
  }

  /** The last transaction once more: the same Merkle root (CVE-2012-2459). */
  private Block repeated() {
    List<Transaction> transactions = new ArrayList<>(right.transactions());
    transactions.add(transactions.get(1));
    return withTransactions(transactions);
  }

  private void assertBlamesOnlyTheSender(Block other, String code) {
    for (int i = 0; i < 3; i++) {
      Verdicts.assertRejected(submit(chain, other), code);
      assertThat(chain.condemnation(right.hash())).isEmpty();
      assertThat(chain.block(right.hash())).isEmpty();
    }
    assertThat(chain.header(right.hash())).isPresent();
    assertThat(store.condemned()).isEmpty();
    assertThat(log.condemned).isEmpty();
    assertThat(submit(chain, right)).isEqualTo(Verdicts.ACTIVE);
    assertThat(chain.block(right.hash())).contains(right);
    Replay.assertSameAs(chain);
  }

  @Test
  void repeatedTransactionsWithTheSameRootAreRefusedAndTheTrueBodyTaken() {
    assertThat(repeated().hash()).isEqualTo(right.hash());
    assertBlamesOnlyTheSender(repeated(), "MERKLE_TREE_MUTATED");
  }

  @Test
  void bodyWithAnotherRootIsRefusedAndTheTrueBodyTaken() {
    assertBlamesOnlyTheSender(
        withTransactions(right.transactions().subList(0, 1)), "MERKLE_ROOT_MISMATCH");
  }

  @Test
  void bodyWithAnotherCoinbaseIsRefusedAndTheTrueBodyTaken() {
    Block other = fixture.mine(fixture.genesis());
    assertBlamesOnlyTheSender(
        new Block(right.header(), other.coinbase(), right.transactions()), "MERKLE_ROOT_MISMATCH");
  }

  @Test
  void otherBodyWithInvalidTransactionsBlamesOnlyTheSender() {
    Transaction foreign = fixture.transfer(3, 4, 1, 1_000, 0);
    assertBlamesOnlyTheSender(withTransactions(List.of(foreign)), "MERKLE_ROOT_MISMATCH");
  }

  @Test
  void otherBodyOfAnActiveBlockIsKnownAndChangesNothing() {
    submit(chain, right);
    assertThat(submit(chain, repeated())).isEqualTo(Verdicts.KNOWN);
    assertThat(chain.block(right.hash())).contains(right);
  }

  @Test
  void childrenWaitForTheTrueBody() {
    Block child = fixture.mine(right.hash());
    submit(chain, repeated());
    assertThat(submit(chain, child)).isEqualTo(Verdicts.WAITING_FOR_ANCESTOR);
    submit(chain, repeated());
    submit(chain, right);
    assertThat(chain.tip().hash()).isEqualTo(child.hash());
  }

  @Test
  void otherBodyThatWaitedForItsParentDoesNotKeepTheTrueOneOut() {
    Block parent = fixture.mine(fixture.genesis());
    Block orphan = fixture.on(parent.hash()).with(fixture.transfer(0, 1, 5, 0, 1)).mine();
    Block stripped = new Block(orphan.header(), orphan.coinbase(), List.of());
    chain.submitBlock(stripped, new Origin("liar"), LATER);
    submit(chain, parent);
    assertThat(log.late).hasSize(1);
    Verdicts.assertRejected(log.late.get(0).verdict(), "MERKLE_ROOT_MISMATCH");
    assertThat(log.late.get(0).origin()).isEqualTo(new Origin("liar"));
    assertThat(submit(chain, orphan)).isEqualTo(Verdicts.ACTIVE);
  }
}
