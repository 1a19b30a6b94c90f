package dev.cairn.net.discovery.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.Bytes;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReceiveBudgetTest {

  private static final int PER_SECOND = 50;

  private final ReceiveBudget budget = new ReceiveBudget(PER_SECOND);

  private static Bytes host(long number) {
    return Bytes.of(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
  }

  @Test
  void looksAtSoManyAnswersInASecondAndNoMore() {
    long looked =
        LongStream.range(0, 10_000).filter(i -> budget.takeAnswer(host(i), i / 10)).count();
    assertThat(looked).isEqualTo(PER_SECOND);
    assertThat(budget.takeAnswer(host(1), 1_000)).isTrue();
  }

  @Test
  void oneHostLeavesAnswersToOthers() {
    long looked =
        LongStream.range(0, 10_000).filter(i -> budget.takeAnswer(host(1), i / 10)).count();
    assertThat(looked).isEqualTo(PER_SECOND / 5);
    assertThat(budget.takeAnswer(host(2), 999)).isTrue();
  }

  @Test
  void stopsReadingUntilTheNextWindow() {
    long now = 7_000;
    int reads = 0;
    while (budget.mayRead(now)) {
      budget.onRead(now);
      reads++;
    }
    assertThat(reads).isEqualTo(10 * PER_SECOND);
    assertThat(budget.nextWindowMillis()).isEqualTo(now + ReceiveBudget.WINDOW_MILLIS);
    assertThat(budget.mayRead(budget.nextWindowMillis() - 1)).isFalse();
    assertThat(budget.mayRead(budget.nextWindowMillis())).isTrue();
  }

  @Test
  void questionsHaveABudgetOfTheirOwn() {
    assertThat(LongStream.range(0, 900).filter(budget::takeQuestion).count()).isEqualTo(PER_SECOND);
    assertThat(budget.takeAnswer(host(1), 950)).isTrue();
  }
}
