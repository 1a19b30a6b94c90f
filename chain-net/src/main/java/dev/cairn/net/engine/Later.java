package dev.cairn.net.engine;

import dev.cairn.net.runtime.Scheduler;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the parts of the protocol are told when nobody is in the middle of something: a part that
 * charges a peer must not hear of its end before it has returned. Confined to the engine loop.
 */
final class Later {

  private final Scheduler scheduler;
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private int depth;
  private boolean isScheduled;

  Later(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Handles an event, and then all that was put off meanwhile. */
  void around(Runnable event) {
    if (depth == 0) {
      drain();
    }
    run(event);
    if (depth == 0) {
      drain();
    }
  }

  /** Puts something off: to the end of the event that is handled now, or very soon. */
  void add(Runnable task) {
    queue.add(task);
    if (depth == 0 && !isScheduled) {
      isScheduled = true;
      scheduler.schedule(
          0,
          () -> {
            isScheduled = false;
            drain();
          });
    }
  }

  private void drain() {
    for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
      run(task);
    }
  }

  private void run(Runnable task) {
    depth++;
    try {
      task.run();
    } finally {
      depth--;
    }
  }
}
