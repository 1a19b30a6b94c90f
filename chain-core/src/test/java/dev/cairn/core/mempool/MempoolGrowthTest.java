package dev.cairn.core.mempool;

import static dev.cairn.core.mempool.PoolFixture.record;
import static dev.cairn.core.mempool.PoolFixture.sender;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.ledger.Account;
import dev.cairn.core.value.Amount;
import org.junit.jupiter.api.Test;

/** Shapes that are meant to be costly: what they cost is counted, not timed. */
class MempoolGrowthTest {

  @Test
  void hundredThousandSendersWithGapsAreTakenInEvictedAndUndone() {
    PoolFixture fixture = new PoolFixture(PoolFixture.heapBytes(100_000L * (870 + 150 + 35)));
    Mempool pool = fixture.pool;
    for (int i = 0; i < 100_000; i++) {
      assertThat(pool.addIsolated(record(i, 2, 1 + i % 7)).isPassed()).isTrue();
    }
    for (int i = 0; i < 50_000; i++) { // each pushes out one that cannot be mined
      assertThat(pool.addIsolated(record(200_000 + i, 0, 1)).isPassed()).isTrue();
    }
    assertThat(pool.size()).isEqualTo(100_000);
    pool.onTip(fixture.tip(), 1); // looks at every sender once
    assertThat(pool.size()).isEqualTo(100_000);
    pool.advance(PoolFixture.START.plusSeconds(1_000));
    assertThat(pool.size()).isZero();
    PoolCheck.check(pool);
  }

  @Test
  void longRunOfOneSenderStopsAt64() {
    PoolFixture fixture = new PoolFixture();
    int taken = 0;
    for (int i = 0; i < 10_000; i++) {
      taken += fixture.pool.addIsolated(record(1, i, 1)).isPassed() ? 1 : 0;
    }
    assertThat(taken).isEqualTo(64);
    PoolCheck.check(fixture.pool);
  }

  @Test
  void scatteredSequencesOfOneSenderStopAt16() {
    PoolFixture fixture = new PoolFixture();
    int taken = 0;
    for (int i = 10_000; i > 0; i--) {
      taken += fixture.pool.addIsolated(record(1, 3L * i, 1)).isPassed() ? 1 : 0;
    }
    assertThat(taken).isEqualTo(16);
    PoolCheck.check(fixture.pool);
  }

  @Test
  void workOnOneSendersQueueIsBoundedByItsLength() {
    SenderQueue queue = new SenderQueue(sender(1), new Account(new Amount(1_000), 0));
    for (int i = 0; i < 64; i++) {
      queue.put(
          MempoolEntry.of(record(1, i, 1), i, PoolFixture.START),
          new Account(new Amount(1_000), 0));
    }
    assertThat(queue.firstMissing()).isEqualTo(64);
    assertThat(queue.update(new Account(new Amount(1_000), 60))).hasSize(60);
    assertThat(queue.size()).isEqualTo(4);
  }
}
