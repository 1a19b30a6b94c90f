package dev.cairn.core.mempool;

import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What blocks and reorganisations do to a pool. */
class MempoolChainTest {

  private final ChainFixture fixture = new ChainFixture();
  private final BlockHash genesis = fixture.genesis();
  private final Chain chain = fixture.chain();
  private Mempool pool = listening(MempoolLimits.DEFAULT);

  private Mempool listening(MempoolLimits limits) {
    Mempool listening =
        new Mempool(
            fixture.parameters(),
            chain.transactionRules(),
            limits,
            chain.tip(),
            ChainFixture.LATER);
    chain.addListener(listening);
    return listening;
  }

  private Transaction transfer(int from, long sequence, long fee, long amount) {
    return fixture.transfer(from, 7, amount, sequence, fee);
  }

  private Transaction transfer(int from, long sequence) {
    return transfer(from, sequence, 10, 10);
  }

  private void add(Transaction... transactions) {
    for (Transaction transaction : transactions) {
      assertThat(PoolFixture.code(pool.add(transaction))).isEqualTo("OK");
    }
  }

  private Block mine(BlockHash parent, Transaction... transactions) {
    Block block = fixture.on(parent).with(transactions).mine();
    submit(chain, block);
    PoolCheck.check(pool);
    return block;
  }

  /** Undoes so many blocks by one more empty ones on their parent. */
  private void reorganiseTo(BlockHash parent, int blocks) {
    submit(chain, fixture.mineBranch(parent, blocks));
    PoolCheck.check(pool);
  }

  @Test
  void whatABlockHasGoesAndTheRestStays() {
    Transaction later = transfer(0, 1);
    Transaction another = transfer(1, 0);
    add(transfer(0, 0), later, another);
    mine(genesis, transfer(0, 0), transfer(2, 0));
    assertThat(pool.transactions()).containsExactly(later, another);
    assertThat(PoolFixture.code(pool.add(transfer(0, 0)))).isEqualTo("SEQUENCE_USED");
    assertThat(pool.tip().hash()).isEqualTo(chain.tip().hash());
  }

  @Test
  void blockThatThePoolNeverSawFillsAGap() {
    add(transfer(0, 1), transfer(0, 2));
    mine(genesis, transfer(0, 0));
    assertThat(pool.size()).isEqualTo(2);
    mine(chain.tip().hash(), transfer(0, 1), transfer(0, 2));
    assertThat(pool.size()).isZero();
  }

  /** Attack: one half of a double spend is sent here, the other half is mined elsewhere. */
  @Test
  void ofADoubleSpendTheMinedOneSurvivesAndWhatCannotBePaidAfterItGoes() {
    long all = ChainFixture.BALANCE;
    Transaction spent = transfer(0, 0, 10, 100);
    Transaction child = transfer(0, 1, 10, all / 2);
    Transaction grandchild = transfer(0, 2, 10, 1);
    add(spent, child, grandchild);
    mine(genesis, transfer(0, 0, 10, all / 2));
    assertThat(pool.transactions()).as("no ghosts").isEmpty();
    assertThat(pool.heapBytes()).isZero();
    add(transfer(0, 1, 10, 1));
  }

  @Test
  void afterAConflictWhatCanStillBePaidIsStillMined() {
    Transaction child = transfer(0, 1);
    add(transfer(0, 0), child);
    mine(genesis, transfer(0, 0, 11, 10));
    assertThat(pool.transactions()).containsExactly(child);
    mine(chain.tip().hash(), child);
    assertThat(pool.size()).isZero();
  }

  @Test
  void ofTwoPoolsWithEachHalfOfADoubleSpendBothEndWithTheMinedOne() {
    Mempool first = pool;
    add(transfer(0, 0, 10, 1));
    Mempool second = listening(MempoolLimits.DEFAULT);
    assertThat(second.add(transfer(0, 0, 10, 2)).isPassed()).isTrue();
    assertThat(PoolFixture.code(second.add(transfer(0, 0, 10, 1))))
        .isEqualTo("REPLACEMENT_FEE_TOO_LOW");
    Block block = mine(genesis, transfer(0, 0, 10, 2));
    assertThat(first.size()).isZero();
    assertThat(second.size()).isZero();
    reorganiseTo(block.header().previous(), 2);
    assertThat(first.transactions()).containsExactly(transfer(0, 0, 10, 2));
    assertThat(second.transactions()).isEqualTo(first.transactions());
  }

  @Test
  void undoneTransactionsComeBackInTheOrderOfTheChain() {
    Transaction pending = transfer(0, 3);
    Block first = mine(genesis, transfer(0, 0), transfer(1, 0));
    mine(first.hash(), transfer(0, 1), transfer(2, 0), transfer(0, 2));
    add(pending);
    reorganiseTo(genesis, 3);
    assertThat(pool.transactions())
        .containsExactly(
            pending,
            transfer(0, 0),
            transfer(1, 0),
            transfer(0, 1),
            transfer(2, 0),
            transfer(0, 2));
  }

