package dev.cairn.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.key.Signature;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.value.TransactionId;
import dev.cairn.net.netty.NetRuntime;
import dev.cairn.net.runtime.Workers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How the signatures of a block are shared among the workers that check blocks. */
class SignatureChecksTest {

  private static final KeyPair KEY = KeyPair.fromSeed(new byte[KeyPair.SEED_LENGTH]);

  private final AtomicInteger numbers = new AtomicInteger();

  /** Some signatures, of which each was never seen before. */
  private List<SignatureChecks.Job> jobs(int count, Runnable whenChecked) {
    List<SignatureChecks.Job> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] message = ByteBuffer.allocate(32).putInt(numbers.incrementAndGet()).array();
      Signature signature = KEY.sign(message);
      jobs.add(
          new SignatureChecks.Job(
              TransactionId.of(message),
              KEY.publicKey(),
              signature,
              () -> {
                whenChecked.run();
                return message;
              }));
    }
    return jobs;
  }

  private static NetRuntime runtime(int workers, int jobQueue) {
    return NetRuntime.create(new NetRuntime.Threads(1, 1, workers, 1, 16, jobQueue));
  }

  @Test
  void allWorkersCheckOneBlock() throws Exception {
    try (NetRuntime runtime = runtime(3, 64)) {
      SignatureChecks checks = PeerNodeBuilder.signatureChecks(runtime);
      CountDownLatch three = new CountDownLatch(3);
      Set<String> threads = new ConcurrentSkipListSet<>();
      List<SignatureChecks.Job> block =
          jobs(
              100,
              () -> {
                if (threads.add(Thread.currentThread().getName())) {
                  three.countDown();
                  awaitQuietly(three);
                }
              });
      CountDownLatch done = new CountDownLatch(1);
      AtomicReference<OptionalInt> result = new AtomicReference<>(OptionalInt.of(-1));
      Workers workers = runtime.workers().forLoop(Runnable::run);
      workers.submit(() -> result.set(checks.lowestInvalid(block)), done::countDown);
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(result.get()).isEmpty();
      assertThat(three.getCount()).isZero();
      assertThat(threads).hasSize(3).allMatch(name -> name.contains("cairn-worker"));
    }
  }

  /** Each worker has a block of its own, and the queue is full of more: nobody helps anybody. */
  @Test
  void blocksThatTakeAllWorkersDoNotWaitForOneAnother() throws Exception {
    int blocks = 12;
    try (NetRuntime runtime = runtime(2, 10)) {
      SignatureChecks checks = PeerNodeBuilder.signatureChecks(runtime);
      CountDownLatch queued = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(blocks);
      AtomicInteger passed = new AtomicInteger();
      Workers workers = runtime.workers().forLoop(Runnable::run);
      for (int i = 0; i < blocks; i++) {
        List<SignatureChecks.Job> block = jobs(20, () -> {});
        workers.submit(
            () -> {
              awaitQuietly(queued);
              if (checks.lowestInvalid(block).isEmpty()) {
                passed.incrementAndGet();
              }
            },
            done::countDown);
      }
      queued.countDown();
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(passed).hasValue(blocks);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
