package dev.cairn.node;

import dev.cairn.benchmarks.Economy;
import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.mining.ScanResult;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Target;
import dev.cairn.net.PeerNode;
import dev.cairn.node.mining.Miner;
import dev.cairn.node.mining.TemplateFeed;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long a mining thread is without work after a new tip: from the moment at which the chain has
 * it until the kernel gets the first header on it. Arguments: transfers that wait, 50000 without;
 * the size of a block in bytes, 262144 without.
 */
final class NewWork {

  /** A sender may have 64 that wait. */
  private static final int OF_EACH_SENDER = 50;

  private static final int BLOCKS = 18;

  /** The first ones, while the JIT compiler is at work, are left out. */
  private static final int WARM_UP = 10;

  /** So long a block takes at least: the template gets better meanwhile. */
  private static final long BLOCK_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private static final long GIVE_UP_SECONDS = 300;

  /** Of the parent's hash, in a header. */
  private static final int PARENT_AT = 4;

  private NewWork() {}

  /** Notes when it first sees each header's parent, and finds nothing before its time. */
  private static final class SlowKernel implements MiningKernel {

    private final MiningKernel kernel = new DigestKernel();
    private final Map<BlockHash, Long> begun = new ConcurrentHashMap<>();

    @Override
    public String name() {
      return "slow";
    }

    @Override
    public ScanResult scan(
        byte[] header, Target target, long firstNonce, long count, BooleanSupplier interrupted) {
      long now = System.nanoTime();
      BlockHash parent = BlockHash.of(header, PARENT_AT);
      long since = begun.computeIfAbsent(parent, any -> now);
      while (System.nanoTime() - since < BLOCK_NANOS && !interrupted.getAsBoolean()) {
        LockSupport.parkNanos(100_000);
      }
      return kernel.scan(header, target, firstNonce, count, interrupted);
    }
  }

  /** Measures and prints. */
  public static void main(String[] arguments) throws Exception {
    int transfers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50_000;
    long blockBytes = arguments.length > 1 ? Long.parseLong(arguments[1]) : 256 << 10;
    Economy economy = new Economy(Math.max(1, transfers / OF_EACH_SENDER), blockBytes);
    SlowKernel kernel = new SlowKernel();
    long fromNanos;
    Map<BlockHash, Long> tips = new ConcurrentHashMap<>();
    try (PeerNode peer = PeerNode.of(economy.network()).start()) {
      fill(peer, economy.transfers(transfers));
      peer.onTip(tip -> tips.put(tip.hash(), System.nanoTime()));
      TemplateFeed feed =
          TemplateFeed.start(
              peer, economy.network(), economy.sender(0), false, InstantSource.system());
      try (feed;
          Miner miner = Miner.start(peer, feed, kernel, 1, new Random(1))) {
        awaitHeight(peer, WARM_UP);
        fromNanos = System.nanoTime();
        awaitHeight(peer, WARM_UP + BLOCKS);
        System.out.printf("mining threads: %d%n", miner.status().threads());
      }
      print(peer, tips, kernel.begun, fromNanos);
    }
  }

  private static void awaitHeight(PeerNode peer, long height) throws InterruptedException {
    long start = System.nanoTime();
    while (peer.tip().height().value() < height) {
      TimeUnit.MILLISECONDS.sleep(50);
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS)) {
        throw new IllegalStateException("no blocks");
      }
    }
  }

  private static void print(
      PeerNode peer, Map<BlockHash, Long> tips, Map<BlockHash, Long> begun, long fromNanos) {
    List<Double> millis = new ArrayList<>();
    tips.forEach(
        (tip, at) -> {
          @Nullable Long first = begun.get(tip);
          if (first != null && at >= fromNanos) {
            millis.add((first - at) / 1e6);
          }
        });
    millis.sort(null);
    long waiting = peer.ask((chain, pool) -> pool.size()).join();
    System.out.printf(
        "%d tips: new work after p50 %.2f ms, p90 %.2f ms, at most %.2f ms; %d transfers waited at the end%n",
        millis.size(),
        millis.get(millis.size() / 2),
        millis.get(millis.size() * 9 / 10),
        millis.get(millis.size() - 1),
        waiting);
  }

  private static void fill(PeerNode peer, List<Transaction> transfers) {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (Transaction transfer : transfers) {
      all.add(
          peer.submit(transfer)
              .thenAccept(
                  checked ->
                      checked
                          .rejection()
                          .ifPresent(
                              why -> {
                                throw new IllegalStateException(why.toString());
                              })));
      if (all.size() == 256) {
        all.forEach(CompletableFuture::join);
        all.clear();
      }
    }
    all.forEach(CompletableFuture::join);
  }
}
