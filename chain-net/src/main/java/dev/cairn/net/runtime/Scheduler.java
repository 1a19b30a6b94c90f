package dev.cairn.net.runtime;

import dev.cairn.core.value.Timestamp;

/** Time and later work. One thread, the engine loop, runs every task, so tasks need no locks. */
public interface Scheduler {

  /** Milliseconds of a clock that never goes back and knows no date. For deadlines. */
  long nowMillis();

  /** The local wall clock, which may jump. For the chain's rules alone. */
  Timestamp wallClock();

  /** Runs the task on the engine loop, at the earliest after the delay; 0 is soon, never now. */
  void schedule(long delayMillis, Runnable task);
}