  @Test
  void whatTheNewBranchHasDoesNotComeBackNorWhatConflictsWithIt() {
    mine(genesis, transfer(0, 0), transfer(1, 0), transfer(1, 1));
    Block first = fixture.on(genesis).with(transfer(0, 0), transfer(1, 0, 99, 99)).mine();
    submit(chain, first, fixture.mine(first.hash()));
    assertThat(pool.transactions()).containsExactly(transfer(1, 1));
    PoolCheck.check(pool);
  }

  @Test
  void whoGotCoinsInAnUndoneBlockLosesWhatTheyPaidFor() {
    int poor = 11;
    Block paid = mine(genesis, fixture.transfer(0, poor, 100, 0, 1));
    add(fixture.transfer(poor, 7, 50, 0, 10), fixture.transfer(poor, 7, 30, 1, 10));
    Block other = fixture.on(genesis).with(transfer(0, 0)).mine();
    submit(chain, other, fixture.mine(other.hash()));
    PoolCheck.check(pool);
    assertThat(paid.hash()).isNotEqualTo(chain.tip().hash());
    assertThat(pool.transactions()).isEmpty();
  }

  @Test
  void whoMinedAnUndoneBlockLosesWhatItsRewardPaid() {
    int miner = 11;
    Block block = fixture.on(genesis).to(ChainFixture.key(miner)).mine();
    submit(chain, block);
    add(fixture.transfer(miner, 7, 50, 0, 10));
    reorganiseTo(genesis, 2);
    assertThat(pool.transactions()).isEmpty();
  }

  @Test
  void whatWasPendingGoesWhenItCannotBePaidBesideWhatComesBack() {
    long all = ChainFixture.BALANCE;
    // On the branch that is undone sender 0 was paid by sender 1, whose block does not come back.
    Block first =
        mine(genesis, transfer(0, 0, 10, all / 2), fixture.transfer(1, 0, all / 2, 0, 10));
    Transaction pending = transfer(0, 1, 10, all / 2 + 10);
    add(pending);
    Block other = fixture.on(genesis).with(transfer(1, 0)).mine();
    submit(chain, other, fixture.mine(other.hash()));
    PoolCheck.check(pool);
    assertThat(first.transactions().get(0)).isEqualTo(pool.transactions().get(0));
    assertThat(pool.transactions()).doesNotContain(pending).hasSize(1);
  }

  @Test
  void descendantsOfWhatDoesNotComeBackKeepTheBoundBeyondAGap() {
    int poor = 11;
    mine(genesis, fixture.transfer(0, poor, 100_000, 0, 1));
    mine(chain.tip().hash(), fixture.transfer(poor, 7, 90_000, 0, 10));
    for (int i = 1; i <= 20; i++) {
      add(fixture.transfer(poor, 7, 1, i, 1));
    }
    // There the payment is too small for the undone transfer, and pays for all that is pending.
    Block other = fixture.on(genesis).with(fixture.transfer(0, poor, 50_000, 0, 1)).mine();
    Block second = fixture.mine(other.hash());
    submit(chain, other, second, fixture.mine(second.hash()));
    PoolCheck.check(pool);
    assertThat(pool.pendingOf(ChainFixture.key(poor)).stream().map(Transaction::sequence))
        .hasSize(16)
        .startsWith(1L)
        .endsWith(16L);
  }

  @Test
  void whatComesBackTakesThePlaceOfTheLastPendingOnes() {
    pool = listening(new MempoolLimits(1 << 20, 4, 2, 1_000, 1));
    Block first = mine(genesis, transfer(0, 0), transfer(0, 1));
    add(transfer(0, 2), transfer(0, 3), transfer(0, 4), transfer(0, 5));
    reorganiseTo(genesis, 2);
    assertThat(pool.pendingOf(ChainFixture.key(0)))
        .containsExactly(transfer(0, 0), transfer(0, 1), transfer(0, 2), transfer(0, 3));
    assertThat(first.transactions()).hasSize(2);
  }

  @Test
  void noMoreComesBackThanThePoolHolds() {
    long entry = 870 + 155 + 40;
    pool = listening(PoolFixture.heapBytes(3 * entry));
    List<Transaction> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(transfer(i, 0, 10 + i, 1));
    }
    Block first = mine(genesis, all.subList(0, 2).toArray(Transaction[]::new));
    mine(first.hash(), all.subList(2, 6).toArray(Transaction[]::new));
    reorganiseTo(genesis, 3);
    assertThat(pool.transactions()).containsExactlyElementsOf(all.subList(0, 3));
    Block last = mine(chain.tip().hash(), all.get(0));
    assertThat(pool.transactions()).containsExactlyElementsOf(all.subList(1, 3));
    reorganiseTo(last.header().previous(), 2);
    assertThat(pool.transactions()).containsExactly(all.get(1), all.get(2), all.get(0));
  }
}
