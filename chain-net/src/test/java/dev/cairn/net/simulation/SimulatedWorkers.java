package dev.cairn.net.simulation;

import dev.cairn.net.runtime.Workers;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Workers that take a random virtual time for each job, so that completions come in another order
 * than submissions. A job runs when it is submitted or when it is completed, at random: one that
 * reads what the engine loop owns shows itself by different results.
 */
public final class SimulatedWorkers implements Workers {

  private final SimulatedScheduler scheduler;
  private final RandomGenerator random;
  private final int delayMillisMax;
  private @Nullable RuntimeException failure;
  private int underWay;

  /**
   * @param delayMillisMax the longest time that a job takes; the shortest is 0
   */
  public SimulatedWorkers(
      SimulatedScheduler scheduler, RandomGenerator random, int delayMillisMax) {
    this.scheduler = scheduler;
    this.random = random;
    this.delayMillisMax = delayMillisMax;
  }

  @Override
  public void submit(Runnable job, Runnable done) {
    boolean atOnce = random.nextBoolean();
    if (atOnce) {
      run(job);
    }
    underWay++;
    scheduler.schedule(
        random.nextInt(delayMillisMax + 1),
        () -> {
          if (!atOnce) {
            run(job);
          }
          underWay--;
          done.run();
        });
  }

  /** A job that throws is a bug; its submitter hears nothing of it but the missing result. */
  private void run(Runnable job) {
    try {
      job.run();
    } catch (RuntimeException thrown) {
      if (failure == null) {
        failure = thrown;
      }
    }
  }

  /** The first exception of a job. */
  public Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Jobs that were submitted and are not completed. */
  public int underWay() {
    return underWay;
  }
}
