package dev.cairn.core.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Target;
import dev.cairn.core.value.Timestamp;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DifficultyRuleTest {

  private static final CompactBits LIMIT = bits("1e0fffff");
  private static final CompactBits SMALLEST = bits("01010000");

  /** The greatest canonical bits: a limit that is never in the way. */
  private static final CompactBits GREATEST = bits("2100ffff");

  private static final Timestamp START = Timestamp.of(1_767_225_600);

  private final DifficultyRule lan = new DifficultyRule(LIMIT, LIMIT, 10, 600);
  private final DifficultyRule fixed = new DifficultyRule(bits("207fffff"), bits("207fffff"), 1, 0);

  /** The first table of docs/consensus.md, section 6. */
  @ParameterizedTest(name = "{0}, {1} s: {2}")
  @CsvSource({
    "1e0fffff, 0, 1e0fd117",
    "1e0fffff, 1, 1e0fd5bf",
    "1e0fffff, 9, 1e0ffb4f",
    "1e0fffff, 10, 1e0fffff",
    "1e0fffff, 11, 1e0fffff",
    "1e0fffff, 20, 1e0fffff",
    "1e0fffff, 60, 1e0fffff",
    "1e0fffff, 599, 1e0fffff",
    "1e0fffff, 600, 1e0fffff",
    "1e0fffff, 601, 1e0fffff",
    "1e0fffff, 86400, 1e0fffff",
    "1d00ffff, 0, 1d00fd10",
    "1d00ffff, 1, 1d00fd5b",
    "1d00ffff, 9, 1d00ffb4",
    "1d00ffff, 10, 1d00ffff",
    "1d00ffff, 11, 1d01004a",
    "1d00ffff, 20, 1d0102fa",
    "1d00ffff, 60, 1d010f3e",
    "1d00ffff, 599, 1d01f98a",
    "1d00ffff, 600, 1d01fa1f",
    "1d00ffff, 601, 1d01fa1f",
    "1d00ffff, 86400, 1d01fa1f",
    "1c05a3f4, 0, 1c05936a",
    "1c05a3f4, 1, 1c05950f",
    "1c05a3f4, 9, 1c05a24c",
    "1c05a3f4, 10, 1c05a3f4",
    "1c05a3f4, 11, 1c05a5a0",
    "1c05a3f4, 20, 1c05b4c9",
    "1c05a3f4, 60, 1c05f9f8",
    "1c05a3f4, 599, 1c0b2381",
    "1c05a3f4, 600, 1c0b26ca",
    "1c05a3f4, 601, 1c0b26ca",
    "1c05a3f4, 86400, 1c0b26ca",
  })
  void movesNominalByTheTimeThatTheParentTook(String nominal, long seconds, String expected) {
    assertThat(lan.nominalAfter(bits(nominal), START.plusSeconds(seconds), START))
        .hasToString(expected);
  }

  /** The second table of docs/consensus.md, section 6. */
  @ParameterizedTest(name = "{0}, {1} s: {2}")
  @CsvSource({
    "1d00ffff, 0, 1d00ffff",
    "1d00ffff, 10, 1d00ffff",
    "1d00ffff, 600, 1d00ffff",
    "1d00ffff, 3599, 1d00ffff",
    "1d00ffff, 3600, 1d01fffe",
    "1d00ffff, 4199, 1d01fffe",
    "1d00ffff, 4200, 1d03fffc",
    "1d00ffff, 7200, 1d7fff80",
    "1d00ffff, 86400, 1e0fffff",
    "1d00ffff, 2592000, 1e0fffff",
    "1a05a3f4, 0, 1a05a3f4",
    "1a05a3f4, 10, 1a05a3f4",
    "1a05a3f4, 600, 1a05a3f4",
    "1a05a3f4, 3599, 1a05a3f4",
    "1a05a3f4, 3600, 1a0b47e8",
    "1a05a3f4, 4199, 1a0b47e8",
    "1a05a3f4, 4200, 1a168fd0",
    "1a05a3f4, 7200, 1b02d1fa",
    "1a05a3f4, 86400, 1e0fffff",
    "1a05a3f4, 2592000, 1e0fffff",
  })
  void easesTheBitsAfterFiveHalfLivesOfSilence(String nominal, long seconds, String expected) {
    assertThat(lan.bits(bits(nominal), START, START.plusSeconds(seconds))).hasToString(expected);
  }

  @Test
  void easesByEachStepUntilTheGreatestTarget() {
    DifficultyRule rule = new DifficultyRule(SMALLEST, GREATEST, 1, 8);
    BigInteger greatest = GREATEST.target().toBigInteger();
    for (int steps = 1; steps <= 600; steps++) {
      CompactBits eased = Target.of(BigInteger.TWO.pow(steps).min(greatest)).toBits();
      long halfLives = steps + 5;

      assertThat(rule.bits(SMALLEST, START, START.plusSeconds(8 * halfLives))).isEqualTo(eased);
      assertThat(rule.bits(SMALLEST, START, START.plusSeconds(8 * halfLives + 7))).isEqualTo(eased);
    }
  }

  @Test
  void easesToTheLimitAtMostAfterTheLongestSilence() {
    DifficultyRule rule = new DifficultyRule(SMALLEST, GREATEST, 1, 1);

    assertThat(rule.bits(SMALLEST, Timestamp.of(0), Timestamp.MAX)).isEqualTo(GREATEST);
    assertThat(lan.bits(SMALLEST, Timestamp.of(0), Timestamp.MAX)).isEqualTo(LIMIT);
  }

  @Test
  void staysAtTheLimitWhenNominalIsThere() {
    assertThat(lan.bits(LIMIT, START, START.plusSeconds(3_600))).isEqualTo(LIMIT);
  }

  @Test
  void reachesTheLimitExactly() {
    DifficultyRule rule = new DifficultyRule(bits("1d00ffff"), bits("1d00ffff"), 10, 600);

    assertThat(rule.bits(bits("1c3fffc0"), START, START.plusSeconds(3_600)))
        .isEqualTo(bits("1c7fff80"));
    assertThat(rule.bits(bits("1c3fffc0"), START, START.plusSeconds(4_200)))
        .isEqualTo(bits("1d00ffff"));
    assertThat(rule.bits(bits("1c3fffc0"), START, START.plusSeconds(4_800)))
        .isEqualTo(bits("1d00ffff"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3_600, 86_400, 2_500_000_000L})
  void neverChangesTheBitsWithoutHalfLife(long seconds) {
    Timestamp later = START.plusSeconds(seconds);

    assertThat(fixed.bits(bits("1d00ffff"), START, later)).hasToString("207fffff");
    assertThat(fixed.nominalAfter(bits("1d00ffff"), later, START)).hasToString("207fffff");
    assertThat(fixed.nextEasing(START, later)).isEmpty();
  }

  @Test
  void beginsAtTheGenesisBits() {
    DifficultyRule rule = new DifficultyRule(bits("1d00ffff"), LIMIT, 10, 600);

    assertThat(rule.genesisBits()).hasToString("1d00ffff");
    assertThat(rule.limitBits()).hasToString("1e0fffff");
  }

  @ParameterizedTest(name = "{0} s after the parent: {1}")
  @CsvSource({
    "0, 3600",
    "1, 3600",
    "2999, 3600",
    "3000, 3600",
    "3599, 3600", // the sixth half-life
    "3600, 4200",
    "3601, 4200",
    "4199, 4200",
    "4200, 4800",
    "86399, 86400",
    "86400, 87000",
  })
  void namesTheNextEasingAfterATime(long seconds, long expected) {
    assertThat(lan.nextEasing(START, START.plusSeconds(seconds)))
        .contains(START.plusSeconds(expected));
  }

  @Test
  void namesNoEasingBeyondTheLastTime() {
    Timestamp parent = Timestamp.of(Timestamp.MAX.seconds() - 3_600);

    assertThat(lan.nextEasing(parent, parent)).contains(Timestamp.MAX);
    assertThat(lan.nextEasing(parent, Timestamp.MAX)).isEmpty();
    assertThat(lan.nextEasing(parent.plusSeconds(1), parent.plusSeconds(1))).isEmpty();
    assertThat(lan.nextEasing(Timestamp.MAX, Timestamp.MAX)).isEmpty();
  }

  @Test
  void changesTheBitsAtEachNamedEasingAndNowhereElse() {
    CompactBits nominal = bits("1c05a3f4");
    Timestamp time = START;
    for (int step = 1; step <= 12; step++) {
      Timestamp easing = lan.nextEasing(START, time).orElseThrow();
      CompactBits before = lan.bits(nominal, START, time);

      assertThat(lan.bits(nominal, START, easing.plusSeconds(-1))).isEqualTo(before);
      assertThat(lan.bits(nominal, START, easing)).isNotEqualTo(before);
      time = easing;
    }
  }

  @Test
  void refusesTimesThatRunBackwards() {
    Timestamp before = START.plusSeconds(-1);

    assertThatThrownBy(() -> lan.bits(LIMIT, START, before))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> lan.nominalAfter(LIMIT, before, START))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> lan.nextEasing(START, before))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fixed.bits(LIMIT, START, before))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "genesis {0}, limit {1}, spacing {2}, half-life {3}")
  @CsvSource({
    "1e100000, 1e0fffff, 10, 600", // genesis one mantissa unit above the limit
    "1d800001, 1e0fffff, 10, 600", // negative
    "00000000, 1e0fffff, 10, 600", // zero
    "1e0fffff, 21010000, 10, 600", // overflow
    "1d0000ff, 1e0fffff, 10, 600", // not canonical
    "1d00ffff, 1f000fff, 10, 600", // not canonical
    "1e0fffff, 1e0fffff, 0, 600",
    "1e0fffff, 1e0fffff, 10, -1",
  })
  void refusesNetworksThatMakeNoSense(String genesis, String limit, long spacing, long halfLife) {
    assertThatThrownBy(() -> new DifficultyRule(bits(genesis), bits(limit), spacing, halfLife))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static CompactBits bits(String hex) {
    return CompactBits.parse(hex).value();
  }
}
