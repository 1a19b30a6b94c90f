package dev.cairn.core.mempool;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MempoolLimitsTest {

  private static final Class<IllegalArgumentException> OUT_OF_RANGE =
      IllegalArgumentException.class;

  @Test
  void limitsOutOfRangeAreRefused() {
    new MempoolLimits(0, 1, 0, 1, 0);
    new MempoolLimits(0, 1, 0, 1, Integer.MAX_VALUE);
    assertThatThrownBy(() -> new MempoolLimits(-1, 1, 0, 1, 0)).isInstanceOf(OUT_OF_RANGE);
    assertThatThrownBy(() -> new MempoolLimits(0, 0, 0, 1, 0)).isInstanceOf(OUT_OF_RANGE);
    assertThatThrownBy(() -> new MempoolLimits(0, 1, -1, 1, 0)).isInstanceOf(OUT_OF_RANGE);
    assertThatThrownBy(() -> new MempoolLimits(0, 1, 0, 0, 0)).isInstanceOf(OUT_OF_RANGE);
    assertThatThrownBy(() -> new MempoolLimits(0, 1, 0, 1, -1)).isInstanceOf(OUT_OF_RANGE);
    assertThatThrownBy(() -> new MempoolLimits(0, 1, 0, 1, 1L << 31)).isInstanceOf(OUT_OF_RANGE);
  }
}
