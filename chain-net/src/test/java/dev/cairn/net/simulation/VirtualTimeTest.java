package dev.cairn.net.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.value.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

  private static final Timestamp START = new Timestamp(1_000_000);

  private final VirtualTime time = new VirtualTime(1000);
  private final List<String> ran = new ArrayList<>();

  @Test
  void runsByTimeAndThenBySubmission() {
    time.at(20, () -> ran.add("c"));
    time.at(10, () -> ran.add("a"));
    time.at(20, () -> ran.add("d"));
    time.at(10, () -> time.after(0, () -> ran.add("b")));

    time.runFor(100);

    assertThat(ran).containsExactly("a", "b", "c", "d");
    assertThat(time.nowMillis()).isEqualTo(100);
  }

  @Test
  void stopsAtTheConditionOrAtTheDeadline() {
    time.at(10, () -> ran.add("a"));
    time.at(20, () -> ran.add("b"));

    assertThat(time.runUntil(() -> !ran.isEmpty(), 100)).isTrue();
    assertThat(time.nowMillis()).isEqualTo(10);
    assertThat(time.runUntil(() -> ran.size() == 2, 9)).isFalse();
    assertThat(time.nowMillis()).isEqualTo(19);
    assertThat(time.runUntil(() -> ran.size() == 2, 1)).isTrue();
  }

  @Test
  void failsWhenTheBudgetOfEventsIsUsedUp() {
    time.after(1, this::again);

    assertThatThrownBy(() -> time.runFor(10_000))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1,000 events");
  }

  private void again() {
    time.after(1, this::again);
  }

  @Test
  void failsWhenTimeDoesNotPass() {
    VirtualTime rich = new VirtualTime(Long.MAX_VALUE);
    rich.after(0, () -> forEver(rich));

    assertThatThrownBy(() -> rich.runFor(1)).hasMessageContaining("without time passing");
  }

  private static void forEver(VirtualTime rich) {
    rich.after(0, () -> forEver(rich));
  }

  @Test
  void aWallClockJumpsStopsAndRacesWhileTheDeadlineClockGoesOn() {
    SimulatedScheduler node = new SimulatedScheduler(time, START);
    time.runFor(5000);
    assertThat(node.wallClock()).isEqualTo(START.plusSeconds(5));

    node.jumpWallClock(-86_400);
    assertThat(node.wallClock()).isEqualTo(new Timestamp(1_000_000 - 86_400 + 5));
    node.jumpWallClock(86_400);
    node.runWallClockAt(0);
    time.runFor(10_000);
    assertThat(node.wallClock()).isEqualTo(START.plusSeconds(5));
    node.runWallClockAt(10_000);
    time.runFor(2000);
    assertThat(node.wallClock()).isEqualTo(START.plusSeconds(25));
    assertThat(node.nowMillis()).isEqualTo(17_000);
  }

  @Test
  void tasksWaitWhileANodeIsFrozenAndEndWithIt() {
    SimulatedScheduler node = new SimulatedScheduler(time, START);
    node.schedule(10, () -> ran.add("a"));
    node.schedule(20, () -> ran.add("b"));
    node.schedule(60, () -> ran.add("c"));
    node.freeze();
    time.runFor(50);
    assertThat(ran).isEmpty();

    node.thaw();
    time.runFor(1);
    assertThat(ran).containsExactly("a", "b");

    node.stop();
    time.runFor(100);
    assertThat(ran).containsExactly("a", "b");
  }

  @Test
  void workersCompleteInAnotherOrderAndAlsoAfterAJobThatThrows() {
    SimulatedScheduler node = new SimulatedScheduler(time, START);
    SimulatedWorkers workers = new SimulatedWorkers(node, new Random(1), 20);
    List<Integer> completed = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int number = i;
      workers.submit(() -> ran.add("job"), () -> completed.add(number));
    }
    workers.submit(
        () -> {
          throw new IllegalStateException("a bug");
        },
        () -> completed.add(10));
    assertThat(workers.underWay()).isEqualTo(11);
    assertThat(completed).isEmpty();

    time.runFor(20);

    assertThat(ran).hasSize(10);
    assertThat(completed)
        .hasSize(11)
        .contains(10)
        .isNotEqualTo(completed.stream().sorted().toList());
    assertThat(workers.failure()).get().extracting(Throwable::getMessage).isEqualTo("a bug");
    assertThat(workers.underWay()).isZero();
  }
}
