package dev.cairn.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import org.junit.jupiter.api.Test;

class HeightTest {

  @Test
  void liesBetween0And2To32() {
    assertThat(Height.of(0)).isEqualTo(Height.GENESIS);
    assertThat(Height.of(4_294_967_295L)).isEqualTo(Height.MAX);
    assertThatIllegalArgumentException().isThrownBy(() -> Height.of(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Height.of(4_294_967_296L));
  }

  @Test
  void goesUpToTheLimitAndDownToTheGenesis() {
    assertThat(Height.GENESIS.next()).isEqualTo(Height.of(1));
    assertThat(Height.of(4_294_967_294L).next()).isEqualTo(Height.MAX);
    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(Height.MAX::next);
    assertThat(Height.of(1).previous()).isEqualTo(Height.GENESIS);
    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(Height.GENESIS::previous);
  }

  @Test
  void knowsItsEnds() {
    assertThat(Height.GENESIS.isGenesis()).isTrue();
    assertThat(Height.of(1).isGenesis()).isFalse();
    assertThat(Height.MAX.isMax()).isTrue();
    assertThat(Height.of(4_294_967_294L).isMax()).isFalse();
  }

  @Test
  void countsBlocksBetween() {
    assertThat(Height.MAX.blocksSince(Height.GENESIS)).isEqualTo(4_294_967_295L);
    assertThat(Height.GENESIS.blocksSince(Height.MAX)).isEqualTo(-4_294_967_295L);
    assertThat(Height.of(2_147_483_648L)).isGreaterThan(Height.of(2_147_483_647L));
  }

  @Test
  void readsDecimalDigitsWithinTheLimits() {
    assertThat(Height.parse("0")).isEqualTo(Checked.passed(Height.GENESIS));
    assertThat(Height.parse("4294967295")).isEqualTo(Checked.passed(Height.MAX));
    assertThat(Height.MAX).hasToString("4294967295");
    assertThat(Height.parse("4294967296").rejection())
        .contains(Rejection.of(TextFault.NUMBER_OUT_OF_RANGE, "4294967296", "at most 4294967295"));
    assertThat(Height.parse("07").rejection())
        .map(Rejection::reason)
        .contains(TextFault.NUMBER_INVALID);
  }
}
