package dev.cairn.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import org.junit.jupiter.api.Test;

class TimestampTest {

  private static final long MAX = 4_294_967_295L;

  @Test
  void liesBetween0And2To32() {
    assertThat(Timestamp.of(0).seconds()).isZero();
    assertThat(Timestamp.of(MAX)).isEqualTo(Timestamp.MAX);
    assertThatIllegalArgumentException().isThrownBy(() -> Timestamp.of(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Timestamp.of(MAX + 1));
  }

  @Test
  void stopsAtItsLimitsWhenSecondsAreAdded() {
    assertThat(Timestamp.of(10).plusSeconds(5)).isEqualTo(Timestamp.of(15));
    assertThat(Timestamp.of(10).plusSeconds(-10)).isEqualTo(Timestamp.of(0));
    assertThat(Timestamp.of(10).plusSeconds(-11)).isEqualTo(Timestamp.of(0));
    assertThat(Timestamp.of(MAX - 1).plusSeconds(1)).isEqualTo(Timestamp.MAX);
    assertThat(Timestamp.of(MAX - 1).plusSeconds(2)).isEqualTo(Timestamp.MAX);
    assertThat(Timestamp.of(0).plusSeconds(MAX)).isEqualTo(Timestamp.MAX);
    assertThat(Timestamp.MAX.plusSeconds(-MAX)).isEqualTo(Timestamp.of(0));
    assertThat(Timestamp.of(10).plusSeconds(Long.MAX_VALUE)).isEqualTo(Timestamp.MAX);
    assertThat(Timestamp.of(10).plusSeconds(Long.MIN_VALUE)).isEqualTo(Timestamp.of(0));
  }

  @Test
  void countsSecondsBetween() {
    assertThat(Timestamp.MAX.secondsSince(Timestamp.of(0))).isEqualTo(MAX);
    assertThat(Timestamp.of(0).secondsSince(Timestamp.MAX)).isEqualTo(-MAX);
  }

  @Test
  void ordersByTime() {
    Timestamp early = Timestamp.of(2_147_483_647L);
    Timestamp late = Timestamp.of(2_147_483_648L);
    assertThat(early).isLessThan(late);
    assertThat(early.isBefore(late)).isTrue();
    assertThat(late.isBefore(early)).isFalse();
    assertThat(early.isBefore(early)).isFalse();
    assertThat(late.isAfter(early)).isTrue();
    assertThat(early.isAfter(early)).isFalse();
    assertThat(early.max(late)).isEqualTo(late);
    assertThat(late.max(early)).isEqualTo(late);
  }

  @Test
  void takesTheNearestOfWhatIsOutOfRange() {
    assertThat(Timestamp.nearest(-1)).isEqualTo(Timestamp.of(0));
    assertThat(Timestamp.nearest(7)).isEqualTo(Timestamp.of(7));
    assertThat(Timestamp.nearest(Long.MAX_VALUE)).isEqualTo(Timestamp.MAX);
    assertThat(Timestamp.nearest(Long.MIN_VALUE)).isEqualTo(Timestamp.of(0));
  }

  @Test
  void readsDecimalDigitsWithinTheLimits() {
    assertThat(Timestamp.parse("0")).isEqualTo(Checked.passed(Timestamp.of(0)));
    assertThat(Timestamp.parse("4294967295")).isEqualTo(Checked.passed(Timestamp.MAX));
    assertThat(Timestamp.MAX).hasToString("4294967295");
    assertThat(Timestamp.parse("4294967296").rejection())
        .map(Rejection::reason)
        .contains(TextFault.NUMBER_OUT_OF_RANGE);
    assertThat(Timestamp.parse("-1").rejection())
        .map(Rejection::reason)
        .contains(TextFault.NUMBER_INVALID);
  }
}
