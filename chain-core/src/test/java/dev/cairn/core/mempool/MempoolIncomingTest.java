package dev.cairn.core.mempool;

import static dev.cairn.core.mempool.PoolFixture.record;
import static dev.cairn.core.mempool.PoolFixture.sender;
import static dev.cairn.core.mempool.PoolFixture.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Amount;
import org.junit.jupiter.api.Test;

/** What waits to be moved to an account; the fixture's transfers all go to sender 0. */
class MempoolIncomingTest {

  private final PoolFixture fixture = new PoolFixture();
  private final Mempool pool = fixture.pool;

  private long incoming() {
    PoolCheck.check(pool);
    return pool.incoming(sender(0)).units();
  }

  @Test
  void addsUpTheTransfersToAnAccount() {
    assertThat(incoming()).isZero();
    fixture.addAll(transfer(1, 0, 1, 10), transfer(2, 0, 1, 5), record(3, 0, 1));
    assertThat(incoming()).isEqualTo(15);
    assertThat(pool.incoming(sender(1))).isEqualTo(Amount.ZERO);
  }

  @Test
  void countsAReplacedTransferNoMore() {
    fixture.addAll(transfer(1, 0, 1_000, 10), transfer(1, 0, 2_000, 7));
    assertThat(incoming()).isEqualTo(7);
  }

  @Test
  void forgetsWhatABlockHasAndTakesBackWhatItLoses() {
    fixture.addAll(transfer(1, 0, 1, 10), transfer(2, 0, 1, 5));
    fixture.account(1, 100, 1).connect(transfer(1, 0, 1, 10));
    assertThat(incoming()).isEqualTo(5);
    fixture.account(1, 100, 0).disconnect(transfer(1, 0, 1, 10));
    assertThat(incoming()).isEqualTo(15);
  }

  @Test
  void forgetsWhatTheSenderCanNoLongerPay() {
    fixture.addAll(transfer(1, 0, 1, 10), transfer(1, 1, 1, 20));
    fixture.account(1, 15, 0).connect(record(1, 0, 1));
    assertThat(incoming()).isEqualTo(10);
  }

  @Test
  void holdsAllThatCanExist() {
    fixture.account(1, Long.MAX_VALUE, 0).connect(record(9, 0, 1));
    fixture.addAll(
        transfer(1, 0, 1, Long.MAX_VALUE - 10_000), transfer(1, 0, 5_000, Long.MAX_VALUE - 9_000));
    assertThat(incoming()).isEqualTo(Long.MAX_VALUE - 9_000);
    fixture.account(1, 1, 0).connect(record(1, 0, 1));
    assertThat(incoming()).isZero();
  }
}
