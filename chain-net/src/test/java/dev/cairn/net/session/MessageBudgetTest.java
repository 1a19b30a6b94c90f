package dev.cairn.net.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.session.MessageBudget.Kind;
import dev.cairn.net.session.MessageBudget.Ruling;
import org.junit.jupiter.api.Test;

class MessageBudgetTest {

  private static final int PER_SECOND = NetLimits.DEFAULT.messagesPerSecond();
  private static final int BURST = PER_SECOND * MessageBudget.BURST_SECONDS;

  private final MessageBudget budget = new MessageBudget(NetLimits.DEFAULT, 0);

  @Test
  void takesABurstThenPausesThenDrops() {
    expect(BURST, Ruling.TAKE, 0);
    expect(BURST, Ruling.TAKE_AND_PAUSE, 0);
    expect(10, Ruling.DROP, 0);
  }

  @Test
  void takesTheSteadyRateForEver() {
    for (long now = 0; now < 60_000; now += 1000) {
      expect(PER_SECOND, Ruling.TAKE, now);
    }
  }

  @Test
  void aKindHasABudgetOfItsOwn() {
    expect(BURST + 1, null, 0);

    assertThat(budget.onMessage(Kind.ANNOUNCEMENT, 0)).isEqualTo(Ruling.TAKE);
  }

  @Test
  void isRefilledWhenATenthOfASecondIsThereAgain() {
    expect(BURST + PER_SECOND, null, 0);

    assertThat(budget.isRefilled(1000)).isFalse();
    assertThat(budget.isRefilled(1099)).isFalse();
    assertThat(budget.isRefilled(1100)).isTrue();
  }

  private void expect(int messages, Ruling ruling, long now) {
    for (int i = 0; i < messages; i++) {
      Ruling got = budget.onMessage(Kind.REQUEST, now);
      if (ruling != null) {
        assertThat(got).isEqualTo(ruling);
      }
    }
  }
}
