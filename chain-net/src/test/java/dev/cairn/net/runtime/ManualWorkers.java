package dev.cairn.net.runtime;

import java.util.ArrayList;
import java.util.List;

/** Workers that end a job when a test says so, in any order; or at once, when nothing is held. */
public final class ManualWorkers implements Workers {

  private record Job(Runnable run, Runnable done) {}

  private final Scheduler scheduler;
  private final List<Job> held = new ArrayList<>();
  private boolean isHolding;

  /** Ends each job as soon as the scheduler runs its tasks. */
  public ManualWorkers(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** From now on jobs wait for {@link #finish}. */
  public ManualWorkers hold() {
    isHolding = true;
    return this;
  }

  @Override
  public void submit(Runnable job, Runnable done) {
    if (isHolding) {
      held.add(new Job(job, done));
    } else {
      scheduler.schedule(0, () -> end(new Job(job, done)));
    }
  }

  /** How many jobs wait. */
  public int held() {
    return held.size();
  }

  /** Ends one of the waiting jobs, 0 for the oldest. */
  public void finish(int index) {
    end(held.remove(index));
  }

  /** Ends all jobs that wait now, the newest first. */
  public void finishAllBackwards() {
    for (int i = held.size() - 1; i >= 0; i--) {
      finish(i);
    }
  }

  private static void end(Job job) {
    try {
      job.run.run();
    } catch (RuntimeException seenByTheMissingResult) {
      // as on a real pool: the submitter has to notice
    }
    job.done.run();
  }
}
