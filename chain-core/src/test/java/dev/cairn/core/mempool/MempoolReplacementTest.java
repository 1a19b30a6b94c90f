package dev.cairn.core.mempool;

import static dev.cairn.core.mempool.PoolFixture.record;
import static dev.cairn.core.mempool.PoolFixture.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.transaction.Transaction;
import org.junit.jupiter.api.Test;

class MempoolReplacementTest {

  private static final String TOO_LOW = "REPLACEMENT_FEE_TOO_LOW";

  private static PoolFixture withRelayFee(long perByte) {
    return new PoolFixture(new MempoolLimits(1 << 20, 64, 16, 1_000, perByte));
  }

  @Test
  void paysATenthMoreRoundedUp() {
    PoolFixture fixture = withRelayFee(0);
    fixture.addAll(record(1, 0, 1_001));
    assertThat(fixture.add(record(1, 0, 1_101))).isEqualTo(TOO_LOW);
    assertThat(fixture.add(record(1, 0, 1_102))).isEqualTo("OK");
    assertThat(fixture.add(record(1, 0, 1_212))).isEqualTo(TOO_LOW);
    assertThat(fixture.add(record(1, 0, 1_214))).isEqualTo("OK");
    fixture.addAll(record(2, 0, 1_000));
    assertThat(fixture.add(record(2, 0, 1_099))).isEqualTo(TOO_LOW);
    assertThat(fixture.add(record(2, 0, 1_100))).isEqualTo("OK");
    assertThat(fixture.pool.size()).isEqualTo(2);
  }

  @Test
  void paysTheRelayFeeForItsOwnBytes() {
    PoolFixture fixture = withRelayFee(2);
    fixture.addAll(record(1, 0, 500, 150));
    assertThat(fixture.add(record(1, 0, 500 + 399, 200))).isEqualTo(TOO_LOW);
    assertThat(fixture.add(record(1, 0, 500 + 400, 200))).isEqualTo("OK");
    assertThat(fixture.add(record(1, 0, 900 + 301, 150))).isEqualTo("OK");
  }

  @Test
  void paysMorePerByte() {
    PoolFixture fixture = withRelayFee(0);
    fixture.addAll(record(1, 0, 1_000, 150));
    assertThat(fixture.add(record(1, 0, 2_000, 300))).isEqualTo(TOO_LOW);
    assertThat(fixture.add(record(1, 0, 2_001, 300))).isEqualTo("OK");
  }

  @Test
  void lowerFeeIsNotEnoughThoughMorePerByte() {
    PoolFixture fixture = withRelayFee(0);
    fixture.addAll(record(1, 0, 1_000, 300));
    assertThat(fixture.add(record(1, 0, 1_099, 150))).isEqualTo(TOO_LOW);
    assertThat(fixture.add(record(1, 0, 1_100, 150))).isEqualTo("OK");
  }

  @Test
  void comparesHugeFeesExactly() {
    PoolFixture fixture = withRelayFee(Integer.MAX_VALUE);
    fixture.account(1, Long.MAX_VALUE - 1, 0).connect();
    long old = 1L << 61;
    long more = old / 10 + 1;
    fixture.addAll(record(1, 0, old));
    assertThat(fixture.add(record(1, 0, old + more - 1))).isEqualTo(TOO_LOW);
    assertThat(fixture.add(record(1, 0, old + more))).isEqualTo("OK");
  }

  @Test
  void laterOnesGoFromTheFirstThatCannotBePaid() {
    PoolFixture fixture = new PoolFixture();
    fixture.account(1, 10_000, 0).connect();
    fixture.addAll(transfer(1, 0, 100, 1_000), transfer(1, 1, 100, 1_000));
    fixture.addAll(transfer(1, 2, 100, 1_000), transfer(1, 3, 10, 10));
    fixture.addAll(transfer(1, 0, 1_000, 7_901)); // leaves 1,099, and sequence 1 costs 1,100
    assertThat(fixture.sequences(1)).containsExactly(0L);
    fixture.addAll(record(1, 1, 1_099));
  }

  @Test
  void laterOnesStayWhenTheyCanBePaidToTheUnit() {
    PoolFixture fixture = new PoolFixture();
    fixture.account(1, 10_000, 0).connect();
    fixture.addAll(transfer(1, 0, 100, 1_000), transfer(1, 1, 100, 1_000));
    fixture.addAll(transfer(1, 0, 1_000, 7_900));
    assertThat(fixture.sequences(1)).containsExactly(0L, 1L);
  }

  @Test
  void itsOwnOldCostDoesNotCount() {
    PoolFixture fixture = new PoolFixture();
    fixture.account(1, 1_000, 0).connect();
    fixture.addAll(record(1, 0, 600));
    assertThat(fixture.add(record(1, 0, 1_001))).isEqualTo("BALANCE_TOO_LOW");
    fixture.addAll(record(1, 0, 1_000));
  }

  /** Attack: the network is made to carry 10,000 replacements of one transaction. */
  @Test
  void endlessReplacementsPayForEachThatIsRelayed() {
    PoolFixture fixture = new PoolFixture();
    long fee = 150;
    fixture.addAll(record(1, 0, fee));
    int relayed = 0;
    for (int i = 1; i <= 10_000; i++) {
      long tried = fee + (1 + i % 400) * (1 + fee / 1_000);
      Transaction replacement = record(1, 0, tried, 150 + i % 2);
      boolean pays = tried - fee >= Math.max(replacement.size(), (fee + 9) / 10);
      boolean owned = tried <= PoolFixture.RICHES;
      assertThat(fixture.pool.addIsolated(replacement).isPassed()).isEqualTo(pays && owned);
      if (pays && owned) {
        fee = tried;
        relayed++;
        assertThat(fixture.pool.transactions()).containsExactly(replacement);
      }
    }
    assertThat(relayed).isBetween(20, 320); // a tenth more each: 150 x 1.1^320 is beyond 2^50
    assertThat(fee).isGreaterThanOrEqualTo(150L * relayed);
    PoolCheck.check(fixture.pool);
  }
}
