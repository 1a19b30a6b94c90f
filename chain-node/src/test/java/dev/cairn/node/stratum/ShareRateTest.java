package dev.cairn.node.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ShareRateTest {

  private static final long SECOND = 1_000;
  private static final Percentage TENTH = Percentage.withPercentage(10);
  private static final double EXPECTED = 2 * Difficulty.HASHES / 4;

  private final ShareRate rate = new ShareRate(5 * SECOND);

  private void share(long second) {
    rate.add(new Difficulty(2), second * SECOND);
  }

  @Test
  void isWhatTheSharesOfTheLastMinutesLetExpect() {
    assertThat(rate.perSecond(6 * SECOND)).isZero();
    for (long second = 5; second < 65; second += 4) {
      share(second);
    }
    assertThat(rate.perSecond(65 * SECOND)).isCloseTo(EXPECTED, TENTH);
    for (long second = 65; second < 3_600; second += 4) {
      share(second);
    }
    assertThat(rate.perSecond(3_600 * SECOND)).isCloseTo(EXPECTED, TENTH);
  }

  @Test
  void forgetsWhatIsOlder() {
    for (long second = 5; second < 65; second += 4) {
      share(second);
    }
    assertThat(rate.perSecond(400 * SECOND)).isZero();
    assertThat(rate.perSecond(100_000 * SECOND)).isZero();
    share(100_001);
    assertThat(rate.perSecond(100_001 * SECOND)).isPositive();
  }
}
