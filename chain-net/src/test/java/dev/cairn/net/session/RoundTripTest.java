package dev.cairn.net.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripTest {

  @Test
  void followsItsSamples() {
    RoundTrip time = new RoundTrip();
    assertThat(time.isKnown()).isFalse();
    assertThat(time.millis()).isEqualTo(RoundTrip.UNKNOWN_MILLIS);
    time.onSample(80);
    assertThat(time.isKnown()).isTrue();
    assertThat(time.millis()).isEqualTo(80);
    for (int i = 0; i < 100; i++) {
      time.onSample(10);
    }
    assertThat(time.millis()).isBetween(10L, 12L);
  }

  /** Who holds its answers back is not waited for the longer. */
  @Test
  void isNeverMoreThanItsLimit() {
    RoundTrip time = new RoundTrip();
    for (int i = 0; i < 100; i++) {
      time.onSample(600_000);
      assertThat(time.millis()).isEqualTo(RoundTrip.SAMPLE_MILLIS_MAX);
    }
  }
}
