package dev.cairn.net;

import dev.cairn.benchmarks.BlockMaker;
import dev.cairn.benchmarks.Economy;
import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import dev.cairn.net.netty.NetRuntime;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.PeerAddress;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A new block of 1 MB that the first of eight peers gets: until all have it as their tip. Each peer
 * is linked with the two before it, so that the last one is four links away. All are in this
 * process and share its cores; their mempools have all transfers of the block, and the signatures
 * are cached. {@code bytes} is what came out of TLS at all peers together, but for pings and the
 * announcements of the transactions.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 10)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xms3g",
      "-Xmx3g",
      "-Xmn2g",
      "-XX:+UseSerialGC",
      "-Dslf4j.internal.verbosity=ERROR"
    })
public class BlockSpreadBenchmark {

  private static final int PER_SENDER = 10;
  private static final int NEIGHBOURS = 2;
  private static final long PATIENCE_SECONDS = 60;
  private static final int QUIET_PAUSES = 30;

  /** Pings and pongs of a moment. */
  private static final long QUIET_BYTES = 1_000;

  @Param({"8"})
  public int peers;

  @Param({"6700"})
  public int transactions;

  private int senders;
  private int perSender;
  private long sequence;
  private Economy economy;
  private SignatureChecks signatures;
  private Chain makersChain;
  private BlockMaker maker;
  private List<Transaction> transfers;
  private Block block;

  @Setup
  public void makeEconomy() {
    senders = Math.max(1, transactions / PER_SENDER);
    perSender = transactions / senders;
    economy = new Economy(senders);
    signatures = SignatureChecks.onCallersThread(new SignatureCache(1 << 20, 0));
    makersChain = economy.chain(signatures);
    maker = new BlockMaker(makersChain, Economy.stranger(0));
  }

  /** The next block. */
  @Setup(Level.Invocation)
  public void makeBlock() {
    transfers = economy.transfers(0, senders, sequence, senders * perSender);
    sequence += perSender;
    transfers.parallelStream()
        .forEach(
            each ->
                makersChain
                    .transactionRules()
                    .checkInIsolation(each)
                    .ifPresent(
                        why -> {
                          throw new IllegalStateException(why.toString());
                        }));
    block = maker.make(transfers);
  }

  /** What was sent. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Traffic {
    public long bytes;
  }

  /** The peers, and which of them wait for which block. */
  private static final class Network {
    private final NetRuntime runtime = NetRuntime.create(NetRuntime.Threads.forOneNode());
    private final List<MeasuredPeer> peers = new ArrayList<>();
    private volatile Awaited awaited = new Awaited(BlockHash.ZERO, new CountDownLatch(0));
    private long blockBytesBefore;

    private record Awaited(BlockHash tip, CountDownLatch missing) {}

    Network(BlockSpreadBenchmark of, NetLimits limits) throws IOException {
      for (int i = 0; i < of.peers; i++) {
        List<PeerAddress> before =
            peers.subList(Math.max(0, i - NEIGHBOURS), i).stream()
                .map(MeasuredPeer::address)
                .toList();
        MeasuredPeer peer = new MeasuredPeer(of.economy, of.signatures, limits, runtime, before);
        peers.add(peer);
        peer.onTip(tip -> onTip(tip.hash())).join();
      }
      for (int i = 0; i < of.peers; i++) {
        int links = Math.min(NEIGHBOURS, i) + Math.min(NEIGHBOURS, of.peers - 1 - i);
        MeasuredPeer peer = peers.get(i);
        while (peer.links() < links) {
          pause();
        }
      }
    }

    private void onTip(BlockHash tip) {
      Awaited now = awaited;
      if (now.tip().equals(tip)) {
        now.missing().countDown();
      }
    }

    private static void pause() {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }

    void fill(List<Transaction> transfers) {
      peers.stream().map(peer -> peer.fill(transfers)).toList().forEach(CompletableFuture::join);
      awaitQuiet();
      blockBytesBefore = blockBytes();
    }

    void spread(Block block) throws InterruptedException {
      CountDownLatch missing = new CountDownLatch(peers.size());
      awaited = new Awaited(block.hash(), missing);
      peers.get(0).submit(block);
      if (!missing.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        peers.forEach(MeasuredPeer::requireWell);
        throw new IllegalStateException(missing.getCount() + " peers do not have the block");
      }
    }

    private long blockBytes() {
      return peers.stream().mapToLong(MeasuredPeer::blockBytesReceived).sum();
    }

    /** Until what is under way has come, and nobody announces anything more. */
    private void awaitQuiet() {
      long seen;
      long now = bytes();
      do {
        seen = now;
        for (int i = 0; i < QUIET_PAUSES; i++) {
          pause();
        }
        now = bytes();
      } while (now - seen > QUIET_BYTES);
    }

    private long bytes() {
      return peers.stream().mapToLong(MeasuredPeer::bytesReceived).sum();
    }

    /** What has come of blocks since the mempools were filled. */
    long blockBytesSinceFilled() {
      awaitQuiet();
      return blockBytes() - blockBytesBefore;
    }

    void close() {
      peers.forEach(MeasuredPeer::close);
      runtime.close();
    }
  }

  private static NetLimits limits(int compactBlockPeers) {
    Map<String, Integer> changes = Map.of("outbound", 0, "compactBlockPeers", compactBlockPeers);
    RecordComponent[] components = NetLimits.class.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        Integer change = changes.get(components[i].getName());
        values[i] = change == null ? components[i].getAccessor().invoke(NetLimits.DEFAULT) : change;
      }
      return NetLimits.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Peers as they are by default, but for those that they would dial besides. */
  @State(Scope.Benchmark)
  public static class Compact {
    private Network network;

    @Setup
    public void open(BlockSpreadBenchmark benchmark) throws IOException {
      network = new Network(benchmark, limits(NetLimits.DEFAULT.compactBlockPeers()));
    }

    @Setup(Level.Invocation)
    public void fill(BlockSpreadBenchmark benchmark) {
      network.fill(benchmark.transfers);
    }

    @TearDown(Level.Invocation)
    public void count(Traffic traffic) {
      traffic.bytes = network.blockBytesSinceFilled();
    }

    @TearDown
    public void close() {
      network.close();
    }
  }

  /** Peers that ask nobody for compact blocks. */
  @State(Scope.Benchmark)
  public static class Full {
    private Network network;

    @Setup
    public void open(BlockSpreadBenchmark benchmark) throws IOException {
      network = new Network(benchmark, limits(0));
    }

    @Setup(Level.Invocation)
    public void fill(BlockSpreadBenchmark benchmark) {
      network.fill(benchmark.transfers);
    }

    @TearDown(Level.Invocation)
    public void count(Traffic traffic) {
      traffic.bytes = network.blockBytesSinceFilled();
    }

    @TearDown
    public void close() {
      network.close();
    }
  }

  /** As many chains without a network. */
  @State(Scope.Benchmark)
  public static class Chains {
    private List<Chain> chains;

    @Setup
    public void open(BlockSpreadBenchmark benchmark) {
      chains =
          IntStream.range(0, benchmark.peers)
              .mapToObj(i -> benchmark.economy.chain(benchmark.signatures))
              .toList();
    }
  }

  @Benchmark
  public void compact(Compact peers) throws InterruptedException {
    peers.network.spread(block);
  }

  @Benchmark
  public void full(Full peers) throws InterruptedException {
    peers.network.spread(block);
  }

  /** The validation of the block by all of them, on all cores. */
  @Benchmark
  public void boundValidation(Chains of) {
    of.chains.parallelStream().forEach(chain -> BlockMaker.submit(chain, block));
  }
}
