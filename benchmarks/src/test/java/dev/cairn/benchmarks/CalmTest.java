package dev.cairn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CalmTest {

  @Test
  void objectsToALoadAboveTheBoundOnly() {
    assertThat(new Calm(0.70, 2, 0).objections()).isEmpty();
    assertThat(new Calm(0.71, 2, 0).objections()).hasSize(1);
    assertThat(new Calm(0.71, 4, 0).objections()).isEmpty();
    assertThat(new Calm(-1, 2, 0).objections()).isEmpty();
  }

  @Test
  void objectsToALoopThatLosesMoreThanTheBoundOnly() {
    assertThat(new Calm(0, 2, 0.10).objections()).isEmpty();
    assertThat(new Calm(0, 2, 0.11).objections()).hasSize(1);
  }

  @Test
  void saysHowMuchLongerRoundsTookThanTheQuickestOne() {
    assertThat(Calm.lost(new long[] {100, 100, 100})).isZero();
    assertThat(Calm.lost(new long[] {200, 100, 150})).isEqualTo(0.5, within(1e-9));
  }

  @Test
  void measuresThisMachine() {
    Calm calm = Calm.measure();

    assertThat(calm.cores()).isPositive();
    assertThat(calm.lost()).isNotNegative();
  }
}
