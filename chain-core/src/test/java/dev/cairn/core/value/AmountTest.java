package dev.cairn.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {

  @Test
  void liesBetween0And2To63() {
    assertThat(Amount.of(0)).isEqualTo(Amount.ZERO);
    assertThat(Amount.of(Long.MAX_VALUE)).isEqualTo(Amount.MAX);
    assertThatIllegalArgumentException().isThrownBy(() -> Amount.of(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Amount(Long.MIN_VALUE));
  }

  @Test
  void addsUpToTheLimitAndNeverWraps() {
    Amount almost = Amount.of(Long.MAX_VALUE - 1);
    assertThat(almost.plus(Amount.of(1))).isEqualTo(Amount.MAX);
    assertThat(almost.tryPlus(Amount.of(1))).contains(Amount.MAX);
    assertThat(almost.tryPlus(Amount.of(2))).isEmpty();
    assertThat(Amount.MAX.tryPlus(Amount.MAX)).isEmpty();
    assertThat(Amount.ZERO.tryPlus(Amount.ZERO)).contains(Amount.ZERO);
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> almost.plus(Amount.of(2)));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Amount.MAX.plus(Amount.MAX));
  }

  @Test
  void subtractsDownToZeroAndNotBelow() {
    assertThat(Amount.of(7).minus(Amount.of(6))).isEqualTo(Amount.of(1));
    assertThat(Amount.of(7).minus(Amount.of(7))).isEqualTo(Amount.ZERO);
    assertThat(Amount.of(7).tryMinus(Amount.of(7))).contains(Amount.ZERO);
    assertThat(Amount.of(7).tryMinus(Amount.of(8))).isEmpty();
    assertThat(Amount.ZERO.tryMinus(Amount.MAX)).isEmpty();
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Amount.of(7).minus(Amount.of(8)));
  }

  @Test
  void comparesAsNumbers() {
    assertThat(Amount.of(9)).isLessThan(Amount.of(10));
    assertThat(Amount.of(9).isLessThan(Amount.of(10))).isTrue();
    assertThat(Amount.of(10).isLessThan(Amount.of(10))).isFalse();
    assertThat(Amount.of(10).isMoreThan(Amount.of(9))).isTrue();
    assertThat(Amount.of(10).isMoreThan(Amount.of(10))).isFalse();
    assertThat(Amount.ZERO.isZero()).isTrue();
    assertThat(Amount.of(1).isZero()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9, 10, 1_000_000_000_000L, Long.MAX_VALUE - 1, Long.MAX_VALUE})
  void readsWhatItShows(long units) {
    assertThat(Amount.parse(Amount.of(units).toString()))
        .isEqualTo(Checked.passed(Amount.of(units)));
    assertThat(Amount.of(units)).hasToString(Long.toString(units));
  }

  @ParameterizedTest
  @CsvSource({
    "'', NUMBER_INVALID",
    "-1, NUMBER_INVALID",
    "-0, NUMBER_INVALID",
    "+1, NUMBER_INVALID",
    "00, NUMBER_INVALID",
    "01, NUMBER_INVALID",
    "00000000000000000000000001, NUMBER_INVALID",
    "' 1', NUMBER_INVALID",
    "'1 ', NUMBER_INVALID",
    "1.0, NUMBER_INVALID",
    "'1,0', NUMBER_INVALID",
    "1_0, NUMBER_INVALID",
    "1e3, NUMBER_INVALID",
    "0x10, NUMBER_INVALID",
    "ff, NUMBER_INVALID",
    "\u0661\u0662, NUMBER_INVALID", // Arabic digits
    "\uff11, NUMBER_INVALID", // a digit of double width
    "9223372036854775808, NUMBER_OUT_OF_RANGE", // 2^63
    "9999999999999999999, NUMBER_OUT_OF_RANGE",
    "10000000000000000000, NUMBER_OUT_OF_RANGE",
    "18446744073709551616, NUMBER_OUT_OF_RANGE", // 2^64, zero if it wrapped
    "18446744073709551617, NUMBER_OUT_OF_RANGE"
  })
  void refusesWhatIsNoAmount(String text, String code) {
    assertThat(Amount.parse(text).rejection()).map(Rejection::code).contains(code);
  }

  @Test
  void saysLittleAboutLongText() {
    assertThat(Amount.parse("9".repeat(100_000)).rejection())
        .map(Rejection::got)
        .contains("100000 digits");
  }
}
