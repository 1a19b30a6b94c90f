package dev.cairn.node.mining;

import dev.cairn.core.block.Block;
import dev.cairn.core.mining.BlockTemplate;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.mining.ScanResult;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.value.Bytes;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a miner: scans all nonces of a block, then those of the same block with the next
 * extra nonce, until the job is over.
 */
final class MiningThread extends Thread {

  /** So many hashes are counted at once. */
  private static final long SLICE = 1L << 20;

  private final JobBoard board;
  private final MiningKernel kernel;
  private final HashRate rate;
  private final Consumer<Block> found;

  /** Half of the extra nonce, different for each thread of each miner. */
  private final long ownNonce;

  private long counter;

  @SuppressWarnings("ThreadPriorityCheck") // a wish: whatever else the machine does comes first
  MiningThread(
      int number,
      JobBoard board,
      MiningKernel kernel,
      HashRate rate,
      long ownNonce,
      Consumer<Block> found) {
    super("cairn-mining-" + number);
    this.board = board;
    this.kernel = kernel;
    this.rate = rate;
    this.ownNonce = ownNonce;
    this.found = found;
    setDaemon(true);
    setPriority(MIN_PRIORITY);
  }

  @Override
  public void run() {
    @Nullable MiningJob job = board.await();
    while (job != null) {
      MiningJob current = job;
      work(current);
      job = board.await();
    }
  }

  private void work(MiningJob job) {
    BooleanSupplier isOver = () -> !board.isCurrent(job);
    while (!isOver.getAsBoolean()) {
      BlockTemplate template = job.template().withExtraNonce(nextExtraNonce());
      byte[] header = template.block().header().toArray();
      for (long nonce = 0; nonce < MiningKernel.NONCES && !isOver.getAsBoolean(); ) {
        long count = Math.min(SLICE, MiningKernel.NONCES - nonce);
        ScanResult result =
            kernel.scan(header, template.block().header().bits().target(), nonce, count, isOver);
        rate.add(result.hashesDone());
        nonce += result.hashesDone();
        if (result.nonce().isPresent()) {
          if (job.solve()) {
            found.accept(template.withNonce(result.nonce().getAsLong()));
          }
          return;
        }
      }
    }
  }

  private Bytes nextExtraNonce() {
    ByteBuffer extraNonce = ByteBuffer.allocate(Coinbase.EXTRA_NONCE_BYTES);
    extraNonce.putLong(ownNonce).putLong(counter++);
    return Bytes.of(extraNonce.array());
  }
}
