package dev.cairn.net.netty;

import static dev.cairn.net.netty.Patiently.await;

import com.sun.management.OperatingSystemMXBean;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.NetLimits;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures an allocator with the traffic of a node: what NetRuntime says of its choice. No test;
 * run it by hand, once for each, with {@code -XX:MaxDirectMemorySize=64m} and the arguments {@code
 * pooled} or {@code adaptive}, links, payload bytes, seconds.
 */
final class AllocatorComparison {

  private AllocatorComparison() {}

  public static void main(String[] arguments) throws IOException {
    ByteBufAllocator allocator =
        arguments[0].equals("pooled")
            ? PooledByteBufAllocator.DEFAULT
            : new AdaptiveByteBufAllocator();
    int links = Integer.parseInt(arguments[1]);
    int bytes = Integer.parseInt(arguments[2]);
    int seconds = Integer.parseInt(arguments[3]);
    NetRuntime runtime = NetRuntime.create(new NetRuntime.Threads(2, 1, 1, 1, 4096, 16), allocator);
    NetLimits limits =
        TestLimits.with(
            Map.of(
                "linksPerAddress", 2000,
                "pendingHandshakes", 2000,
                "acceptsPerSecond", 10_000,
                "acceptsPerSecondPerAddress", 10_000));
    try (TestNode from = new TestNode(runtime, limits);
        TestNode to = new TestNode(runtime, limits)) {
      for (int i = 0; i < links; i++) {
        from.dial(to, Optional.of(to.id()));
      }
      await().until(() -> from.opened.size() == links && to.opened.size() == links);
      flood(from, to, bytes, 3); // warm up
      long[] result = flood(from, to, bytes, seconds);
      System.out.printf(
          "%s: %d links, %d bytes: %d us of CPU for 1 MiB, %d MiB/s, direct at most %d KiB, heap at"
              + " most %d KiB%n",
          arguments[0],
          links,
          bytes,
          result[3] / 1000 / Math.max(1, result[0] >> 20),
          result[0] / seconds >> 20,
          result[1] >> 10,
          result[2] >> 10);
      thousandThatStop(to, allocator);
    }
    runtime.close();
  }

  /** Bytes that arrived, peak of direct memory, peak of heap memory, nanoseconds of CPU. */
  private static long[] flood(TestNode from, TestNode to, int bytes, int seconds) {
    Message block = LargeMessage.of(bytes);
    AtomicLong arrived = new AtomicLong();
    to.keepsMessages = false;
    to.onMessage = (link, message) -> arrived.addAndGet(bytes);
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var metric = ((ByteBufAllocatorMetricProvider) from.runtime.allocator()).metric();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long cpu = system.getProcessCpuTime();
    long directMax = 0;
    long heapMax = 0;
    while (System.nanoTime() < end) {
      from.run(
          () ->
              from.opened.forEach(
                  link -> {
                    while (from.transport.isWritable(link.id())) {
                      from.transport.send(link.id(), block);
                    }
                  }));
      directMax = Math.max(directMax, metric.usedDirectMemory());
      heapMax = Math.max(heapMax, metric.usedHeapMemory());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    return new long[] {arrived.get(), directMax, heapMax, system.getProcessCpuTime() - cpu};
  }

  /** A thousand connections that have sent a part of a TLS record and wait. */
  private static void thousandThatStop(TestNode node, ByteBufAllocator allocator)
      throws IOException {
    var metric = ((ByteBufAllocatorMetricProvider) allocator).metric();
    long before = metric.usedDirectMemory();
    List<RawPeer> stuck = new ArrayList<>();
    byte[] part = new byte[8 << 10];
    part[0] = 22;
    part[1] = 3;
    part[2] = 1;
    part[3] = 0x3f;
    for (int i = 0; i < 1000; i++) {
      stuck.add(new RawPeer(node.address).sendRaw(part));
    }
    await().until(() -> node.transport.openSockets() > 1000);
    System.out.printf(
        "a thousand with 8 KiB of a record: direct %d KiB, before %d KiB%n",
        metric.usedDirectMemory() >> 10, before >> 10);
    for (RawPeer peer : stuck) {
      peer.reset();
    }
  }
}
