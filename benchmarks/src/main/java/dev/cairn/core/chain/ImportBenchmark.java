package dev.cairn.core.chain;

import dev.cairn.benchmarks.BlockMaker;
import dev.cairn.benchmarks.Economy;
import dev.cairn.core.block.Block;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.ledger.StateMap;
import dev.cairn.core.ledger.StateOverlay;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.BlockRules;
import dev.cairn.core.value.Height;
import java.util.ArrayList;
import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Taking in a chain of blocks with one transfer each, in their order, into an empty store on the
 * heap. The signatures are cached, for Ed25519 is measured elsewhere. Each import begins with a
 * collected heap whose young generation takes all that it allocates: how often a collector has to
 * copy the chain depends on the heap that it is given.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms4g", "-Xmx4g", "-Xmn3g", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"})
public class ImportBenchmark {

  private static final int SENDERS = 500;

  @Param({"20000", "100000"})
  public int blocks;

  private Economy economy;
  private SignatureChecks signatures;
  private List<Block> chainOfBlocks;

  @Setup
  public void makeBlocks() {
    economy = new Economy(SENDERS);
    List<Transaction> transfers = economy.transfers(blocks);
    signatures = SignatureChecks.onCallersThread(economy.cacheOf(transfers));
    BlockMaker maker = new BlockMaker(economy.chain(signatures), Economy.stranger(0));
    chainOfBlocks = new ArrayList<>();
    transfers.forEach(transfer -> chainOfBlocks.add(maker.make(List.of(transfer))));
  }

  @Setup(Level.Iteration)
  public void collectGarbage() {
    System.gc();
  }

  @Benchmark
  public Tip submitAll() {
    Chain chain = economy.chain(signatures);
    chainOfBlocks.forEach(block -> BlockMaker.submit(chain, block));
    if (chain.tip().height().value() != blocks) {
      throw new IllegalStateException("the tip is at " + chain.tip().height());
    }
    return chain.tip();
  }

  /** The rules for bodies and a new state alone: no headers, fork choice, undo data or store. */
  @Benchmark
  public StateMap boundRulesAlone() {
    BlockRules rules = economy.chain(signatures).rules();
    StateMap state = StateMap.EMPTY.with(StateMap.genesisChanges(economy.network()));
    Height height = Height.GENESIS;
    for (Block block : chainOfBlocks) {
      height = height.next();
      StateOverlay overlay = new StateOverlay(state);
      if (rules.checkInContext(rules.checkInIsolation(block), height).isPresent()
          || rules.apply(block, height, overlay).isPresent()) {
        throw new IllegalStateException("not valid: " + block.hash());
      }
      StateChanges changes = overlay.changes();
      state = state.with(changes);
    }
    return state;
  }
}
