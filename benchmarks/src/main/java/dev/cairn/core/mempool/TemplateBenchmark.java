package dev.cairn.core.mempool;

import dev.cairn.benchmarks.Economy;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.StateOverlay;
import dev.cairn.core.mining.BlockBuilder;
import dev.cairn.core.mining.BlockTemplate;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.TransactionRules;
import dev.cairn.core.value.Height;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Putting a block together: the best paying transfers of a pool that has four of each sender, as
 * many as a block may have bytes. All signatures are cached.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms4g", "-Xmx4g", "-XX:+UseSerialGC"})
public class TemplateBenchmark {

  private static final int PER_SENDER = 4;

  @Param({"20000", "100000"})
  public int entries;

  @Param({"5000"})
  public int selected;

  private Chain chain;
  private Mempool pool;
  private TransactionRules rules;
  private List<Transaction> best;

  @Setup
  public void fillPool() {
    long blockBytes =
        BlockHeader.BYTES
            + ByteWriter.varintSize(selected + 1)
            + Coinbase.BYTES_MIN
            + Coinbase.MESSAGE_BYTES_MAX
            + (long) selected * Economy.TRANSFER_BYTES;
    Economy economy = new Economy(entries / PER_SENDER, blockBytes);
    List<Transaction> transfers = economy.transfers(entries / PER_SENDER * PER_SENDER);
    chain = economy.chain(SignatureChecks.onCallersThread(new SignatureCache(1 << 20, 0)));
    rules = chain.transactionRules();
    MempoolLimits limits = new MempoolLimits(Long.MAX_VALUE, PER_SENDER, 0, Long.MAX_VALUE, 1);
    pool = new Mempool(economy.network(), rules, limits, chain.tip(), Economy.LATER);
    transfers.forEach(pool::addIsolated);
    best =
        fill()
            .block() // which puts their signatures into the cache
            .transactions();
    if (pool.size() != transfers.size() || best.size() != selected) {
      throw new IllegalStateException(best.size() + " selected of " + pool.size());
    }
  }

  /** Selection, judgement of each transfer in its place, Merkle root. */
  @Benchmark
  public BlockTemplate fill() {
    BlockBuilder builder = BlockBuilder.onTip(chain, Economy.LATER);
    pool.fill(builder);
    return builder.build(Economy.stranger(0));
  }

  /** The judgement of the same transfers alone: what each of them must go through in any case. */
  @Benchmark
  public StateOverlay boundRulesAlone() {
    StateOverlay state = new StateOverlay(chain.tip().state());
    Height height = Height.GENESIS.next();
    for (Transaction transaction : best) {
      if (rules.checkInIsolation(transaction).isPresent()
          || rules.apply(transaction, state, height, Economy.LATER).isPresent()) {
        throw new IllegalStateException("not valid: " + transaction.id());
      }
    }
    return state;
  }
}
