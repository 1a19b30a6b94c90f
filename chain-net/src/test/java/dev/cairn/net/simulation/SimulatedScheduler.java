package dev.cairn.net.simulation;

import dev.cairn.core.value.Timestamp;
import dev.cairn.net.runtime.Scheduler;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The time as one run of one node sees it: the virtual time, with a wall clock of its own that can
 * be wrong, jump, stand still or race. When the node ends, its tasks end with it; while it is
 * frozen, they wait.
 */
public final class SimulatedScheduler implements Scheduler {

  /** How fast a right clock runs. */
  public static final long RIGHT_RATE_PERMILLE = 1000;

  private final VirtualTime time;
  private final Deque<Runnable> held = new ArrayDeque<>();
  private long wallMillis;
  private long wallSinceMillis;
  private long ratePermille = RIGHT_RATE_PERMILLE;
  private boolean stopped;
  private boolean frozen;

  /**
   * @param wallAtZero what a right clock shows when the virtual time is 0
   */
  public SimulatedScheduler(VirtualTime time, Timestamp wallAtZero) {
    this.time = time;
    this.wallMillis = wallAtZero.seconds() * 1000 + time.nowMillis();
    this.wallSinceMillis = time.nowMillis();
  }

  @Override
  public long nowMillis() {
    return time.nowMillis();
  }

  @Override
  public Timestamp wallClock() {
    return Timestamp.of(Math.max(0, Math.min(wallMillis() / 1000, Timestamp.MAX.seconds())));
  }

  @Override
  public void schedule(long delayMillis, Runnable task) {
    time.after(delayMillis, () -> execute(task));
  }

  /** Sets the wall clock on, or back. */
  public void jumpWallClock(long seconds) {
    settle();
    wallMillis += seconds * 1000;
  }

  /**
   * Makes the wall clock run at another speed.
   *
   * @param permille 0 for standing still, {@link #RIGHT_RATE_PERMILLE} for right
   */
  public void runWallClockAt(long permille) {
    settle();
    ratePermille = permille;
  }

  private void settle() {
    wallMillis = wallMillis();
    wallSinceMillis = time.nowMillis();
  }

  private long wallMillis() {
    return wallMillis + (time.nowMillis() - wallSinceMillis) * ratePermille / 1000;
  }

  /** Runs something that has come to the node: now, when it is thawed, or never. */
  void execute(Runnable task) {
    if (stopped) {
      return;
    }
    if (frozen) {
      held.add(task);
    } else {
      task.run();
    }
  }

  /** Holds everything of the node, as when its process is stopped or its machine sleeps. */
  public void freeze() {
    frozen = true;
  }

  /** Lets everything that was held happen now, in its order. */
  public void thaw() {
    frozen = false;
    while (!held.isEmpty()) {
      Runnable task = held.remove();
      time.after(0, () -> execute(task));
    }
  }

  /** Ends the node: none of its tasks runs any more. */
  void stop() {
    stopped = true;
    held.clear();
  }

  boolean isStopped() {
    return stopped;
  }
}
