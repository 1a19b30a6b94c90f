package dev.cairn.core.mempool;

import static dev.cairn.core.mempool.PoolFixture.heapBytes;
import static dev.cairn.core.mempool.PoolFixture.record;
import static dev.cairn.core.mempool.PoolFixture.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.transaction.Transaction;
import java.util.List;
import org.junit.jupiter.api.Test;

class MempoolEvictionTest {

  /** The heap of one record of 150 bytes. */
  private static final long ENTRY = 870 + 150 + 35;

  @Test
  void takesAsMuchAsItsBoundSays() {
    PoolFixture fixture = new PoolFixture(heapBytes(2 * ENTRY));
    fixture.addAll(record(1, 0, 100), record(2, 0, 100));
    assertThat(fixture.pool.heapBytes()).isEqualTo(2 * ENTRY);
    assertThat(fixture.add(record(3, 0, 100))).as("pays the same").isEqualTo("MEMPOOL_FULL");
    assertThat(fixture.add(record(3, 0, 99))).as("pays less").isEqualTo("MEMPOOL_FULL");

    PoolFixture less = new PoolFixture(heapBytes(2 * ENTRY - 1));
    less.addAll(record(1, 0, 100));
    assertThat(less.add(record(2, 0, 100))).isEqualTo("MEMPOOL_FULL");

    PoolFixture nothing = new PoolFixture(heapBytes(0));
    assertThat(nothing.add(record(1, 0, 100))).isEqualTo("MEMPOOL_FULL");
  }

  @Test
  void lowestFeePerByteGoes() {
    PoolFixture fixture = new PoolFixture(heapBytes(3 * ENTRY + 100));
    Transaction best = record(1, 0, 102);
    Transaction worst = record(2, 0, 104, 160); // a higher fee, and less per byte
    Transaction middle = record(3, 0, 100);
    Transaction better = record(4, 0, 101);
    fixture.addAll(best, worst, middle, better);
    assertThat(fixture.pool.transactions()).containsExactly(best, middle, better);
    assertThat(fixture.add(worst)).isEqualTo("MEMPOOL_FULL");
  }

  @Test
  void ofEqualOnesTheLatestGoes() {
    PoolFixture fixture = new PoolFixture(heapBytes(3 * ENTRY));
    Transaction first = record(9, 0, 100);
    Transaction third = record(2, 0, 101);
    fixture.addAll(first, record(1, 0, 100), third);
    Transaction fourth = record(3, 0, 101);
    fixture.addAll(fourth);
    assertThat(fixture.pool.transactions()).containsExactly(first, third, fourth);
  }

  @Test
  void whatDependsOnTheLowestGoesBeforeItTheLastSequenceFirst() {
    PoolFixture fixture = new PoolFixture(heapBytes(4 * ENTRY));
    fixture.addAll(record(1, 0, 100), record(1, 1, 5_000), record(1, 2, 9_000), record(2, 0, 101));
    fixture.addAll(record(3, 0, 200));
    assertThat(fixture.sequences(1)).containsExactly(0L, 1L);
    fixture.addAll(record(4, 0, 200));
    assertThat(fixture.sequences(1)).containsExactly(0L);
    fixture.addAll(record(5, 0, 200));
    assertThat(fixture.sequences(1)).isEmpty();
    fixture.addAll(record(6, 0, 200));
    assertThat(fixture.sequences(2)).isEmpty();
  }

  @Test
  void goodOneThatDependsOnTheLowestFindsNoRoom() {
    PoolFixture fixture = new PoolFixture(heapBytes(2 * ENTRY));
    fixture.addAll(record(1, 0, 100), record(2, 0, 101));
    assertThat(fixture.add(record(1, 1, 50_000))).isEqualTo("MEMPOOL_FULL");
  }

