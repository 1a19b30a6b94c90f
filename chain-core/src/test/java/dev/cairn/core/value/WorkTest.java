package dev.cairn.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkTest {

  private static final BigInteger TWO_TO_288 = BigInteger.TWO.pow(288);

  @Test
  void isNeverNegative() {
    assertThat(Work.of(BigInteger.ZERO)).isEqualTo(Work.ZERO);
    assertThatIllegalArgumentException().isThrownBy(() -> Work.of(BigInteger.ONE.negate()));
    assertThat(work("5").minus(work("5"))).isEqualTo(Work.ZERO);
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> work("5").minus(work("6")));
  }

  @Test
  void addsBeyond256Bits() {
    Work most = Target.of(BigInteger.ONE).work();
    Work sum = most.plus(most).plus(most);
    assertThat(sum.toBigInteger())
        .isEqualTo(BigInteger.TWO.pow(255).multiply(BigInteger.valueOf(3)));
    assertThat(sum.minus(most)).isEqualTo(most.plus(most));
  }

  @Test
  void ordersAsNumbers() {
    assertThat(work("9")).isLessThan(work("10"));
    assertThat(work("9").isLessThan(work("10"))).isTrue();
    assertThat(work("10").isLessThan(work("10"))).isFalse();
    assertThat(work("10").isMoreThan(work("9"))).isTrue();
    assertThat(work("10").isMoreThan(work("10"))).isFalse();
    assertThat(work("10")).isEqualTo(work("10")).hasSameHashCodeAs(work("10"));
    assertThat(work("10")).isNotEqualTo(work("11"));
  }

  @Test
  void isReadAndShownInDecimalDigits() {
    String digits = TWO_TO_288.subtract(BigInteger.ONE).toString();
    assertThat(digits).hasSize(87);
    assertThat(Work.parse(digits)).isEqualTo(Checked.passed(Work.of(new BigInteger(digits))));
    assertThat(Work.parse(digits).value()).hasToString(digits);
    assertThat(Work.parse("0")).isEqualTo(Checked.passed(Work.ZERO));
  }

  @Test
  void refusesTextOf2To288AndMore() {
    for (String text : new String[] {TWO_TO_288.toString(), "1" + "0".repeat(1_000_000)}) {
      assertThat(Work.parse(text).rejection())
          .map(Rejection::reason)
          .contains(TextFault.NUMBER_OUT_OF_RANGE);
      assertThat(Work.parse(text).rejection().orElseThrow().toString()).hasSizeLessThan(300);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "01", "1e3", "0x10", " 1"})
  void refusesWhatIsNotOnlyDigits(String text) {
    assertThat(Work.parse(text).rejection())
        .map(Rejection::reason)
        .contains(TextFault.NUMBER_INVALID);
  }

  private static Work work(String digits) {
    return Work.parse(digits).value();
  }
}
