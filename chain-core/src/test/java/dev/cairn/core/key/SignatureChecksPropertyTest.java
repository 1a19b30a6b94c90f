package dev.cairn.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.key.SignatureChecks.Job;
import dev.cairn.core.value.TransactionId;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class SignatureChecksPropertyTest {

  private static final int MOST_JOBS = 40;
  private static final KeyPair PAIR = KeyPair.fromSeed(new byte[32]);

  private static final List<Job> VALID = new ArrayList<>();
  private static final List<Job> INVALID = new ArrayList<>();

  static {
    for (int i = 0; i < MOST_JOBS; i++) {
      byte[] message = ByteBuffer.allocate(4).putInt(i).array();
      byte[] changed = ByteBuffer.allocate(4).putInt(i + 1000).array();
      Signature signature = PAIR.sign(message);
      VALID.add(new Job(id(i), PAIR.publicKey(), signature, () -> message));
      INVALID.add(new Job(id(i + 1000), PAIR.publicKey(), signature, () -> changed));
    }
  }

  private static final ExecutorService POOL_OF_2 = Executors.newFixedThreadPool(2);

  @AfterAll
  static void shutPoolDown() {
    POOL_OF_2.shutdownNow();
  }

  @Test
  void answerDependsOnTheSignaturesAlone() {
    Random random = Seeds.random("answerDependsOnTheSignaturesAlone");
    for (int round = 0; round < Seeds.rounds(150, 5000); round++) {
      List<Job> jobs = draw(random);
      SignatureCache cache = drawCache(random, jobs);
      Deque<Runnable> late = new ArrayDeque<>();
      int kind = random.nextInt(7);
      int parallelism = random.nextInt(9);
      SignatureChecks checks = new SignatureChecks(cache, executor(kind, late), parallelism);
      String what = "executor " + kind + ", parallelism " + parallelism + ", round " + round;
      assertThat(checks.lowestInvalid(jobs)).as(what).isEqualTo(lowestOneByOne(jobs));
      late.forEach(Runnable::run);
      assertThat(INVALID).as(what).noneMatch(job -> cache.contains(job.id()));
      // A second time, with what is in the cache by now.
      assertThat(checks.lowestInvalid(jobs)).as(what).isEqualTo(lowestOneByOne(jobs));
    }
  }

  @Test
  void severalCallersMayShareOneObject() throws Exception {
    Random random = Seeds.random("severalCallersMayShareOneObject");
    ExecutorService callers = Executors.newFixedThreadPool(3);
    try {
      for (int round = 0; round < Seeds.rounds(5, 200); round++) {
        SignatureCache cache = new SignatureCache(16, random.nextLong());
        SignatureChecks checks = new SignatureChecks(cache, POOL_OF_2, 3);
        List<List<Job>> lists = List.of(draw(random), draw(random), draw(random));
        List<Future<OptionalInt>> answers = new ArrayList<>();
        for (List<Job> jobs : lists) {
          answers.add(callers.submit(() -> checks.lowestInvalid(jobs)));
        }
        for (int i = 0; i < lists.size(); i++) {
          assertThat(answers.get(i).get()).isEqualTo(lowestOneByOne(lists.get(i)));
        }
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private static Executor executor(int kind, Deque<Runnable> late) {
    return switch (kind) {
      case 0 -> task -> {};
      case 1 -> late::add;
      case 2 -> Runnable::run;
      case 3 ->
          task -> {
            throw new RejectedExecutionException("full");
          };
      case 4 ->
          task -> {
            if (!late.isEmpty()) {
              throw new RejectedExecutionException("full");
            }
            late.add(task);
          };
      default -> POOL_OF_2;
    };
  }

  private static List<Job> draw(Random random) {
    List<Job> jobs = new ArrayList<>(VALID.subList(0, random.nextInt(MOST_JOBS + 1)));
    Collections.shuffle(jobs, random);
    int invalid = random.nextInt(4);
    for (int i = 0; i < invalid && !jobs.isEmpty(); i++) {
      jobs.set(random.nextInt(jobs.size()), INVALID.get(random.nextInt(MOST_JOBS)));
    }
    return jobs;
  }

  private static SignatureCache drawCache(Random random, List<Job> jobs) {
    int[] capacities = {0, 4, 1024};
    SignatureCache cache =
        new SignatureCache(capacities[random.nextInt(capacities.length)], random.nextLong());
    boolean filled = random.nextBoolean();
    for (Job job : jobs) {
      if (VALID.contains(job) && (filled || random.nextInt(3) == 0)) {
        cache.add(job.id());
      }
    }
    return cache;
  }

  private static OptionalInt lowestOneByOne(List<Job> jobs) {
    for (int i = 0; i < jobs.size(); i++) {
      if (INVALID.contains(jobs.get(i))) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private static TransactionId id(int number) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) number);
    bytes[0] = (byte) (number >> 8);
    bytes[1] = 1;
    return TransactionId.of(bytes);
  }
}
