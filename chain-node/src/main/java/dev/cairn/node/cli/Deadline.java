package dev.cairn.node.cli;

import java.util.concurrent.TimeUnit;

/** Until when a command waits for something. */
record Deadline(long nanos) {

  static Deadline in(long seconds) {
    return new Deadline(
        System.nanoTime() + TimeUnit.SECONDS.toNanos(Math.min(seconds, SECONDS_MAX)));
  }

  /** As long as anybody waits, and short enough for nanoseconds. */
  private static final long SECONDS_MAX = 1_000_000_000;

  boolean isOver() {
    return System.nanoTime() - nanos >= 0;
  }

  static void pause(long millis) throws CommandFailure {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.TIMED_OUT, "INTERRUPTED", "interrupted while waiting", "");
    }
  }
}
