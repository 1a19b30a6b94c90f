package dev.cairn.core.mempool;

import static dev.cairn.core.mempool.PickyApplication.claim;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.mining.BlockBuilder;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.ApplicationFault;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.PublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class MempoolTemplateTest {

  private static final PublicKey MINER = ChainFixture.key(9);

  /** Header, coinbase with room for a message, and the count, for less than 252 transactions. */
  private static final int EMPTY_BLOCK = 80 + 98 + 64 + 1;

  private static final int TRANSFER = 155;

  private final PickyApplication application = new PickyApplication();
  private ChainFixture fixture;
  private Chain chain;
  private Mempool pool;

  private void begin(NetworkParameters network) {
    fixture = new ChainFixture(network, application.withStandard());
    chain = fixture.chain();
    pool =
        new Mempool(
            network,
            chain.transactionRules(),
            MempoolLimits.DEFAULT,
            chain.tip(),
            ChainFixture.LATER);
    chain.addListener(pool);
  }

  private void begin(int transfersPerBlock) {
    begin(
        PickyApplication.network()
            .sizes(EMPTY_BLOCK + (long) TRANSFER * transfersPerBlock, 100)
            .build());
  }

  private void add(Transaction... transactions) {
    for (Transaction transaction : transactions) {
      assertThat(PoolFixture.code(pool.add(transaction))).isEqualTo("OK");
    }
    PoolCheck.check(pool);
  }

  private Transaction transfer(int from, long sequence, long fee) {
    return fixture.transfer(from, 7, 10, sequence, fee);
  }

  private BlockBuilder builder() {
    return BlockBuilder.onTip(chain, ChainFixture.LATER);
  }

  private Block fill() {
    BlockBuilder builder = builder();
    int added = pool.fill(builder);
    PoolCheck.check(pool);
    Block block = builder.build(MINER).block();
    assertThat(block.transactions()).hasSize(added);
    return block;
  }

  @Test
  void bestFeePerByteComesFirstAndEachSendersInSequence() {
    begin(100);
    Transaction low = transfer(0, 0, 10);
    Transaction high = transfer(0, 1, 1_000);
    Transaction higher = transfer(0, 2, 2_000);
    Transaction middle = transfer(1, 0, 100);
    Transaction unripe = transfer(2, 1, 5_000);
    Transaction asMiddle = transfer(3, 0, 100);
    add(unripe, low, middle, asMiddle, higher, high);
    assertThat(fill().transactions()).containsExactly(middle, asMiddle, low, high, higher);
    assertThat(pool.size()).as("nothing goes before it is mined").isEqualTo(6);
  }

  @Test
  void blockIsFullToTheByte() {
    begin(3);
    add(transfer(0, 0, 50), transfer(1, 0, 40), transfer(2, 0, 30));
    Block full = fill();
    assertThat(full.transactions()).hasSize(3);
    assertThat(full.size() + 64L).isEqualTo(fixture.parameters().blockBytes());
    Transaction best = transfer(3, 0, 60);
    add(best);
    assertThat(fill().transactions()).hasSize(3).startsWith(best);
  }

  @Test
  void smallOnesFillWhatALargeOneLeaves() {
    begin(3);
    Transaction best = transfer(0, 0, 10_000);
    Transaction large = claim(fixture, 1, 0, 9_000, "x".repeat(250));
    Transaction afterLarge = transfer(1, 1, 8_000);
    Transaction small = transfer(2, 0, 1);
    add(best, large, afterLarge, small);
    assertThat(fill().transactions()).containsExactly(best, small);
    assertThat(pool.size()).isEqualTo(4);
  }

  @Test
  void whatAnApplicationRefusesIsDroppedWithItsSuccessors() {
    begin(100);
    Transaction first = claim(fixture, 0, 0, 900, "name");
    Transaction late = claim(fixture, 1, 0, 100, "name");
    Transaction before = transfer(2, 0, 50);
    Transaction lateToo = claim(fixture, 2, 1, 60, "name");
    add(late, transfer(1, 1, 800), transfer(1, 3, 1), first, before, lateToo, transfer(2, 2, 50));
    Block block = fill();
    assertThat(block.transactions()).containsExactly(first, before);
    assertThat(pool.transactions()).containsExactly(first, before);
    assertThat(fill().transactions()).containsExactly(first, before);
    assertThat(ChainFixture.submit(chain, sealed(block)).toString()).contains("ACTIVE");
    assertThat(pool.size()).isZero();
  }

  @Test
  void whoHasLessThanThePoolThoughtIsDropped() {
    begin(100);
    Transaction rob = claim(fixture, 1, 0, 900, PickyApplication.ROBS);
    add(rob, transfer(0, 0, 100), transfer(0, 1, 100));
    assertThat(fill().transactions()).containsExactly(rob);
    assertThat(pool.transactions()).containsExactly(rob);
  }

  @Test
  void failureOfAnApplicationIsToldAndTheNextBlockDoesWithoutIt() {
    begin(100);
    Transaction good = transfer(0, 0, 1_500);
    Transaction failing = claim(fixture, 1, 0, 500, PickyApplication.FAILS);
    Transaction taken = claim(fixture, 2, 0, 800, "name");
    Transaction refused = claim(fixture, 3, 0, 700, "name");
    Transaction worse = transfer(4, 0, 100);
    add(good, failing, transfer(1, 1, 999), taken, refused, worse);

    BlockBuilder builder = builder();
    assertThatThrownBy(() -> pool.fill(builder))
        .isInstanceOf(ApplicationFault.class)
        .hasMessageContaining(failing.id().toString());

    PoolCheck.check(pool);
    assertThat(pool.transactions()).containsExactly(good, taken, worse);
    assertThat(builder.build(MINER).block().transactions()).containsExactly(good, taken);
    assertThat(fill().transactions()).containsExactly(good, taken, worse);
  }

  @Test
  void failureOfAnApplicationsCheckChangesNothing() {
    begin(100);
    Transaction failing = claim(fixture, 1, 0, 500, PickyApplication.CHECK_FAILS);
    assertThatThrownBy(() -> pool.add(failing)).isInstanceOf(ApplicationFault.class);
    assertThat(pool.size()).isZero();
    add(transfer(1, 0, 1));
  }

  @Test
  void callersOwnTransactionComesFirstAndThePoolsConflictIsKept() {
    begin(100);
    Transaction pooled = transfer(0, 0, 900);
    add(pooled, transfer(0, 1, 900), transfer(1, 0, 1));
    BlockBuilder builder = builder();
    assertThat(builder.add(transfer(0, 0, 5))).isEmpty();
    assertThat(pool.fill(builder)).isEqualTo(1);
    assertThat(pool.size()).isEqualTo(3);
  }

  @Test
  void blockOnAnotherTipIsNotFilled() {
    begin(100);
    add(transfer(0, 0, 900));
    BlockBuilder old = builder();
    chain.submitBlock(fixture.mine(fixture.genesis()), ChainFixture.LATER);
    assertThatThrownBy(() -> pool.fill(old)).isInstanceOf(IllegalArgumentException.class);
    assertThat(pool.tip()).isEqualTo(chain.tip());
    assertThat(fill().transactions()).hasSize(1);
  }

  @Test
  void triesNoMoreThanFitAndFiftyBesides() {
    NetworkParameters.Builder network = PickyApplication.network().sizes(EMPTY_BLOCK + 3_000L, 100);
    for (int i = 8; i < 500; i++) {
      network.balance(ChainFixture.key(i), new Amount(1_000_000));
    }
    begin(network.build());
    List<Transaction> transactions =
        java.util.stream.IntStream.range(0, 500)
            .mapToObj(i -> claim(fixture, i, 0, 1_000 + i, "n" + (1_000 + i)))
            .toList();
    transactions.subList(0, 100).forEach(pool::addIsolated);
    application.asked = 0;
    int added = fill().transactions().size();
    assertThat(added).as("of 122 bytes each").isEqualTo(24);
    int asked = application.asked;
    assertThat(asked).as("the applications see only what fits").isEqualTo(added);

    transactions.forEach(pool::addIsolated);
    assertThat(pool.size()).isEqualTo(500);
    application.asked = 0;
    assertThat(fill().transactions()).hasSize(added);
    assertThat(application.asked).isEqualTo(asked);
  }

  @Test
  void givesUpAfterFiftyThatAreTooLarge() {
    NetworkParameters.Builder network = PickyApplication.network().sizes(EMPTY_BLOCK + 300L, 100);
    for (int i = 8; i < 70; i++) {
      network.balance(ChainFixture.key(i), new Amount(1_000_000));
    }
    begin(network.build());
    Transaction best = transfer(0, 0, 100_000);
    pool.addIsolated(best);
    for (int i = 10; i < 59; i++) {
      pool.addIsolated(claim(fixture, i, 0, 1_000 + i, "x".repeat(50)));
    }
    Transaction small = claim(fixture, 60, 0, 1, "s");
    pool.addIsolated(small);
    assertThat(fill().transactions()).as("49 too large").containsExactly(best, small);
    pool.addIsolated(claim(fixture, 59, 0, 1_000, "x".repeat(50)));
    assertThat(fill().transactions()).as("50 too large").containsExactly(best);
  }

  private static Block sealed(Block template) {
    return new Block(
        ChainFixture.mined(template.header()), template.coinbase(), template.transactions());
  }
}
