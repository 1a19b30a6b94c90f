package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetTest {

  private final Budget budget = new Budget(200, 50, 1000);

  @Test
  void beginsFull() {
    assertThat(budget.available(1000)).isEqualTo(50);
  }

  @Test
  void refillsSteadilyAndNotBeyondItsLimit() {
    budget.spend(50);
    assertThat(budget.available(1000)).isZero();
    assertThat(budget.available(1004)).isZero();
    assertThat(budget.available(1005)).isEqualTo(1);
    assertThat(budget.available(1100)).isEqualTo(20);
    assertThat(budget.available(1249)).isEqualTo(49);
    assertThat(budget.available(1250)).isEqualTo(50);
    assertThat(budget.available(Long.MAX_VALUE / 2)).isEqualTo(50);
  }
}
