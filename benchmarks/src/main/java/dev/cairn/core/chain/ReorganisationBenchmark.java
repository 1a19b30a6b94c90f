package dev.cairn.core.chain;

import dev.cairn.benchmarks.BlockMaker;
import dev.cairn.benchmarks.Economy;
import dev.cairn.core.block.Block;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.StateOverlay;
import dev.cairn.core.ledger.StateView;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.mempool.MempoolLimits;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.BlockRules;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.PublicKey;
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
 * The move from one branch to another that got one block longer: the first branch is undone, the
 * other one applied, store and tip follow. What comes before, the arrival of the other branch's
 * blocks, is not measured, and their signatures are cached. The two branches have different
 * transfers.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseSerialGC"})
public class ReorganisationBenchmark {

  private static final int SENDERS = 500;

  /** Blocks that are undone, and transfers in each block. */
  @Param({"200x1", "1000x1", "10x500"})
  public String shape;

  private Economy economy;
  private SignatureChecks signatures;
  private List<Block> left;
  private List<Block> right;
  private Chain chain;
  private StateView stateBelow;
  private BlockRules rules;

  @Setup
  public void makeBranches() {
    int depth = Integer.parseInt(shape.substring(0, shape.indexOf('x')));
    int transfers = Integer.parseInt(shape.substring(shape.indexOf('x') + 1));
    economy = new Economy(2 * SENDERS);
    List<Transaction> ofLeft = economy.transfers(0, SENDERS, 0, depth * transfers);
    List<Transaction> ofRight = economy.transfers(SENDERS, SENDERS, 0, (depth + 1) * transfers);
    List<Transaction> all = new ArrayList<>(ofLeft);
    all.addAll(ofRight);
    signatures = SignatureChecks.onCallersThread(economy.cacheOf(all));
    left = branch(ofLeft, transfers, Economy.stranger(0));
    right = branch(ofRight, transfers, Economy.stranger(1));
    Chain atGenesis = economy.chain(signatures);
    stateBelow = atGenesis.tip().state();
    rules = atGenesis.rules();
  }

  private List<Block> branch(List<Transaction> transfers, int perBlock, PublicKey recipient) {
    BlockMaker maker = new BlockMaker(economy.chain(signatures), recipient);
    List<Block> blocks = new ArrayList<>();
    for (int from = 0; from < transfers.size(); from += perBlock) {
      blocks.add(maker.make(transfers.subList(from, from + perBlock)));
    }
    return blocks;
  }

  /** A chain on the left branch, to which only the last block of the right one is unknown. */
  @Setup(Level.Invocation)
  public void submitBranches() {
    chain = economy.chain(signatures);
    left.forEach(block -> BlockMaker.submit(chain, block));
    right.subList(0, right.size() - 1).forEach(block -> BlockMaker.submit(chain, block));
  }

  @Benchmark
  public Tip reorganise() {
    return submitLast();
  }

  /** With a mempool that takes back all transfers of the branch that is left. */
  @Benchmark
  public Tip reorganiseWithMempool() {
    Mempool mempool =
        new Mempool(
            economy.network(),
            chain.transactionRules(),
            MempoolLimits.DEFAULT,
            chain.tip(),
            Economy.LATER);
    chain.addListener(mempool);
    Tip tip = submitLast();
    int undone = left.size() * left.get(0).transactions().size();
    if (mempool.size() != undone) {
      throw new IllegalStateException(mempool.size() + " came back instead of " + undone);
    }
    return tip;
  }

  private Tip submitLast() {
    Block last = right.get(right.size() - 1);
    BlockMaker.submit(chain, last);
    if (!chain.tip().hash().equals(last.hash())) {
      throw new IllegalStateException("the chain did not move");
    }
    return chain.tip();
  }

  /** Applying the blocks of the new branch, without undo data, store and fork choice. */
  @Benchmark
  public StateOverlay boundApply() {
    StateOverlay state = new StateOverlay(stateBelow);
    Height height = Height.GENESIS;
    for (Block block : right) {
      height = height.next();
      if (rules.apply(block, height, state).isPresent()) {
        throw new IllegalStateException("not valid: " + block.hash());
      }
    }
    return state;
  }
}
