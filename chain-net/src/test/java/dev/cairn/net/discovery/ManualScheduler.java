package dev.cairn.net.discovery;

import dev.cairn.core.value.Timestamp;
import dev.cairn.net.runtime.Scheduler;

/** A clock that a test sets; later work is never asked for. */
final class ManualScheduler implements Scheduler {

  private long nowMillis = 1_000_000;

  @Override
  public long nowMillis() {
    return nowMillis;
  }

  void advance(long millis) {
    nowMillis += millis;
  }

  @Override
  public Timestamp wallClock() {
    throw new AssertionError("discovery needs no date");
  }

  @Override
  public void schedule(long delayMillis, Runnable task) {
    throw new AssertionError("discovery works in ticks");
  }
}
