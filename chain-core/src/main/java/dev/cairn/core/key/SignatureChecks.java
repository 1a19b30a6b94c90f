package dev.cairn.core.key;

import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.TransactionId;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the signatures of many transactions, on the caller's thread and on as many others as an
 * executor lends. The answer does not depend on the executor: it is the lowest index whose
 * signature is invalid, as if one thread had gone through the list from its start.
 *
 * <p>The caller's thread always takes part and does whatever nobody else has begun. An executor
 * that refuses tasks, runs them late, on the caller's thread or never therefore costs time at most:
 * the caller waits only for signatures that another thread is verifying at that moment. Tasks that
 * start after the answer return at once. This class makes no thread, and the executor stays its
 * owner's.
 *
 * <p>Several threads may use one object.
 */
public final class SignatureChecks {

  /** Signatures taken at a time, so that threads seldom meet: about half a millisecond's work. */
  private static final int BATCH = 4;

  private final SignatureCache cache;
  private final Executor executor;
  private final int parallelism;

  /**
   * One signature to verify.
   *
   * @param id of the whole transaction, for the cache
   * @param message gives the signed bytes (see {@link SigningDomain}); called on any thread, and
   *     not at all when the answer is known without it
   */
  public record Job(
      TransactionId id, PublicKey key, Signature signature, Supplier<byte[]> message) {

    boolean isValid() {
      return SignatureRule.verify(key, signature, message.get());
    }
  }

  /**
   * Checks that share their work.
   *
   * @param cache of the network that the messages are for
   * @param executor runs the helping tasks, at best on idle threads
   * @param parallelism how many threads may work on one list, the caller's included: one task less
   *     is handed to the executor at most, and none with 0 or 1
   * @throws IllegalArgumentException when the parallelism is negative
   */
  public SignatureChecks(SignatureCache cache, Executor executor, int parallelism) {
    if (parallelism < 0) {
      throw new IllegalArgumentException("negative parallelism: " + parallelism);
    }
    this.cache = cache;
    this.executor = executor;
    this.parallelism = parallelism;
  }

  /** Checks that do all on the caller's thread. */
  public static SignatureChecks onCallersThread(SignatureCache cache) {
    return new SignatureChecks(cache, Runnable::run, 0);
  }

  /**
   * The lowest index in {@code jobs} whose signature is invalid; empty when all are valid. Valid
   * signatures go to the cache. Jobs after an invalid one may be left out. An interrupt does not
   * end the wait: the flag is set again on return.
   *
   * @throws IllegalStateException when a job before any invalid one ended in an exception, which is
   *     a bug and no verdict; an {@link Error} is thrown as it is
   */
  public OptionalInt lowestInvalid(List<Job> jobs) {
    int[] unknown = indexesOfUnknown(jobs);
    if (unknown.length == 0) {
      return OptionalInt.empty();
    }
    Run run = new Run(List.copyOf(jobs), unknown, cache);
    try {
      callHelpers(run, unknown.length);
      run.work();
    } finally {
      run.close();
    }
    return run.verdict();
  }

  private int[] indexesOfUnknown(List<Job> jobs) {
    int[] unknown = new int[jobs.size()];
    int count = 0;
    for (int i = 0; i < unknown.length; i++) {
      if (!cache.contains(jobs.get(i).id())) {
        unknown[count++] = i;
      }
    }
    return Arrays.copyOf(unknown, count);
  }

  private void callHelpers(Run run, int signatures) {
    int batches = (signatures - 1) / BATCH + 1;
    int helpers = Math.min(parallelism, batches) - 1;
    try {
      for (int i = 0; i < helpers; i++) {
        executor.execute(run::help);
      }
    } catch (RejectedExecutionException e) {
      // The pool is full or shut down: the caller's thread does the rest.
    }
  }

  /** The work on one list, shared by the caller and its helpers. Its lock is the object's. */
  private static final class Run {

    private final SignatureCache cache;
    private final AtomicInteger next = new AtomicInteger();

    /** Indexes into the jobs, ascending; taken in this order. */
    private final int[] indexes;

    /** Emptied at the end: a task that waits in a queue for long must not hold a whole block. */
    private List<Job> jobs;

    private int helpersAtWork;

    /** The lowest index that ended badly so far. */
    private volatile int lowest = Integer.MAX_VALUE;

    /** What the job at {@link #lowest} ended in; null when its signature is invalid. */
    private @Nullable Throwable bug;

    Run(List<Job> jobs, int[] indexes, SignatureCache cache) {
      this.jobs = jobs;
      this.indexes = indexes;
      this.cache = cache;
    }

    /** A task of the executor. */
    void help() {
      synchronized (this) {
        helpersAtWork++;
      }
      try {
        work();
      } finally {
        synchronized (this) {
          helpersAtWork--;
          notifyAll();
        }
      }
    }

    /** Takes jobs until none is left that matters. Never throws. */
    void work() {
      List<Job> all = jobs;
      for (int from = next.getAndAdd(BATCH); from < indexes.length; from = next.getAndAdd(BATCH)) {
        int to = from + Math.min(BATCH, indexes.length - from);
        for (int i = from; i < to; i++) {
          if (indexes[i] > lowest) {
            return;
          }
          verify(indexes[i], all.get(indexes[i]));
        }
      }
    }

    private void verify(int index, Job job) {
      try {
        if (job.isValid()) {
          cache.add(job.id());
        } else {
          endBadly(index, null);
        }
      } catch (Throwable thrown) {
        // Not swallowed: verdict() throws it on the caller's thread.
        endBadly(index, thrown);
      }
    }

    private synchronized void endBadly(int index, @Nullable Throwable thrown) {
      if (index < lowest) {
        lowest = index;
        bug = thrown;
      }
    }

    /** Leaves nothing to take, also for tasks that start later, and waits for what was begun. */
    synchronized void close() {
      next.set(indexes.length);
      boolean interrupted = false;
      while (helpersAtWork > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      jobs = List.of();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    synchronized OptionalInt verdict() {
      if (bug instanceof Error error) {
        throw error;
      }
      if (bug != null) {
        throw new IllegalStateException("the check of signature " + lowest + " failed", bug);
      }
      return lowest == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(lowest);
    }
  }
}
