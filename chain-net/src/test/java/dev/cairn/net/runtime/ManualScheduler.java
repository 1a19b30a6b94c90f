package dev.cairn.net.runtime;

import dev.cairn.core.value.Timestamp;
import java.util.PriorityQueue;

/** Time that passes when a test says so. Tasks of one moment run in the order of submission. */
public final class ManualScheduler implements Scheduler {

  private record Task(long dueMillis, long number, Runnable run) implements Comparable<Task> {

    @Override
    public int compareTo(Task other) {
      int byTime = Long.compare(dueMillis, other.dueMillis);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long nowMillis;
  private long numbers;
  private Timestamp wallClock;

  /** Begins at 0, with a wall clock that goes on from this time. */
  public ManualScheduler(Timestamp wallClock) {
    this.wallClock = wallClock;
  }

  @Override
  public long nowMillis() {
    return nowMillis;
  }

  @Override
  public Timestamp wallClock() {
    return wallClock.plusSeconds(nowMillis / 1000);
  }

  @Override
  public void schedule(long delayMillis, Runnable task) {
    tasks.add(new Task(nowMillis + delayMillis, numbers++, task));
  }

  /** Lets time pass, and runs what is due meanwhile, each at its time. */
  public void runFor(long millis) {
    long end = nowMillis + millis;
    for (Task next = tasks.peek(); next != null && next.dueMillis <= end; next = tasks.peek()) {
      tasks.remove();
      nowMillis = Math.max(nowMillis, next.dueMillis);
      next.run.run();
    }
    nowMillis = Math.max(nowMillis, end);
  }

  /** Runs what is due now. */
  public void runDue() {
    runFor(0);
  }

  /** Lets time pass without running anything, as when the machine sleeps. */
  public void sleepFor(long millis) {
    nowMillis += millis;
  }

  /** Sets the wall clock on, or back. */
  public void jumpWallClock(long seconds) {
    wallClock = wallClock.plusSeconds(seconds);
  }
}
