package dev.cairn.net.gossip;

import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.value.Timestamp;
import dev.cairn.net.runtime.Scheduler;
import java.util.PriorityQueue;

/** Virtual time: it passes only in {@link #pass}. */
final class TestTime implements Scheduler {

  private record Task(long dueMillis, long number, Runnable work) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      return dueMillis == other.dueMillis
          ? Long.compare(number, other.number)
          : Long.compare(dueMillis, other.dueMillis);
    }
  }

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long now = 1_000_000;
  private long numbers;

  @Override
  public long nowMillis() {
    return now;
  }

  @Override
  public Timestamp wallClock() {
    return ChainFixture.LATER;
  }

  @Override
  public void schedule(long delayMillis, Runnable task) {
    tasks.add(new Task(now + delayMillis, numbers++, task));
  }

  /** Runs everything that is due within so many milliseconds; with 0, what is due now. */
  void pass(long millis) {
    long end = now + millis;
    while (!tasks.isEmpty() && tasks.peek().dueMillis <= end) {
      Task task = tasks.remove();
      now = task.dueMillis;
      task.work.run();
    }
    now = end;
  }
}
