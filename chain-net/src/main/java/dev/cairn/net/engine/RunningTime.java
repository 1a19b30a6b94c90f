package dev.cairn.net.engine;

import dev.cairn.core.value.Timestamp;
import dev.cairn.net.runtime.Scheduler;

/**
 * The time in which the engine loop has run. When it stood still, as in a machine that slept, a
 * process that was stopped, or a store that took long, what peers have sent meanwhile has not been
 * heard yet: so of that time no more than a second counts towards any deadline. That much does, so
 * that time passes for a loop that is late again and again. Confined to the engine loop, which asks
 * for the time at least every {@link Engine#TICK_MILLIS}.
 */
final class RunningTime implements Scheduler {

  /** The most that counts of the time between two questions: beyond, the loop stood still. */
  static final long STANDSTILL_MILLIS = 1_000;

  private final Scheduler elapsed;
  private long askedMillis;
  private long stoodStillMillis;

  RunningTime(Scheduler elapsed) {
    this.elapsed = elapsed;
    askedMillis = elapsed.nowMillis();
  }

  @Override
  public long nowMillis() {
    long now = elapsed.nowMillis();
    stoodStillMillis += Math.max(0, now - askedMillis - STANDSTILL_MILLIS);
    askedMillis = now;
    return now - stoodStillMillis;
  }

  @Override
  public Timestamp wallClock() {
    return elapsed.wallClock();
  }

  @Override
  public void schedule(long delayMillis, Runnable task) {
    elapsed.schedule(delayMillis, task);
  }
}
