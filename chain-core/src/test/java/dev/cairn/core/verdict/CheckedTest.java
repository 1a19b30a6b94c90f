package dev.cairn.core.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckedTest {

  private static final Rejection WHY = Rejection.of(Rule.TRUNCATED, "3 bytes", "80 bytes");

  @Test
  void givesTheValueThatPassed() {
    Checked<String> passed = Checked.passed("block");

    assertThat(passed.isPassed()).isTrue();
    assertThat(passed.value()).isEqualTo("block");
    assertThat(passed.rejection()).isEmpty();
  }

  @Test
  void givesTheReasonOfARefusal() {
    Checked<String> refused = Checked.refused(Rule.TRUNCATED, "3 bytes", "80 bytes");

    assertThat(refused.isPassed()).isFalse();
    assertThat(refused.rejection()).hasValue(WHY);
    assertThat(refused).isEqualTo(Checked.refused(WHY));
  }

  @Test
  void throwsTheReasonAtWhoeverTakesARefusalForAValue() {
    Checked<String> refused = Checked.refused(WHY);

    assertThatIllegalStateException().isThrownBy(refused::value).withMessageContaining("TRUNCATED");
  }

  @Test
  void asksTheNextCheckOnlyWhenPassed() {
    List<Integer> asked = new ArrayList<>();

    Checked<String> both =
        Checked.passed(7)
            .then(
                value -> {
                  asked.add(value);
                  return Checked.passed("seven");
                });
    Checked<String> first =
        Checked.<Integer>refused(WHY)
            .then(
                value -> {
                  asked.add(value);
                  return Checked.passed("never");
                });
    Checked<String> second = Checked.passed(8).then(value -> Checked.refused(WHY));

    assertThat(both).isEqualTo(Checked.passed("seven"));
    assertThat(first).isEqualTo(Checked.refused(WHY));
    assertThat(second).isEqualTo(Checked.refused(WHY));
    assertThat(asked).containsExactly(7);
  }

  @Test
  void turnsOnlyAValueThatPassedIntoAnother() {
    assertThat(Checked.passed("abc").map(String::length)).isEqualTo(Checked.passed(3));
    assertThat(Checked.<String>refused(WHY).map(String::length)).isEqualTo(Checked.refused(WHY));
  }
}
