package dev.cairn.node.mining;

import dev.cairn.core.block.Block;
import dev.cairn.core.mining.BlockTemplate;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.mining.VersionScanResult;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Target;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a miner: scans all nonces of a block, each with as many versions as the kernel
 * likes best, then those of the same block with the next extra nonce, until the job is over.
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
      if (scan(job, template, isOver)) {
        return;
      }
    }
  }

  /** Tries all nonces of a block, with some versions; whether one was good. */
  private boolean scan(MiningJob job, BlockTemplate template, BooleanSupplier isOver) {
    byte[] header = template.block().header().toArray();
    Target target = template.block().header().bits().target();
    for (long nonce = 0; nonce < MiningKernel.NONCES && !isOver.getAsBoolean(); ) {
      int[] versions = MiningKernel.versions(kernel.versionsAtOnce());
      long count = Math.min(SLICE / versions.length, MiningKernel.NONCES - nonce);
      VersionScanResult result =
          kernel.scanVersions(header, versions, target, nonce, count, isOver);
      rate.add(result.noncesDone() * versions.length);
      nonce += result.noncesDone();
      if (result.solution().isPresent()) {
        if (job.solve()) {
          VersionScanResult.Solution solution = result.solution().get();
          found.accept(template.withVersion(solution.version()).withNonce(solution.nonce()));
        }
        return true;
      }
    }
    return false;
  }

  private Bytes nextExtraNonce() {
    ByteBuffer extraNonce = ByteBuffer.allocate(Coinbase.EXTRA_NONCE_BYTES);
    extraNonce.putLong(ownNonce).putLong(counter++);
    return Bytes.of(extraNonce.array());
  }
}
