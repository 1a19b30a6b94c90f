package dev.cairn.core.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.Json;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Target;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsertTest {

  private static final CompactBits LIMIT = bits("1d00ffff");
  private static final CompactBits SMALLEST = bits("01010000");

  /** The greatest target that bits can say. */
  private static final CompactBits GREATEST = bits("2100ffff");

  @Test
  void givesTheTargetsOfThePublicVectors() {
    Map<?, ?> file = (Map<?, ?>) Objects.requireNonNull(Json.resource("vectors/asert.json"));
    int rows = 0;
    for (Object element : (List<?>) file.get("runs")) {
      Map<?, ?> run = (Map<?, ?>) element;
      for (Object line : (List<?>) run.get("heightDiff_timeDiff_bits")) {
        List<?> row = (List<?>) line;
        CompactBits next =
            Asert.next(
                bits((String) run.get("anchorBits")),
                bits((String) run.get("powLimitBits")),
                (Long) run.get("targetSpacingSeconds"),
                (Long) run.get("halfLifeSeconds"),
                (Long) row.get(0),
                (Long) row.get(1));
        assertThat(next).as("%s: %s", run.get("name"), row).hasToString((String) row.get(2));
        rows++;
      }
    }
    assertThat(rows).isEqualTo(960);
  }

  /** Half-life 65536 s, so that the exponent is the time difference less the spacing of 1 s. */
  @ParameterizedTest(name = "exponent {0}: {1}")
  @CsvSource({
    "0, 1a7fffff",
    "1, 1b008000", // the mantissa 80007e would set the sign bit
    "-1, 1a7fffbf", // shifts -1, fraction 65535, factor 131071
    "32768, 1b00b500", // 2^0.5 would give b504: the polynomial is 0.01 % lower
    "-32768, 1a5a807f",
    "65535, 1b00ffff",
    "65536, 1b00ffff",
    "65537, 1b010000",
    "65552, 1b01000a",
    "-65535, 1a40003f",
    "-65536, 1a3fffff",
    "-65537, 1a3fffdf",
  })
  void multipliesByTwoToTheExponentOn16BitsOfFraction(long exponent, String expected) {
    CompactBits next = Asert.next(bits("1a7fffff"), LIMIT, 1, 65_536, 0, exponent + 1);

    assertThat(next).hasToString(expected);
  }

  /**
   * Half-life 3 x 65536 s: three seconds to a step of the exponent. Rounding down would take -1 and
   * -2 to -1.
   */
  @ParameterizedTest(name = "{0} s off the schedule count as {1} steps")
  @CsvSource({
    "0, 0", "1, 0", "2, 0", "3, 1", "4, 1", "5, 1", "6, 2",
    "-1, 0", "-2, 0", "-3, -1", "-4, -1", "-5, -1", "-6, -2", "-7, -2"
  })
  void truncatesTheExponentTowardZero(long late, long steps) {
    CompactBits anchor = bits("1a7fff00");

    CompactBits next = Asert.next(anchor, LIMIT, 10, 3 * 65_536, 0, late + 10);

    assertThat(next).isEqualTo(Asert.next(anchor, LIMIT, 1, 65_536, 0, steps + 1));
    assertThat(next.equals(anchor)).isEqualTo(steps == 0);
  }

  @Test
  void countsTheScheduleFromTheAnchorsParent() {
    CompactBits anchor = bits("1b04864c");

    assertThat(Asert.next(anchor, LIMIT, 600, 172_800, 0, 600)).isEqualTo(anchor);
    assertThat(Asert.next(anchor, LIMIT, 600, 172_800, 9, 6_000)).isEqualTo(anchor);
    assertThat(Asert.next(anchor, LIMIT, 600, 172_800, -1, 0)).isEqualTo(anchor);
    assertThat(Asert.next(anchor, LIMIT, 600, 172_800, 9, 6_060)).isNotEqualTo(anchor);
  }

  @Test
  void staysAtTheLimitWhenTheResultIsAtOrAboveIt() {
    CompactBits half = bits("1c7fff80");

    assertThat(Asert.next(half, LIMIT, 10, 600, 0, 609)).isNotEqualTo(LIMIT);
    assertThat(Asert.next(half, LIMIT, 10, 600, 0, 610)).isEqualTo(LIMIT);
    assertThat(Asert.next(half, LIMIT, 10, 600, 0, 611)).isEqualTo(LIMIT);
    assertThat(Asert.next(LIMIT, LIMIT, 10, 600, 0, 11)).isEqualTo(LIMIT);
  }

  @Test
  void clampsAnAnchorAboveTheLimitOnlyAtTheEnd() {
    assertThat(Asert.next(bits("1d01fffe"), LIMIT, 10, 600, 0, 10)).isEqualTo(LIMIT);
    assertThat(Asert.next(bits("1d01fffe"), LIMIT, 10, 600, 0, 10 - 600)).isEqualTo(LIMIT);
    assertThat(Asert.next(bits("1d01fffe"), LIMIT, 10, 600, 0, 10 - 1_200))
        .isEqualTo(bits("1c7fff80"));
  }

  @Test
  void staysAtOneWhenTheResultIsBelowIt() {
    CompactBits two = bits("01020000");

    assertThat(Asert.next(two, LIMIT, 10, 600, 0, 10 - 600)).isEqualTo(SMALLEST);
    assertThat(Asert.next(two, LIMIT, 10, 600, 0, 10 - 1_200)).isEqualTo(SMALLEST);
    assertThat(Asert.next(SMALLEST, LIMIT, 10, 600, 0, 0)).isEqualTo(SMALLEST);
    assertThat(Asert.next(SMALLEST, LIMIT, 10, 600, 0, 10 + 600)).isEqualTo(two);
  }

  @Test
  void goesThroughAllPowersOfTwoBetweenOneAndTheGreatestTarget() {
    for (int power = 0; power <= 400; power++) {
      BigInteger up = BigInteger.ONE.shiftLeft(power).min(GREATEST.target().toBigInteger());
      BigInteger down = GREATEST.target().toBigInteger().shiftRight(power).max(BigInteger.ONE);

      assertThat(Asert.next(SMALLEST, GREATEST, 10, 600, 0, 10 + 600L * power))
          .isEqualTo(Target.of(up).toBits());
      assertThat(Asert.next(GREATEST, GREATEST, 10, 600, 0, 10 - 600L * power))
          .isEqualTo(Target.of(down).toBits());
    }
  }

  /** One step of the exponent below a power of two: the fraction is 65535, the factor 131071. */
  @Test
  void keepsTheFractionWhenTheTargetIsAboutToVanish() {
    CompactBits anchor = bits("03010000"); // 2^16
    long exponent = -16 * 65_536;

    assertThat(Asert.next(anchor, LIMIT, 1, 65_536, 0, exponent + 1)).isEqualTo(SMALLEST);
    assertThat(Asert.next(anchor, LIMIT, 1, 65_536, 0, exponent + 65_536)).isEqualTo(SMALLEST);
    assertThat(Asert.next(anchor, LIMIT, 1, 65_536, 0, exponent + 65_537))
        .isEqualTo(bits("01020000"));
  }

  @ParameterizedTest(name = "height difference {0}, time difference {1}: {2}")
  @CsvSource({
    "0, 1099511627776, 1d00ffff", // 2^40 s late
    "0, -1099511627776, 01010000", // 2^40 s early
    "4294967295, 0, 01010000",
    "-4294967296, 0, 1d00ffff",
    "9223372036854775807, 0, 01010000",
    "-9223372036854775808, 0, 1d00ffff",
    "0, 9223372036854775807, 1d00ffff",
    "0, -9223372036854775808, 01010000",
    "9223372036854775807, 9223372036854775807, 01010000",
  })
  void takesDifferencesOfAnySize(long heightDifference, long timeDifference, String expected) {
    CompactBits anchor = bits("1b04864c");

    assertThat(Asert.next(anchor, LIMIT, 600, 1, heightDifference, timeDifference))
        .hasToString(expected);
  }

  @Test
  void takesSpacingsAndHalfLivesOfAnySize() {
    CompactBits anchor = bits("1b04864c");
    long max = Long.MAX_VALUE;

    assertThat(Asert.next(anchor, LIMIT, max, max, 0, max)).isEqualTo(anchor);
    assertThat(Asert.next(anchor, LIMIT, max, max, 1, max)).isEqualTo(bits("1b024326"));
    assertThat(Asert.next(anchor, LIMIT, max, 1, max, max)).isEqualTo(SMALLEST);
  }

  @Test
  void roundsDownToCompactForm() {
    // The mantissa 8000 has the fewest bits: 15 less one.
    CompactBits anchor = bits("1b008000");

    for (long exponent = 0; exponent < 65_536; exponent++) {
      CompactBits next = Asert.next(anchor, LIMIT, 1, 65_536, 0, exponent + 1);

      assertThat(next.target().toBits()).isEqualTo(next);
      assertThat(next.value() - anchor.value()).isEqualTo(factor(exponent) / 2 - 32_768);
    }
  }

  /** The polynomial of the specification, by other means. */
  private static int factor(long fraction) {
    BigInteger f = BigInteger.valueOf(fraction);
    return BigInteger.valueOf(195_766_423_245_049L)
        .multiply(f)
        .add(BigInteger.valueOf(971_821_376L).multiply(f.pow(2)))
        .add(BigInteger.valueOf(5_127L).multiply(f.pow(3)))
        .add(BigInteger.TWO.pow(47))
        .divide(BigInteger.TWO.pow(48))
        .add(BigInteger.valueOf(65_536))
        .intValueExact();
  }

  @Test
  void refusesSpacingAndHalfLifeBelowOne() {
    assertThatThrownBy(() -> Asert.next(LIMIT, LIMIT, 0, 600, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Asert.next(LIMIT, LIMIT, 10, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Asert.next(LIMIT, LIMIT, 10, -600, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Asert.next(LIMIT, LIMIT, 1, 1, 0, 1)).isEqualTo(LIMIT);
  }

  @Test
  void refusesBitsThatAreNoTarget() {
    assertThatThrownBy(() -> Asert.next(bits("1d800001"), LIMIT, 10, 600, 0, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Asert.next(LIMIT, bits("00000000"), 10, 600, 0, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  private static CompactBits bits(String hex) {
    return CompactBits.parse(hex).value();
  }
}
