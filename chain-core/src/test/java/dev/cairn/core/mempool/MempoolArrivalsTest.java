package dev.cairn.core.mempool;

import static dev.cairn.core.mempool.PoolFixture.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.transaction.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hearing of everything that comes in, once. */
class MempoolArrivalsTest {

  private final PoolFixture fixture = new PoolFixture();
  private final Mempool pool = fixture.pool;
  private long next;

  /** What has come since the last call, read so many at a time. */
  private List<Transaction> hear(int most) {
    List<Transaction> heard = new ArrayList<>();
    List<Arrival> some = pool.arrivals(next, most);
    while (!some.isEmpty()) {
      assertThat(some).hasSizeLessThanOrEqualTo(most);
      some.forEach(arrival -> heard.add(arrival.transaction()));
      next = some.get(some.size() - 1).number() + 1;
      some = pool.arrivals(next, most);
    }
    return heard;
  }

  @Test
  void givesEachTransactionOnceInTheOrderInWhichTheyCame() {
    Transaction third = record(3, 0, 9);
    fixture.addAll(record(1, 0, 1), record(2, 0, 5), third);
    assertThat(hear(2)).containsExactly(record(1, 0, 1), record(2, 0, 5), third);
    assertThat(hear(2)).isEmpty();
    fixture.addAll(third, record(4, 0, 1));
    assertThat(hear(2)).containsExactly(record(4, 0, 1));
  }

  @Test
  void nobodyMissesWhatComesAfterTheNextNumber() {
    assertThat(pool.nextArrival()).isZero();
    fixture.addAll(record(1, 0, 1), record(2, 0, 5));
    next = pool.nextArrival();
    assertThat(hear(10)).isEmpty();
    fixture.account(2, 100, 1).connect(record(2, 0, 5));
    assertThat(pool.nextArrival()).isEqualTo(next); // what goes does not lower it
    fixture.addAll(record(3, 0, 9));
    assertThat(hear(10)).containsExactly(record(3, 0, 9));
  }

  @Test
  void leavesOutWhatHasGoneMeanwhile() {
    fixture.addAll(record(1, 0, 1), record(2, 0, 1), record(3, 0, 1));
    assertThat(pool.arrivals(0, 1)).hasSize(1);
    fixture.account(2, 100, 1).connect(record(2, 0, 1));
    assertThat(hear(10)).containsExactly(record(1, 0, 1), record(3, 0, 1));
  }

  @Test
  void givesAReplacementAsSomethingNew() {
    fixture.addAll(record(1, 0, 1_000));
    assertThat(hear(10)).hasSize(1);
    fixture.addAll(record(1, 0, 2_000));
    assertThat(hear(10)).containsExactly(record(1, 0, 2_000));
  }

  @Test
  void givesWhatComesBackAfterAReorganisationAgain() {
    fixture.addAll(record(1, 0, 1));
    assertThat(hear(10)).hasSize(1);
    fixture.account(1, 100, 1).connect(record(1, 0, 1));
    fixture.account(1, 100, 0).disconnect(record(1, 0, 1));
    assertThat(hear(10)).containsExactly(record(1, 0, 1));
  }

  @Test
  void givesNothingOfARefusedTransaction() {
    fixture.add(record(1, 0, 0));
    assertThat(hear(10)).isEmpty();
  }
}
