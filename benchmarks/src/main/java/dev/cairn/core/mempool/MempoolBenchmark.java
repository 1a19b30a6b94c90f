package dev.cairn.core.mempool;

import dev.cairn.benchmarks.Economy;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.BareSignatures;
import dev.cairn.core.value.TransactionId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Taking 1,000 transfers, each of a new sender, into a pool that has many: four of each sender.
 * Times are per transfer, on one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms4g", "-Xmx4g", "-XX:+UseSerialGC"})
public class MempoolBenchmark {

  private static final int BATCH = 1_000;
  private static final int PER_SENDER = 4;
  private static final MempoolLimits ROOMY = limits(Long.MAX_VALUE);

  @Param({"20000", "100000"})
  public int entries;

  private Economy economy;
  private Chain chain;
  private List<Transaction> before;
  private List<Transaction> added;
  private BareSignatures bareSignatures;

  /** A pool with room for more, filled for each measurement. */
  @State(Scope.Thread)
  public static class RoomyPool {
    private Mempool pool;

    @Setup(Level.Invocation)
    public void fill(MempoolBenchmark benchmark) {
      pool = benchmark.poolOf(ROOMY);
    }
  }

  /** A pool that is at the bound of its heap. */
  @State(Scope.Thread)
  public static class FullPool {
    private long heapBytes;
    private Mempool pool;

    @Setup
    public void count(MempoolBenchmark benchmark) {
      heapBytes = benchmark.poolOf(ROOMY).heapBytes();
    }

    @Setup(Level.Invocation)
    public void fill(MempoolBenchmark benchmark) {
      pool = benchmark.poolOf(limits(heapBytes));
    }
  }

  /** The transactions by their ids alone. */
  @State(Scope.Thread)
  public static class ById {
    private TreeMap<TransactionId, Transaction> transactions;

    @Setup(Level.Invocation)
    public void fill(MempoolBenchmark benchmark) {
      transactions = new TreeMap<>();
      benchmark.before.forEach(transfer -> transactions.put(transfer.id(), transfer));
    }
  }

  private static MempoolLimits limits(long heapBytes) {
    MempoolLimits standard = MempoolLimits.DEFAULT;
    return new MempoolLimits(
        heapBytes,
        standard.pendingPerSender(),
        standard.beyondGapPerSender(),
        standard.expirySeconds(),
        standard.relayFeePerByte());
  }

  @Setup
  public void makeTransfers() {
    int senders = entries / PER_SENDER;
    economy = new Economy(senders + BATCH);
    chain = economy.chain(SignatureChecks.onCallersThread(new SignatureCache(0, 0)));
    before = economy.transfers(0, senders, 0, senders * PER_SENDER);
    added =
        IntStream.range(0, BATCH)
            .mapToObj(i -> economy.transfer(senders + i, 0, Economy.FEE_MAX + 1 + i))
            .toList();
    bareSignatures = new BareSignatures(added, economy.network().id());
  }

  private Mempool poolOf(MempoolLimits limits) {
    Mempool filled =
        new Mempool(
            economy.network(), chain.transactionRules(), limits, chain.tip(), Economy.LATER);
    before.forEach(transfer -> require(filled.addIsolated(transfer).isPassed()));
    require(filled.size() == before.size());
    return filled;
  }

  private static void require(boolean asExpected) {
    if (!asExpected) {
      throw new IllegalStateException("the pool did not do what is measured here");
    }
  }

  /** The signature and all. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Mempool add(RoomyPool roomy) {
    added.forEach(transfer -> require(roomy.pool.add(transfer).isPassed()));
    return roomy.pool;
  }

  /** With the signature checked before. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Mempool addIsolated(RoomyPool roomy) {
    added.forEach(transfer -> require(roomy.pool.addIsolated(transfer).isPassed()));
    return roomy.pool;
  }

  /** The same at the bound of the heap, where each one displaces another that pays less. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Mempool addIsolatedToFullPool(FullPool full) {
    added.forEach(transfer -> require(full.pool.addIsolated(transfer).isPassed()));
    return full.pool;
  }

  /** The verification of the signatures alone. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void boundVerification() {
    bareSignatures.verify();
  }

  /** One sorted map of as many transactions; the pool has five orders to keep. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Map<TransactionId, Transaction> boundSortedMap(ById byId) {
    added.forEach(transfer -> byId.transactions.put(transfer.id(), transfer));
    return byId.transactions;
  }
}
