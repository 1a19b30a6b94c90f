package dev.cairn.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.core.key.SignatureChecks.Job;
import dev.cairn.core.value.TransactionId;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SignatureChecksTest {

  private static final KeyPair PAIR = KeyPair.fromSeed(new byte[32]);

  private final SignatureCache cache = new SignatureCache(1024, 1);
  private final AtomicInteger verified = new AtomicInteger();
  private @Nullable Thread helper;

  @AfterEach
  void joinHelper() {
    if (helper != null) {
      try {
        helper.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void findsNothingInAnEmptyList() {
    assertThat(SignatureChecks.onCallersThread(cache).lowestInvalid(List.of())).isEmpty();
  }

  @Test
  void findsNothingWhenAllAreValid() {
    assertThat(SignatureChecks.onCallersThread(cache).lowestInvalid(jobs(9))).isEmpty();
    assertThat(verified).hasValue(9);
  }

  @Test
  void findsEachInvalidSignature() {
    for (int i = 0; i < 9; i++) {
      SignatureChecks checks = SignatureChecks.onCallersThread(new SignatureCache(0, 1));
      assertThat(checks.lowestInvalid(jobs(9, i))).hasValue(i);
    }
  }

  @Test
  void findsTheLowestOfSeveral() {
    SignatureChecks checks = SignatureChecks.onCallersThread(cache);
    assertThat(checks.lowestInvalid(jobs(20, 17, 3, 4, 19))).hasValue(3);
  }

  @Test
  void verifiesNothingAfterTheLowestInvalidOneOnOneThread() {
    SignatureChecks.onCallersThread(cache).lowestInvalid(jobs(20, 5));
    assertThat(verified).hasValue(6);
  }

  @Test
  void remembersTheValidOnes() {
    List<Job> jobs = jobs(6, 4);
    SignatureChecks checks = SignatureChecks.onCallersThread(cache);
    assertThat(checks.lowestInvalid(jobs)).hasValue(4);
    assertThat(jobs.stream().map(job -> cache.contains(job.id())))
        .containsExactly(true, true, true, true, false, false);
  }

  @Test
  void doesNotVerifyWhatItRemembers() {
    List<Job> jobs = jobs(8, 6);
    jobs.stream().limit(4).forEach(job -> cache.add(job.id()));
    assertThat(SignatureChecks.onCallersThread(cache).lowestInvalid(jobs)).hasValue(6);
    assertThat(verified).hasValue(3);
  }

  @Test
  void asksForNoHelpWhenAllIsRemembered() {
    List<Job> jobs = jobs(30);
    jobs.forEach(job -> cache.add(job.id()));
    Executor unwanted =
        task -> {
          throw new AssertionError("not needed");
        };
    assertThat(new SignatureChecks(cache, unwanted, 8).lowestInvalid(jobs)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void asksForNoHelpWithoutParallelism(int parallelism) {
    List<Runnable> tasks = new ArrayList<>();
    assertThat(new SignatureChecks(cache, tasks::add, parallelism).lowestInvalid(jobs(30, 20)))
        .hasValue(20);
    assertThat(tasks).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void handsOutOneTaskLessThanThreadsMayWork(int parallelism) {
    List<Runnable> tasks = new ArrayList<>();
    new SignatureChecks(cache, tasks::add, parallelism).lowestInvalid(jobs(100));
    assertThat(tasks).hasSize(parallelism - 1);
  }

  @Test
  void asksForNoHelpWithAHandfulOfSignatures() {
    List<Runnable> tasks = new ArrayList<>();
    new SignatureChecks(cache, tasks::add, 8).lowestInvalid(jobs(4));
    assertThat(tasks).isEmpty();
    new SignatureChecks(new SignatureCache(0, 1), tasks::add, 8).lowestInvalid(jobs(5));
    assertThat(tasks).hasSize(1);
  }

  @Test
  void refusesNegativeParallelism() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignatureChecks(cache, Runnable::run, -1));
  }

  @Test
  void doesAllItselfWhenTheExecutorNeverRuns() {
    assertThat(new SignatureChecks(cache, task -> {}, 4).lowestInvalid(jobs(30, 25))).hasValue(25);
  }

  @Test
  void doesAllItselfWhenTheExecutorRejects() {
    AtomicInteger offered = new AtomicInteger();
    Executor rejecting =
        task -> {
          offered.incrementAndGet();
          throw new RejectedExecutionException("full");
        };
    assertThat(new SignatureChecks(cache, rejecting, 4).lowestInvalid(jobs(30, 25))).hasValue(25);
    assertThat(offered).hasValue(1);
  }

  @Test
  void acceptsAnExecutorThatRunsInTheCallersThread() {
    assertThat(new SignatureChecks(cache, Runnable::run, 4).lowestInvalid(jobs(30, 25, 9)))
        .hasValue(9);
  }

  @Test
  void tasksThatStartAfterTheAnswerReturnAtOnce() {
    List<Runnable> tasks = new ArrayList<>();
    SignatureChecks checks = new SignatureChecks(cache, tasks::add, 4);
    // With an invalid one, jobs are left over that a late task could take.
    assertThat(checks.lowestInvalid(jobs(60, 2))).hasValue(2);
    int before = verified.get();
    assertThat(tasks).hasSize(3);
    tasks.forEach(Runnable::run);
    assertThat(verified).hasValue(before);
  }

  @Test
  void tasksThatWaitInAQueueHoldNoJobs() {
    List<Runnable> tasks = new ArrayList<>();
    WeakReference<Job> job = checkOnce(new SignatureChecks(cache, tasks::add, 4));
    assertThat(tasks).hasSize(3);
    for (int i = 0; i < 100 && job.get() != null; i++) {
      System.gc();
    }
    assertThat(job.get()).isNull();
  }

  private WeakReference<Job> checkOnce(SignatureChecks checks) {
    List<Job> jobs = jobs(60);
    assertThat(checks.lowestInvalid(jobs)).isEmpty();
    return new WeakReference<>(jobs.get(0));
  }

  @Test
  void waitsForWhatAHelperHasBegun() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch allOthersDone = new CountDownLatch(16);
    List<Job> jobs =
        jobs(
            20,
            List.of(0),
            index -> {
              if (index == 0) {
                begun.countDown();
                await(allOthersDone);
              } else if (index >= 4) {
                allOthersDone.countDown();
              }
            });
    assertThat(new SignatureChecks(cache, helperThatTakesTheFirst(begun), 2).lowestInvalid(jobs))
        .hasValue(0);
  }

  @Test
  void invalidSignatureFoundLaterDoesNotReplaceALowerOne() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch callerIsAt4 = new CountDownLatch(1);
    List<Job> jobs =
        jobs(
            20,
            List.of(0, 4),
            index -> {
              if (index == 0) {
                begun.countDown();
                await(callerIsAt4);
              } else if (index == 4) {
                callerIsAt4.countDown();
                joinHelper();
              }
            });
    assertThat(new SignatureChecks(cache, helperThatTakesTheFirst(begun), 2).lowestInvalid(jobs))
        .hasValue(0);
  }

  @Test
  void interruptedCallerStillWaitsAndKeepsItsFlag() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch allOthersDone = new CountDownLatch(16);
    AtomicBoolean answered = new AtomicBoolean();
    Thread caller = Thread.currentThread();
    List<Job> jobs =
        jobs(
            20,
            List.of(0),
            index -> {
              if (index == 0) {
                begun.countDown();
                await(allOthersDone);
                spinUntil(() -> answered.get() || isWaiting(caller));
                caller.interrupt();
                spinUntil(() -> answered.get() || !caller.isInterrupted());
                spinUntil(() -> answered.get() || isWaiting(caller));
              } else if (index >= 4) {
                allOthersDone.countDown();
              }
            });
    SignatureChecks checks = new SignatureChecks(cache, helperThatTakesTheFirst(begun), 2);
    OptionalInt lowest = checks.lowestInvalid(jobs);
    answered.set(true);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(lowest).hasValue(0);
  }

  @Test
  void callerInterruptedBeforeStillGetsTheAnswer() {
    Thread.currentThread().interrupt();
    OptionalInt lowest = SignatureChecks.onCallersThread(cache).lowestInvalid(jobs(9, 5));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(lowest).hasValue(5);
  }

  @Test
  void exceptionOfAHelperComesOutInTheCaller() {
    CountDownLatch begun = new CountDownLatch(1);
    RuntimeException bug = new RuntimeException("bug");
    List<Job> jobs =
        jobs(
            20,
            List.of(),
            index -> {
              if (index == 0) {
                begun.countDown();
                throw bug;
              }
            });
    SignatureChecks checks = new SignatureChecks(cache, helperThatTakesTheFirst(begun), 2);
    assertThatIllegalStateException().isThrownBy(() -> checks.lowestInvalid(jobs)).withCause(bug);
  }

  @Test
  void exceptionOnTheCallersThreadIsToldTheSameWay() {
    RuntimeException bug = new RuntimeException("bug");
    SignatureChecks checks = SignatureChecks.onCallersThread(cache);
    List<Job> jobs = jobs(20, List.of(9), failingAt(7, bug));
    assertThatIllegalStateException()
        .isThrownBy(() -> checks.lowestInvalid(jobs))
        .withCause(bug)
        .withMessageContaining("7");
  }

  @Test
  void exceptionAfterAnInvalidSignatureDoesNotMatter() {
    List<Job> jobs = jobs(20, List.of(6), failingAt(7, new RuntimeException("bug")));
    assertThat(SignatureChecks.onCallersThread(cache).lowestInvalid(jobs)).hasValue(6);
    assertThat(new SignatureChecks(new SignatureCache(0, 1), Runnable::run, 8).lowestInvalid(jobs))
        .hasValue(6);
  }

  @Test
  void errorIsThrownAsItIs() {
    List<Job> jobs = jobs(20, List.of(), failingAt(7, new StackOverflowError()));
    SignatureChecks checks = SignatureChecks.onCallersThread(cache);
    assertThatExceptionOfType(StackOverflowError.class)
        .isThrownBy(() -> checks.lowestInvalid(jobs));
  }

  @Test
  void helperTakesNothingMoreOnceTheCallerGivesUp() {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean broken = new AtomicBoolean();
    Thread caller = Thread.currentThread();
    List<Job> jobs =
        jobs(
            40,
            List.of(),
            index -> {
              if (index == 0) {
                begun.countDown();
                spinUntil(() -> broken.get() && isWaiting(caller));
              }
            });
    Executor once = helperThatTakesTheFirst(begun);
    Executor breaking =
        task -> {
          if (helper != null) {
            broken.set(true);
            throw new UnsupportedOperationException("broken");
          }
          once.execute(task);
        };
    SignatureChecks checks = new SignatureChecks(cache, breaking, 3);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> checks.lowestInvalid(jobs));
    assertThat(verified.get()).isLessThan(10);
  }

  @Test
  void exceptionOfTheExecutorItselfComesOut() {
    Executor broken =
        task -> {
          throw new UnsupportedOperationException("broken");
        };
    SignatureChecks checks = new SignatureChecks(cache, broken, 4);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> checks.lowestInvalid(jobs(20)));
  }

  /** What happens on the thread that asks for the message of the job at this index. */
  private interface Happening {
    void at(int index);
  }

  private static Happening failingAt(int bad, Throwable thrown) {
    return index -> {
      if (index == bad) {
        SignatureChecksTest.<RuntimeException>sneak(thrown);
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /** Runs a task on a thread of its own, and returns when it is busy with the first job. */
  private Executor helperThatTakesTheFirst(CountDownLatch begun) {
    return task -> {
      Thread thread = new Thread(task, "helper");
      helper = thread;
      thread.start();
      await(begun);
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.WAITING;
  }

  private static void spinUntil(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private List<Job> jobs(int count, Integer... invalid) {
    return jobs(count, List.of(invalid), index -> {});
  }

  private List<Job> jobs(int count, List<Integer> invalid, Happening happening) {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int index = i;
      byte[] message = ByteBuffer.allocate(4).putInt(i).array();
      Signature signature = PAIR.sign(message);
      if (invalid.contains(i)) {
        message[0] = 1;
      }
      Supplier<byte[]> supplier =
          () -> {
            verified.incrementAndGet();
            happening.at(index);
            return message;
          };
      jobs.add(new Job(id(i), PAIR.publicKey(), signature, supplier));
    }
    return jobs;
  }

  private static TransactionId id(int number) {
    return TransactionId.of(ByteBuffer.allocate(32).putInt(0, number + 1).array());
  }
}
