package dev.cairn.node.storage;

import java.util.concurrent.locks.StampedLock;

/**
 * Lets calls into the database as long as it is open, and closes it when none is inside: a native
 * call on a closed database would end the process. Calls do not nest.
 */
final class Gate {

  private final StampedLock lock = new StampedLock();
  private boolean closed;

  /**
   * Goes in; {@link #leave} must follow.
   *
   * @throws IllegalStateException when the store is closed
   */
  long enter() {
    long stamp = lock.readLock();
    if (closed) {
      lock.unlockRead(stamp);
      throw new IllegalStateException("the store is closed");
    }
    return stamp;
  }

  void leave(long stamp) {
    lock.unlockRead(stamp);
  }

  /** Runs this alone, unless the gate is closed already. */
  void runIfOpen(Runnable action) {
    long stamp = lock.readLock();
    try {
      if (!closed) {
        action.run();
      }
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /**
   * Waits for those inside, runs the action, and lets nobody in again. A second call does nothing.
   */
  void close(Runnable action) {
    long stamp = lock.writeLock();
    try {
      if (!closed) {
        closed = true;
        action.run();
      }
    } finally {
      lock.unlockWrite(stamp);
    }
  }
}
