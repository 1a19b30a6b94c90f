package dev.cairn.core.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeeRateTest {

  @Test
  void comparesExactlyWhereDivisionWouldRound() {
    assertThat(new FeeRate(1_000, 300)).isGreaterThan(new FeeRate(3_333, 1_000));
    assertThat(new FeeRate(1_000, 300)).isLessThan(new FeeRate(3_334, 1_000));
    assertThat(new FeeRate(1_000, 300)).isEqualByComparingTo(new FeeRate(10, 3));
    assertThat(new FeeRate(0, 7)).isEqualByComparingTo(FeeRate.NOTHING);
  }

  @Test
  void comparesLikeUnboundedNumbers() {
    Random random = Seeds.random("FeeRateTest");
    for (int i = 0; i < 20_000; i++) {
      FeeRate one = new FeeRate(fee(random), 1 + random.nextInt(1 << 23));
      FeeRate other = new FeeRate(fee(random), 1 + random.nextInt(1 << 23));
      assertThat(one.compareTo(other)).isEqualTo(exact(one).compareTo(exact(other)));
    }
  }

  private static long fee(Random random) {
    return random.nextLong() >>> (1 + random.nextInt(62));
  }

  private static Fraction exact(FeeRate rate) {
    return new Fraction(BigInteger.valueOf(rate.fee()), BigInteger.valueOf(rate.bytes()));
  }

  private record Fraction(BigInteger above, BigInteger below) implements Comparable<Fraction> {
    @Override
    public int compareTo(Fraction other) {
      return above.multiply(other.below).compareTo(other.above.multiply(below));
    }
  }
}
