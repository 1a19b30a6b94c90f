package dev.cairn.node.mining;

import org.jspecify.annotations.Nullable;

/** Where mining threads find their job. Any thread may call any method. */
final class JobBoard {

  private volatile @Nullable MiningJob current;
  private boolean isClosed;

  /** Puts up another job; null for none. Who works on the one before stops. */
  synchronized void put(@Nullable MiningJob job) {
    if (!isClosed) {
      current = job;
      notifyAll();
    }
  }

  boolean isCurrent(MiningJob job) {
    return current == job && !job.isSolved();
  }

  /** Waits for a job that nobody has solved; null when the board is closed. */
  synchronized @Nullable MiningJob await() {
    boolean isInterrupted = false;
    while (!isClosed) {
      MiningJob job = current;
      if (job != null && !job.isSolved()) {
        break;
      }
      try {
        wait();
      } catch (InterruptedException early) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    return isClosed ? null : current;
  }

  /** No more jobs: all threads end. */
  synchronized void close() {
    isClosed = true;
    current = null;
    notifyAll();
  }
}
