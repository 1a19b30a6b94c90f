package dev.cairn.net.netty;

import dev.cairn.net.runtime.Workers;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads for heavy work, shared by all engines of a process. A job that throws is logged and
 * harms no other; one that does not fit into the queue, or comes after the end, is not run. Its
 * completion is posted in any case.
 */
public final class WorkerPool implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

  private final ThreadPoolExecutor threads;
  private final AtomicLong jobs = new AtomicLong();

  /** When each running job began, by its number. */
  private final ConcurrentSkipListMap<Long, Long> running = new ConcurrentSkipListMap<>();

  /**
   * @param queueMax jobs that may wait
   */
  WorkerPool(int threads, int queueMax, ThreadFactory factory) {
    this.threads =
        new ThreadPoolExecutor(
            threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queueMax), factory);
  }

  /** These threads for one engine: completions come back on its loop. */
  public Workers forLoop(Executor engineLoop) {
    return (job, done) -> submit(job, done, engineLoop);
  }

  /**
   * These threads for tasks that are no jobs of their own, but take a share of one that is running,
   * which does not wait for those that have not begun. They stand in the same queue; one for which
   * there is no room, or that comes after the end, is refused with an exception.
   */
  public Executor helpers() {
    return threads;
  }

  /** How many threads there are. */
  public int size() {
    return threads.getCorePoolSize();
  }

  private void submit(Runnable job, Runnable done, Executor engineLoop) {
    try {
      threads.execute(
          () -> {
            run(job);
            post(done, engineLoop);
          });
    } catch (RejectedExecutionException full) {
      LOG.warn("a job is not done: {} wait already", threads.getQueue().size());
      post(done, engineLoop);
    }
  }

  private void run(Runnable job) {
    long number = jobs.incrementAndGet();
    running.put(number, System.nanoTime());
    try {
      job.run();
    } catch (Throwable fault) {
      LOG.error("a job has failed", fault);
    } finally {
      running.remove(number);
    }
  }

  private static void post(Runnable done, Executor engineLoop) {
    try {
      engineLoop.execute(done);
    } catch (RejectedExecutionException gone) {
      LOG.debug("a job is done for an engine that has ended");
    }
  }

  /**
   * How long the oldest job has been running; empty when none runs. For a watchdog: a job takes
   * milliseconds.
   */
  public OptionalLong oldestJobMillis() {
    Map.Entry<Long, Long> oldest = running.firstEntry();
    return oldest == null
        ? OptionalLong.empty()
        : OptionalLong.of(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - oldest.getValue()));
  }

  /** Jobs that wait. */
  public int queuedJobs() {
    return threads.getQueue().size();
  }

  /** Interrupts what runs and forgets what waits; returns at once. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  boolean awaitEnd(long millis) throws InterruptedException {
    return threads.awaitTermination(millis, TimeUnit.MILLISECONDS);
  }
}
