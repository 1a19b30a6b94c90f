package dev.cairn.net;

import dev.cairn.benchmarks.BlockMaker;
import dev.cairn.benchmarks.Economy;
import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.chain.InMemoryChainStore;
import dev.cairn.core.chain.Origin;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.BlockRules;
import dev.cairn.core.value.BlockHash;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * A new peer that joins one with a long chain, over loopback: from its start until it has all. Both
 * are in this process and have its cores, so that whatever the other one does is in the time as
 * well. Signatures are cold, as for everyone who synchronises.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xms6g",
      "-Xmx6g",
      "-Xmn4g",
      "-XX:+AlwaysPreTouch",
      "-XX:+UseSerialGC",
      "-Dslf4j.internal.verbosity=ERROR"
    })
public class SyncBenchmark {

  private static final int SENDERS = 500;
  private static final long PATIENCE_MINUTES = 5;
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(Economy.LATER.seconds()));

  @Param({"50000"})
  public int blocks;

  /** Transfers in each block. */
  @Param({"1", "0"})
  public int transfers;

  private Economy economy;
  private List<Block> chainOfBlocks;
  private BlockHash last;
  private PeerNode source;
  private @Nullable PeerNode peer;

  @Setup
  public void makeBlocks() throws IOException {
    economy = new Economy(SENDERS);
    List<Transaction> all = economy.transfers(blocks * transfers);
    SignatureChecks signatures = SignatureChecks.onCallersThread(economy.cacheOf(all));
    InMemoryChainStore store = new InMemoryChainStore();
    BlockMaker maker = new BlockMaker(chain(store, signatures), Economy.stranger(0));
    chainOfBlocks = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      chainOfBlocks.add(maker.make(all.subList(i * transfers, (i + 1) * transfers)));
    }
    last = chainOfBlocks.get(blocks - 1).hash();
    source =
        PeerNode.of(economy.network())
            .clock(CLOCK)
            .store(store)
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .start();
  }

  private Chain chain(InMemoryChainStore store, SignatureChecks signatures) {
    return Chain.open(
        economy.network(), Applications.standard(), store, signatures, ChainLimits.DEFAULT);
  }

  private Chain coldChain() {
    SignatureCache cache = new SignatureCache(1 << 17, 0);
    return chain(new InMemoryChainStore(), SignatureChecks.onCallersThread(cache));
  }

  @TearDown
  public void close() {
    source.close();
  }

  @TearDown(Level.Iteration)
  public void closePeer() {
    if (peer != null) {
      peer.close();
      peer = null;
    }
  }

  @Setup(Level.Iteration)
  public void collectGarbage() {
    System.gc();
  }

  @Benchmark
  public Tip sync() throws IOException, InterruptedException {
    PeerNode joining = PeerNode.of(economy.network()).clock(CLOCK).join(source.address()).start();
    peer = joining;
    CountDownLatch done = new CountDownLatch(1);
    joining.onTip(tip -> countDown(done, tip));
    countDown(done, joining.tip());
    if (!done.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      throw new IllegalStateException("at " + joining.tip().height() + ": " + joining.status());
    }
    return joining.tip();
  }

  private void countDown(CountDownLatch done, Tip tip) {
    if (tip.hash().equals(last)) {
      done.countDown();
    }
  }

  /** The validation of the same blocks alone, on one thread. */
  @Benchmark
  public Tip boundSubmitAll() {
    Chain chain = coldChain();
    chainOfBlocks.forEach(block -> BlockMaker.submit(chain, block));
    return require(chain.tip());
  }

  /** The same with what needs no chain, the signatures above all, done before on all cores. */
  @Benchmark
  public Tip boundSubmitAllOnAllCores() {
    Chain chain = coldChain();
    List<BlockRules.Isolation> isolations =
        chainOfBlocks.parallelStream().map(chain.rules()::checkInIsolation).toList();
    for (BlockRules.Isolation isolation : isolations) {
      Verdict verdict = chain.submitBlock(isolation, Origin.LOCAL, Economy.LATER);
      if (!(verdict instanceof Verdict.Accepted)) {
        throw new IllegalStateException(verdict.toString());
      }
    }
    return require(chain.tip());
  }

  private Tip require(Tip tip) {
    if (!tip.hash().equals(last)) {
      throw new IllegalStateException("the tip is at " + tip.height());
    }
    return tip;
  }
}
