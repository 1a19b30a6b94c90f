package dev.cairn.node.mining;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.net.PeerNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mines with threads of this node: lets them search what the feed offers, and submits what they
 * find. Any thread may call the public methods.
 */
public final class Miner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Miner.class);
  private static final long CLOSE_SECONDS = 5;

  private final PeerNode peer;
  private final TemplateFeed feed;
  private final MiningKernel kernel;
  private final JobBoard board = new JobBoard();
  private final HashRate rate = new HashRate();
  private final AtomicLong found = new AtomicLong();
  private final AtomicLong stale = new AtomicLong();
  private final List<MiningThread> threads = new ArrayList<>();

  private Miner(
      PeerNode peer,
      TemplateFeed feed,
      MiningKernel kernel,
      int threadCount,
      RandomGenerator random) {
    this.peer = peer;
    this.feed = feed;
    this.kernel = kernel;
    for (int i = 0; i < threadCount; i++) {
      threads.add(new MiningThread(i, board, kernel, rate, random.nextLong(), this::onThreadFound));
    }
  }

  /**
   * Begins to mine.
   *
   * @param threadCount 0 to do nothing but say so
   * @param random fit to be different on each node
   */
  public static Miner start(
      PeerNode peer,
      TemplateFeed feed,
      MiningKernel kernel,
      int threadCount,
      RandomGenerator random) {
    Miner miner = new Miner(peer, feed, kernel, threadCount, random);
    if (threadCount > 0) {
      miner.threads.forEach(Thread::start);
      peer.onTip(tip -> miner.board.put(null)); // what is mined now is worth nothing any more
      feed.onFirstTemplate(template -> miner.board.put(new MiningJob(template)));
      feed.subscribe(miner::onOffer);
    }
    return miner;
  }

  public MinerStatus status() {
    return new MinerStatus(
        threads.size(),
        kernel.name(),
        rate.perSecond(),
        threads.isEmpty() ? Optional.of(MiningObstacle.MINING_OFF) : feed.obstacle(),
        feed.recipient(),
        found.get(),
        stale.get());
  }

  /** Hashes since the start. */
  public long hashes() {
    return rate.total();
  }

  /** Looks how many hashes there were. Call it about once a second or more often, on one thread. */
  public void sample() {
    rate.sample(System.nanoTime());
  }

  /** On the feed's thread. */
  private void onOffer(Optional<TemplateFeed.Offer> offer) {
    board.put(offer.map(something -> new MiningJob(something.template())).orElse(null));
  }

  /** On a mining thread. */
  private void onThreadFound(Block block) {
    peer.submit(block)
        .whenComplete(
            (verdict, failure) -> {
              if (failure == null) {
                onVerdict(block, verdict);
              }
            });
  }

  /** On the engine loop. */
  private void onVerdict(Block block, Verdict verdict) {
    boolean isAccepted = verdict instanceof Verdict.Accepted;
    if (!isAccepted || !peer.tip().hash().equals(block.hash())) {
      stale.incrementAndGet();
      feed.discard();
    }
    found.incrementAndGet();
    if (isAccepted) {
      LOG.info("found block {} {}", block.coinbase().height(), block.hash());
    } else {
      LOG.warn("a block of our own was not taken: {}", verdict);
    }
  }

  /** Stops all threads and waits for them. */
  @Override
  public void close() {
    board.close();
    try {
      for (MiningThread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
