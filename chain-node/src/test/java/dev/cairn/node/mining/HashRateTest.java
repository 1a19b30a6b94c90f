package dev.cairn.node.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HashRateTest {

  private static final long SECOND = 1_000_000_000L;

  private final HashRate rate = new HashRate();

  @Test
  void isZeroBeforeThereAreTwoSamples() {
    rate.add(1_000);
    rate.sample(0);
    assertThat(rate.perSecond()).isZero();
    assertThat(rate.total()).isEqualTo(1_000);
  }

  @Test
  void isTheMeanOfTheLastTenSeconds() {
    long now = 5;
    rate.sample(now);
    for (int i = 0; i < 30; i++) {
      rate.add(i < 15 ? 100 : 700);
      rate.sample(now += SECOND);
    }
    assertThat(rate.perSecond()).isCloseTo(700, within(1e-6));
  }

  @Test
  void fallsToZeroWhenNothingIsHashed() {
    rate.add(500);
    for (int i = 0; i < 20; i++) {
      rate.sample(i * SECOND);
    }
    assertThat(rate.perSecond()).isZero();
  }
}
