package dev.cairn.node.stratum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Target;
import java.math.BigInteger;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DifficultyTest {

  /** Python: {@code "%064x" % int(Fraction(0xffff << 208) / Fraction(d))}. */
  @ParameterizedTest
  @CsvSource({
    "1, 00000000ffff0000000000000000000000000000000000000000000000000000",
    "2, 000000007fff8000000000000000000000000000000000000000000000000000",
    "512, 00000000007fff80000000000000000000000000000000000000000000000000",
    "3.5, 0000000049244924924924924924924924924924924924924924924924924924",
    "0.5, 00000001fffe0000000000000000000000000000000000000000000000000000",
    "0.001, 000003e7fc17fffffffa2405dc00000008c9f735fffffff2d10d2f00000013c6",
    "1e-9, 3b9a8e6535fffef481b5fe088151b0791619e09d7e3f36fccfbaa4c14955fdb7",
    "1e-12, ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
  })
  void isAPartOfTheTargetOfDifficultyOne(double value, String target) {
    assertThat(new Difficulty(value).target()).hasToString(target);
  }

  @ParameterizedTest
  @CsvSource({
    "0x207fffff, 4.6565423739069247e-10",
    "0x1e0fffff, 0.00024413713253701452",
    "0x1d00ffff, 1",
    "0x1b0404cb, 16307",
    "0x1a00ffff, 16777216"
  })
  void ofABlockIsWholeFromOneOn(int bits, double expected) {
    double value = Difficulty.notAbove(new CompactBits(bits).target()).value();

    assertThat(value).isLessThanOrEqualTo(expected);
    assertThat(value).isCloseTo(expected, Percentage.withPercentage(1e-12));
  }

  @Test
  void isNeverHarderThanTheTargetThatItIsMadeOf() {
    long seed = Long.getLong("cairn.seed", 20_261_123L);
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      BigInteger number = new BigInteger(1 + random.nextInt(256), random).max(BigInteger.ONE);
      Target target = Target.of(number);
      assertThat(Difficulty.notAbove(target).target())
          .as("seed %d, target %s", seed, target)
          .isGreaterThanOrEqualTo(target);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void isPositiveAndFinite(double value) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Difficulty(value));
  }
}
