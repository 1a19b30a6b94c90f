package dev.cairn.net.simulation;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.mining.BlockBuilder;
import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Finds blocks at exponentially distributed virtual times, as if it hashed at some speed; the nonce
 * is then really searched, so the network's work should be cheap. It works on the chain's tip of
 * the moment in which it finds.
 */
public final class SimulatedMiner {

  private final SimulatedScheduler scheduler;
  private final RandomGenerator random;
  private final Chain chain;
  private final Mempool mempool;
  private final PublicKey recipient;
  private final Consumer<Block> found;
  private double hashesPerSecond;
  private long search;
  private long blocksFound;

  /**
   * @param recipient gets the rewards; two miners must not have the same one
   * @param found gets each block
   */
  SimulatedMiner(
      SimulatedScheduler scheduler,
      RandomGenerator random,
      Chain chain,
      Mempool mempool,
      PublicKey recipient,
      Consumer<Block> found) {
    this.scheduler = scheduler;
    this.random = random;
    this.chain = chain;
    this.mempool = mempool;
    this.recipient = recipient;
    this.found = found;
  }

  /** Mines at another speed from now on; 0 stops. */
  public void setHashesPerSecond(double speed) {
    hashesPerSecond = speed;
    restart();
  }

  /** The speed that was set. */
  public double hashesPerSecond() {
    return hashesPerSecond;
  }

  /** To be called when the tip has changed, for the next block may be harder. */
  void restart() {
    long number = ++search;
    if (hashesPerSecond <= 0) {
      return;
    }
    Timestamp time = scheduler.wallClock().max(chain.tip().header().time());
    CompactBits bits = chain.headerRules().bitsAfter(chain.tip().header(), time);
    double hashes = bits.target().work().toBigInteger().doubleValue();
    double seconds = -StrictMath.log(1 - random.nextDouble()) * hashes / hashesPerSecond;
    scheduler.schedule(
        (long) (seconds * 1000),
        () -> {
          if (number == search) {
            find();
            restart();
          }
        });
  }

  /** Finds a block at once, and gives it to the node, which takes it a little later. */
  public Block find() {
    Block block = next();
    found.accept(block);
    return block;
  }

  /** A block for the tip of this moment, with its proof of work. */
  Block next() {
    BlockBuilder builder = BlockBuilder.onTip(chain, scheduler.wallClock());
    mempool.fill(builder);
    Bytes extraNonce = new ByteWriter().u64(++blocksFound).u64(scheduler.nowMillis()).toBytes();
    return builder
        .build(recipient, extraNonce, Bytes.EMPTY)
        .mine(new DigestKernel(), () -> false)
        .orElseThrow();
  }

  /** How many blocks it has found. */
  public long blocksFound() {
    return blocksFound;
  }
}
