package dev.cairn.net.netty;

import dev.cairn.core.value.Timestamp;
import dev.cairn.net.runtime.Scheduler;
import io.netty.util.concurrent.EventExecutor;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The engine loop: one thread that runs every task of one engine, in order.
 *
 * <p>A task that throws shows a fault of this program. It goes to the consumer given, which should
 * end the node: what the engine owns may be half changed.
 */
public final class EventLoopScheduler implements Scheduler, Executor {

  private final EventExecutor loop;
  private final InstantSource wallClock;
  private final Consumer<Throwable> faults;

  /**
   * @param loop one thread; it is not shut down from here
   * @param faults told on the loop
   */
  public EventLoopScheduler(
      EventExecutor loop, InstantSource wallClock, Consumer<Throwable> faults) {
    this.loop = loop;
    this.wallClock = wallClock;
    this.faults = faults;
  }

  @Override
  public long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime());
  }

  /** Whole seconds; what the header format cannot say is its nearest limit. */
  @Override
  public Timestamp wallClock() {
    long seconds = Math.floorDiv(wallClock.millis(), 1000L);
    return Timestamp.nearest(seconds);
  }

  @Override
  public void schedule(long delayMillis, Runnable task) {
    if (delayMillis <= 0) {
      execute(task);
    } else {
      var unused = loop.schedule(guarded(task), delayMillis, TimeUnit.MILLISECONDS);
    }
  }

  /** Runs a task soon, after those that were given before. Any thread may call. */
  @Override
  public void execute(Runnable task) {
    loop.execute(guarded(task));
  }

  /** Whether the caller is on the loop. */
  public boolean isLoopThread() {
    return loop.inEventLoop();
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Throwable fault) {
        faults.accept(fault);
      }
    };
  }
}