  @Test
  void whatLiesBeyondAGapGoesFirstWhateverItPays() {
    PoolFixture fixture = new PoolFixture(heapBytes(4 * ENTRY));
    fixture.addAll(
        record(1, 1, 90_000), record(1, 2, 90_000), record(2, 7, 80_000), record(3, 0, 1));
    fixture.addAll(record(4, 0, 1));
    assertThat(fixture.sequences(2)).as("came last of those").isEmpty();
    assertThat(fixture.add(record(5, 1, 99_000))).isEqualTo("MEMPOOL_FULL");
    fixture.addAll(record(4, 1, 1));
    assertThat(fixture.sequences(1)).containsExactly(1L);
    fixture.addAll(record(4, 2, 1));
    assertThat(fixture.sequences(1)).isEmpty();
    assertThat(fixture.add(record(4, 3, 1))).isEqualTo("MEMPOOL_FULL");
  }

  @Test
  void largeOneThatFindsNoRoomInTheEndTakesNobodysPlace() {
    PoolFixture fixture = new PoolFixture(heapBytes(3 * ENTRY));
    fixture.addAll(record(1, 0, 100), record(2, 0, 100), record(3, 0, 50_000));
    // It pays more than two of them, and needs the place of three; add() compares the contents.
    assertThat(fixture.add(record(4, 0, 10_000, 1_000))).isEqualTo("MEMPOOL_FULL");
    assertThat(fixture.add(record(4, 0, 1_000, 600))).isEqualTo("OK");
    assertThat(fixture.pool.size()).isEqualTo(2);
  }

  @Test
  void largeReplacementThatFindsNoRoomLeavesTheOldOneAndTheLaterOnes() {
    PoolFixture fixture = new PoolFixture(heapBytes(3 * ENTRY));
    fixture.account(1, 50_000, 0).connect();
    fixture.addAll(record(1, 0, 100), record(1, 1, 30_000), record(2, 0, 900_000));
    assertThat(fixture.add(record(1, 0, 40_000, 1_200))).isEqualTo("MEMPOOL_FULL");
    assertThat(fixture.sequences(1)).containsExactly(0L, 1L);
  }

  @Test
  void missingOneThatFindsNoRoomLeavesTheLastBeyondTheGap() {
    PoolFixture fixture = new PoolFixture(new MempoolLimits(3 * ENTRY, 2, 2, 1_000, 1));
    fixture.addAll(record(1, 1, 100), record(1, 2, 100), record(2, 0, 900));
    assertThat(fixture.add(record(1, 0, 10, 1_200))).isEqualTo("MEMPOOL_FULL");
    assertThat(fixture.sequences(1)).containsExactly(1L, 2L);
  }

  /** Attack: the pool is filled with what pays the least. */
  @Test
  void poolFullOfTheLowestFeesGivesWayToBetterOnes() {
    PoolFixture fixture = new PoolFixture(heapBytes(1_000 * ENTRY));
    for (int i = 0; i < 1_600; i++) {
      boolean passed = fixture.pool.addIsolated(record(i / 16, i % 16, 1)).isPassed();
      assertThat(passed).isEqualTo(i < 1_000);
      assertThat(fixture.pool.heapBytes()).isLessThanOrEqualTo(1_000 * ENTRY);
    }
    for (int i = 0; i < 1_000; i++) {
      Transaction better = record(10_000 + i % 100, i / 100, 2);
      assertThat(fixture.pool.addIsolated(better).isPassed()).isTrue();
      assertThat(fixture.pool.size()).isEqualTo(1_000);
    }
    PoolCheck.check(fixture.pool);
    assertThat(fixture.pool.transactions()).allMatch(transaction -> transaction.fee().units() == 2);
  }

  @Test
  void countsAtLeastTheBytesAndAtMostFourTimesThem() {
    for (Transaction each : List.of(record(1, 0, 1, 1_000), record(1, 0, 1, 60_000))) {
      assertThat(MempoolEntry.heapBytes(each)).isBetween(each.size() * 2L - 200, each.size() * 4L);
    }
    assertThat(MempoolEntry.heapBytes(transfer(1, 0, 1, 1))).isEqualTo(870 + 155 + 40);
  }
}
