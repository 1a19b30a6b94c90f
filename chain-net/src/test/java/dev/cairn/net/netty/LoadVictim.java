package dev.cairn.net.netty;

import dev.cairn.core.network.NetworkParameters;
import dev.cairn.net.PeerNode;
import dev.cairn.net.engine.NetStatus;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A peer in a JVM of its own, to be attacked. It says where it listens, and answers {@code probe}
 * on standard input with a line of JSON; at the end of the input it ends. See {@link
 * VictimProcess}.
 */
final class LoadVictim {

  private static final long LOOK_MILLIS = 50;
  private static final long CLEANER_MILLIS = 200;

  private static final AtomicLong DIRECT_MAX = new AtomicLong();
  private static final AtomicLong PINNED_HEAP_MAX = new AtomicLong();
  private static final AtomicLong FILES_MAX = new AtomicLong();

  private LoadVictim() {}

  public static void main(String[] arguments) throws Exception {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (PeerNode node = PeerNode.of(NetworkParameters.dev()).listen(address).start()) {
      watchMemory();
      node.ended().whenComplete((unused, fault) -> System.err.println("node ended: " + fault));
      System.out.println("port " + node.address().getPort());
      BufferedReader commands =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        System.out.println(probe(node));
      }
    }
  }

  private static void watchMemory() {
    Thread watch =
        new Thread(
            () -> {
              while (true) {
                DIRECT_MAX.accumulateAndGet(PlatformDependent.usedDirectMemory(), Math::max);
                PINNED_HEAP_MAX.accumulateAndGet(
                    PooledByteBufAllocator.DEFAULT.pinnedHeapMemory(), Math::max);
                FILES_MAX.accumulateAndGet(files(), Math::max);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
              }
            },
            "watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static String probe(PeerNode node) {
    System.gc();
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(CLEANER_MILLIS)); // buffers are freed now
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    NetStatus status = node.status();
    return """
    {"heapAfterGc":%d,"pooledHeap":%d,"pinnedHeapMax":%d,"direct":%d,"directMax":%d,"pinnedDirect":%d,\
    "files":%d,"filesMax":%d,"peers":%d,"handshakes":%d,"banned":%d,"cpuMillis":%d}\
    """
        .formatted(
            heap,
            PooledByteBufAllocator.DEFAULT.metric().usedHeapMemory(),
            PINNED_HEAP_MAX.get(),
            PlatformDependent.usedDirectMemory(),
            DIRECT_MAX.get(),
            PooledByteBufAllocator.DEFAULT.pinnedDirectMemory(),
            files(),
            FILES_MAX.get(),
            status.peers().size(),
            status.handshakes(),
            status.bannedMillis().size(),
            cpuMillis());
  }

  private static long cpuMillis() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
  }

  /** How many files and sockets this process has open. */
  private static long files() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : open.length;
  }
}
