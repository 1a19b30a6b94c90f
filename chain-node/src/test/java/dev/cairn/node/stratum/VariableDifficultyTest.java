package dev.cairn.node.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariableDifficultyTest {

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;

  /** A miner of so many hashes a second, whose shares come as chance has it. */
  private static final class Miner {
    private final Random random = new Random(Long.getLong("cairn.seed", 15));
    private final double hashesPerMilli;
    private final VariableDifficulty variable = new VariableDifficulty(0);
    private double nowMillis;
    private long tickMillis;

    Miner(double hashesPerSecond) {
      hashesPerMilli = hashesPerSecond / SECOND;
    }

    /** How many shares there were in this time. */
    long mine(long millis) {
      double end = nowMillis + millis;
      long shares = 0;
      while (nowMillis < end) {
        Difficulty difficulty = variable.current();
        double mean = difficulty.value() * Difficulty.HASHES / hashesPerMilli;
        double next = nowMillis - mean * Math.log(1 - random.nextDouble());
        if (next <= tickMillis) {
          nowMillis = next;
          shares++;
          variable.onShare(difficulty, (long) nowMillis);
        } else {
          nowMillis = tickMillis;
          variable.onTick(tickMillis);
          tickMillis += SECOND / 5;
        }
      }
      return shares;
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {5e4, 3e6, 1e8, 1e9, 1e12, 1.2e14})
  void findsTheRateWithinAMinuteAndHoldsIt(double hashesPerSecond) {
    Miner miner = new Miner(hashesPerSecond);

    assertThat(miner.mine(MINUTE)).isLessThan(600);

    assertThat(miner.mine(60 * MINUTE) / 60.0).isBetween(9.0, 24.0);
  }

  @Test
  void aSlowWorkerHasASmallDifficultyAfterAQuarterOfAMinute() {
    Miner miner = new Miner(3e6);

    miner.mine(15 * SECOND);

    assertThat(miner.variable.current().value()).isLessThan(0.02);
  }

  @Test
  void followsAWorkerThatBecomesSlower() {
    Miner fast = new Miner(1e12);
    fast.mine(5 * MINUTE);
    double before = fast.variable.current().value();

    for (long second = 1; second <= 120; second++) {
      fast.variable.onTick((long) fast.nowMillis + second * SECOND);
    }

    assertThat(fast.variable.current().value()).isLessThan(before / 50);
  }

  @Test
  void goesNoLowerThanItMay() {
    VariableDifficulty variable = new VariableDifficulty(0);

    for (long now = 0; now < 60 * MINUTE; now += SECOND) {
      variable.onTick(now);
    }

    assertThat(variable.current().value()).isEqualTo(VariableDifficulty.LOWEST);
  }

  @Test
  void keepsWhatAWorkerSuggestsUntilItIsClearlyWrong() {
    VariableDifficulty variable = new VariableDifficulty(0);

    variable.suggest(1_000, 0);
    variable.onTick(29 * SECOND);
    assertThat(variable.current().value()).isEqualTo(1_000);
    variable.onTick(30 * SECOND);
    assertThat(variable.current().value()).isEqualTo(250);
  }

  @Test
  void isWholeFromOneOn() {
    VariableDifficulty variable = new VariableDifficulty(0);

    variable.suggest(7.9, 0);
    assertThat(variable.current().value()).isEqualTo(7);
    variable.suggest(0.9, 0);
    assertThat(variable.current().value()).isEqualTo(0.9);
    variable.suggest(1e300, 0);
    assertThat(variable.current().value()).isEqualTo(1e15);
  }
}
