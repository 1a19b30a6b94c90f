package dev.cairn.net.netty;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Later work on a loop. What it throws is logged; the future of a bare timer would hide it. */
final class Timers {

  private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

  private Timers() {}

  /** Runs the task once after so long; the future cancels it. */
  static Future<?> after(EventExecutor loop, long time, TimeUnit unit, Runnable task) {
    return loop.schedule(
        () -> {
          try {
            task.run();
          } catch (RuntimeException | Error fault) {
            LOG.error("a timer has failed", fault);
          }
        },
        time,
        unit);
  }
}
