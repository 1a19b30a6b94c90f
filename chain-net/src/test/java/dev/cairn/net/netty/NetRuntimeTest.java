package dev.cairn.net.netty;

import static dev.cairn.net.netty.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.net.message.Ping;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Threads, loops and workers. */
@ExtendWith(NoLeaks.class)
class NetRuntimeTest {

  private static final NetRuntime.Threads THREADS = new NetRuntime.Threads(2, 1, 2, 3, 1024, 4);

  private static List<String> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("cairn-"))
        .toList();
  }

  @Test
  void closeLeavesNoThread() {
    await().until(() -> ourThreads().isEmpty()); // those of other tests may be ending
    NetRuntime runtime = NetRuntime.create(THREADS);
    try (TestNode first = new TestNode(runtime, TestLimits.PATIENT);
        TestNode second = new TestNode(runtime, TestLimits.PATIENT)) {
      first.dial(second, Optional.empty());
      await().until(() -> !second.opened.isEmpty());
      runtime.workers().forLoop(first.loop).submit(() -> {}, () -> {});
    }
    assertThat(ourThreads()).isNotEmpty();

    runtime.close();

    await().until(() -> ourThreads().isEmpty());
  }

  /** In a ring: each dials the next and greets it. */
  @Test
  void manyNodesShareOneRuntime() {
    NetRuntime runtime = NetRuntime.create(THREADS);
    NetLimits limits =
        TestLimits.with(
            Map.of(
                "linksPerAddress", 100, "acceptsPerSecondPerAddress", 100, "goodbyeMillis", 200));
    List<TestNode> nodes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      nodes.add(new TestNode(runtime, limits));
    }
    int threads = ourThreads().size();
    assertThat(threads).isLessThanOrEqualTo(2 + 1 + 2 + 3);

    for (int i = 0; i < 100; i++) {
      nodes.get(i).dial(nodes.get((i + 1) % 100), Optional.of(nodes.get((i + 1) % 100).id()));
    }
    await().until(() -> nodes.stream().allMatch(n -> n.opened.size() == 2));
    nodes.forEach(
        n -> n.run(() -> n.opened.forEach(link -> n.transport.send(link.id(), new Ping(1)))));
    await().until(() -> nodes.stream().allMatch(n -> n.messages.size() == 2));

    nodes.parallelStream().forEach(TestNode::close);
    runtime.close();
    await().until(() -> ourThreads().isEmpty());
  }

  @Test
  void handshakesThatDoNotFitFailAndOthersGoOn() {
    NetRuntime runtime = NetRuntime.create(new NetRuntime.Threads(2, 1, 1, 1, 2, 4));
    CountDownLatch go = new CountDownLatch(1);
    runtime.handshakes().execute(() -> waitFor(go));
    try (TestNode listener = new TestNode(runtime, TestLimits.PATIENT);
        TestNode dialler = new TestNode(runtime, TestLimits.PATIENT)) {
      for (int i = 0; i < 5; i++) {
        dialler.dial(listener, Optional.of(listener.id()));
      }
      await().until(() -> dialler.failed.size() == 3);
      go.countDown();
      await().until(() -> dialler.opened.size() == 2 && listener.opened.size() == 2);
      assertThat(listener.transport.endedBeforeLink())
          .isEqualTo(Map.of(DisconnectReason.TLS_FAILED, 3L));
    }
    runtime.close();
  }

  @Test
  void tasksOfALoopRunInOrderOnOneThread() throws Exception {
    try (NetRuntime runtime = NetRuntime.create(THREADS)) {
      EventLoopScheduler loop = runtime.newEngineLoop(InstantSource.system(), fault -> {});
      List<Integer> order = new CopyOnWriteArrayList<>();
      CountDownLatch done = new CountDownLatch(1);
      assertThat(loop.isLoopThread()).isFalse();
      loop.execute(
          () -> {
            loop.schedule(30, () -> order.add(4));
            loop.schedule(10, () -> order.add(3));
            loop.schedule(0, () -> order.add(2));
            loop.schedule(60, done::countDown);
            order.add(loop.isLoopThread() ? 1 : -1); // 0 is soon, never now
          });
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(order).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void aTaskIsNeverEarly() throws Exception {
    try (NetRuntime runtime = NetRuntime.create(THREADS)) {
      EventLoopScheduler loop = runtime.newEngineLoop(InstantSource.system(), fault -> {});
      for (int delay = 1; delay <= 20; delay++) {
        CountDownLatch done = new CountDownLatch(1);
        long begin = loop.nowMillis();
        long[] end = new long[1];
        loop.schedule(
            delay,
            () -> {
              end[0] = loop.nowMillis();
              done.countDown();
            });
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(end[0] - begin).isGreaterThanOrEqualTo(delay);
      }
    }
  }

  @Test
  void aTaskThatThrowsIsToldAndTheNextOneRuns() throws Exception {
    try (NetRuntime runtime = NetRuntime.create(THREADS)) {
      List<Throwable> faults = new CopyOnWriteArrayList<>();
      EventLoopScheduler loop = runtime.newEngineLoop(InstantSource.system(), faults::add);
      CountDownLatch done = new CountDownLatch(1);
      loop.execute(
          () -> {
            throw new IllegalStateException("first");
          });
      loop.schedule(
          1,
          () -> {
            throw new AssertionError("second");
          });
      loop.schedule(20, done::countDown);
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(faults).extracting(Throwable::getMessage).containsExactly("first", "second");
    }
  }

  @Test
  void theWallClockStaysWithinWhatAHeaderCanSay() {
    try (NetRuntime runtime = NetRuntime.create(THREADS)) {
      assertThat(seconds(runtime, Instant.ofEpochMilli(1999))).isEqualTo(1);
      assertThat(seconds(runtime, Instant.ofEpochSecond(-5))).isZero();
      assertThat(seconds(runtime, Instant.parse("2200-01-01T00:00:00Z"))).isEqualTo(0xffff_ffffL);
    }
  }

  private static long seconds(NetRuntime runtime, Instant now) {
    return runtime.newEngineLoop(() -> now, fault -> {}).wallClock().seconds();
  }

  @Test
  void completionsComeOnTheLoopAlsoOfJobsThatThrow() throws Exception {
    try (NetRuntime runtime = NetRuntime.create(THREADS)) {
      EventLoopScheduler loop = runtime.newEngineLoop(InstantSource.system(), fault -> {});
      CountDownLatch done = new CountDownLatch(3);
      List<Boolean> onLoop = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 3; i++) {
        runtime
            .workers()
            .forLoop(loop)
            .submit(
                () -> {
                  throw new StackOverflowError("in a job");
                },
                () -> {
                  onLoop.add(loop.isLoopThread());
                  done.countDown();
                });
      }
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(onLoop).containsOnly(true);
    }
  }

  @Test
  void aJobThatDoesNotFitIsNotDoneButCompleted() throws Exception {
    try (NetRuntime runtime = NetRuntime.create(THREADS)) {
      EventLoopScheduler loop = runtime.newEngineLoop(InstantSource.system(), fault -> {});
      var workers = runtime.workers().forLoop(loop);
      CountDownLatch go = new CountDownLatch(1);
      CountDownLatch allDone = new CountDownLatch(20);
      CountDownLatch refused = new CountDownLatch(14); // 20 less 2 that run and 4 that wait
      List<Integer> ran = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 20; i++) {
        int number = i;
        workers.submit(
            () -> {
              waitFor(go);
              ran.add(number);
            },
            () -> {
              allDone.countDown();
              refused.countDown();
            });
      }
      assertThat(refused.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(ran).isEmpty();
      assertThat(runtime.workers().queuedJobs()).isEqualTo(4);
      go.countDown();
      assertThat(allDone.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(ran).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    }
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theAgeOfTheOldestJobIsKnown() {
    try (NetRuntime runtime = NetRuntime.create(THREADS)) {
      EventLoopScheduler loop = runtime.newEngineLoop(InstantSource.system(), fault -> {});
      WorkerPool workers = runtime.workers();
      assertThat(workers.oldestJobMillis()).isEmpty();
      CountDownLatch go = new CountDownLatch(1);
      workers.forLoop(loop).submit(() -> waitFor(go), () -> {});
      await().until(() -> workers.oldestJobMillis().orElse(0) >= 100);
      go.countDown();
      await().until(() -> workers.oldestJobMillis().isEmpty());
    }
  }
}
