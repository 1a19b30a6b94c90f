package dev.cairn.core.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RejectionTest {

  private static final Rejection REJECTION = Rejection.of(Rule.FEE_BELOW_MINIMUM, 0, 5L);

  @Test
  void turnsValuesIntoText() {
    assertThat(REJECTION).isEqualTo(new Rejection(Rule.FEE_BELOW_MINIMUM, "0", "5"));
  }

  @Test
  void tellsTheStableCodeOfItsReason() {
    assertThat(REJECTION.code()).isEqualTo("FEE_BELOW_MINIMUM");
    assertThat(REJECTION).hasToString("FEE_BELOW_MINIMUM: got 0, expected 5");
  }

  @Test
  void namesThePartOfALargerThing() {
    Rejection inBlock = REJECTION.in("transaction 3");

    assertThat(inBlock.reason()).isEqualTo(Rule.FEE_BELOW_MINIMUM);
    assertThat(inBlock.got()).isEqualTo("transaction 3: 0");
    assertThat(inBlock.expected()).isEqualTo("5");
  }
}
