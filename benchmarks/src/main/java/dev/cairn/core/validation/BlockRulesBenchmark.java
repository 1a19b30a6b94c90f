package dev.cairn.core.validation;

import dev.cairn.benchmarks.BlockMaker;
import dev.cairn.benchmarks.Economy;
import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.ledger.StateOverlay;
import dev.cairn.core.ledger.StateView;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Height;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
 * Judging a block of transfers, each of another sender, by all rules for bodies; and the same as
 * {@code Chain.submitBlock} does it, with header, store and a new tip. Signatures are verified on
 * two threads, or were verified before ({@code cached}).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseSerialGC"})
public class BlockRulesBenchmark {

  @Param({"5000"})
  public int transactions;

  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private Economy economy;
  private Block block;
  private StateView state;
  private BareSignatures bareSignatures;
  private SignatureChecks cold;
  private SignatureChecks cached;
  private BlockRules coldRules;
  private BlockRules cachedRules;

  /** A chain that has the block's parent and not the block. */
  @State(Scope.Thread)
  public static class NewChain {
    private Chain cold;
    private Chain cached;

    @Setup(Level.Invocation)
    public void open(BlockRulesBenchmark benchmark) {
      cold = benchmark.economy.chain(benchmark.cold);
      cached = benchmark.economy.chain(benchmark.cached);
    }
  }

  @Setup
  public void makeBlock() {
    economy = new Economy(transactions);
    NetworkParameters network = economy.network();
    List<Transaction> transfers = economy.transfers(transactions);
    bareSignatures = new BareSignatures(transfers, network.id());
    cold = new SignatureChecks(new SignatureCache(0, 0), executor, 2);
    cached = new SignatureChecks(economy.cacheOf(transfers), executor, 2);
    coldRules = rules(network, cold);
    cachedRules = rules(network, cached);
    Chain chain = economy.chain(cached);
    state = chain.tip().state();
    block = new BlockMaker(chain, Economy.stranger(0)).make(transfers);
  }

  private static BlockRules rules(NetworkParameters network, SignatureChecks signatures) {
    TransactionRules transactionRules =
        new TransactionRules(network, Applications.standard(), signatures);
    return new BlockRules(network, transactionRules, signatures);
  }

  @TearDown
  public void endThread() {
    executor.shutdown();
  }

  @Benchmark
  public StateOverlay judgeCold() {
    return judge(coldRules);
  }

  @Benchmark
  public StateOverlay judgeCached() {
    return judge(cachedRules);
  }

  private StateOverlay judge(BlockRules rules) {
    Height height = Height.GENESIS.next();
    StateOverlay overlay = new StateOverlay(state);
    BlockRules.Isolation isolation = rules.checkInIsolation(block);
    if (rules.checkInContext(isolation, height).isPresent()
        || rules.apply(block, height, overlay).isPresent()) {
      throw new IllegalStateException("the block is not valid");
    }
    return overlay;
  }

  @Benchmark
  public Verdict submitCold(NewChain chain) {
    return BlockMaker.submit(chain.cold, block);
  }

  @Benchmark
  public Verdict submitCached(NewChain chain) {
    return BlockMaker.submit(chain.cached, block);
  }

  /** As many Ed25519 verifications of the same messages, on two threads. */
  @Benchmark
  public void boundVerification() throws Exception {
    bareSignatures.verifyOnTwoThreads(executor);
  }
}
