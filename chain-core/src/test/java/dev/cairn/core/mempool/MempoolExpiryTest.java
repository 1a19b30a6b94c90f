package dev.cairn.core.mempool;

import static dev.cairn.core.mempool.PoolFixture.START;
import static dev.cairn.core.mempool.PoolFixture.record;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MempoolExpiryTest {

  private final PoolFixture fixture = new PoolFixture(new MempoolLimits(1 << 20, 64, 16, 100, 1));
  private final Mempool pool = fixture.pool;

  private void advance(long seconds) {
    pool.advance(START.plusSeconds(seconds));
    PoolCheck.check(pool);
  }

  @Test
  void goesWhenItsTimeIsUp() {
    fixture.addAll(record(1, 0, 1));
    advance(1);
    fixture.addAll(record(2, 0, 1));
    advance(99);
    assertThat(pool.size()).isEqualTo(2);
    advance(100);
    assertThat(fixture.sequences(1)).isEmpty();
    assertThat(fixture.sequences(2)).containsExactly(0L);
    advance(101);
    assertThat(pool.size()).isZero();
  }

  @Test
  void laterOnesOfTheSenderGoWithItAndEarlierOnesStay() {
    fixture.addAll(record(1, 1, 1));
    advance(50);
    fixture.addAll(record(1, 0, 1), record(1, 2, 1));
    advance(100);
    assertThat(fixture.sequences(1)).containsExactly(0L);
  }

  @Test
  void replacementBeginsAnew() {
    fixture.addAll(record(1, 0, 1));
    advance(50);
    fixture.addAll(record(1, 0, 1_000));
    advance(149);
    assertThat(pool.size()).isEqualTo(1);
    advance(150);
    assertThat(pool.size()).isZero();
  }

  @Test
  void clockThatWasSetBackStandsStill() {
    advance(50);
    advance(10);
    fixture.addAll(record(1, 0, 1));
    advance(149);
    assertThat(pool.size()).isEqualTo(1);
    advance(150);
    assertThat(pool.size()).isZero();
  }

  @Test
  void whatExpiredMayComeAgain() {
    fixture.addAll(record(1, 0, 1));
    advance(100);
    fixture.addAll(record(1, 0, 1));
    advance(199);
    assertThat(pool.size()).isEqualTo(1);
  }
}
