package dev.cairn.node.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineBudgetTest {

  private final LineBudget budget = new LineBudget(50, 3, 1_000);

  private int takeAll(long nowMillis) {
    int taken = 0;
    while (budget.take(nowMillis)) {
      taken++;
    }
    return taken;
  }

  @Test
  void givesWhatWasSavedAndThenSoManyASecond() {
    assertThat(takeAll(1_000)).isEqualTo(3);
    assertThat(takeAll(1_019)).isZero();
    assertThat(takeAll(1_020)).isEqualTo(1);
    assertThat(takeAll(1_060)).isEqualTo(2);
    assertThat(takeAll(60_000)).isEqualTo(3);
  }
}
