package dev.cairn.node.mining;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.mining.BlockTemplate;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import dev.cairn.net.PeerNode;
import dev.cairn.node.thread.DaemonThreads;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mines on the tip: gets a template from the peer, lets its threads search, and submits what they
 * find. A new tip, better transactions or other bits reach the threads within 50 ms. Any thread may
 * call the public methods.
 *
 * <p>One thread of its own ({@code cairn-miner}) decides what is mined; fields that are not
 * volatile are its own.
 */
public final class Miner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Miner.class);

  /** How often the miner looks whether something better can be mined. */
  private static final long LOOK_MILLIS = 25;

  /** On a network without difficulty adjustment the node finds at most four blocks a second. */
  private static final long UNREGULATED_BLOCK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** A template with other transactions is made at most in one of so many parts of the time. */
  private static final long TEMPLATE_SHARE = 10;

  private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long CLOSE_SECONDS = 5;

  private static final CompletableFuture<Optional<Made>> NOTHING_BETTER =
      CompletableFuture.completedFuture(Optional.empty());

  private final PeerNode peer;
  private final NetworkParameters network;
  private final MiningKernel kernel;
  private final PublicKey recipient;
  private final InstantSource clock;
  private final MiningGate gate;
  private final JobBoard board = new JobBoard();
  private final HashRate rate = new HashRate();
  private final AtomicLong found = new AtomicLong();
  private final AtomicLong stale = new AtomicLong();
  private final List<MiningThread> threads = new ArrayList<>();
  private final ScheduledExecutorService control;
  private volatile Optional<MiningObstacle> obstacle;
  private boolean isAsking;

  /** Of transactions: the job knows all before it. */
  private long nextArrival;

  private long templateNanos;
  private long templateAtNanos;
  private volatile long notBeforeNanos;
  private long sampledNanos;

  private Miner(
      PeerNode peer,
      NetworkParameters network,
      MiningKernel kernel,
      int threadCount,
      PublicKey recipient,
      MiningGate gate,
      InstantSource clock,
      RandomGenerator random) {
    this.peer = peer;
    this.network = network;
    this.kernel = kernel;
    this.recipient = recipient;
    this.gate = gate;
    this.clock = clock;
    obstacle = Optional.of(threadCount == 0 ? MiningObstacle.MINING_OFF : MiningObstacle.SYNCING);
    notBeforeNanos = System.nanoTime();
    for (int i = 0; i < threadCount; i++) {
      threads.add(new MiningThread(i, board, kernel, rate, random.nextLong(), this::onThreadFound));
    }
    control = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("cairn-miner"));
  }

  /**
   * Begins to mine.
   *
   * @param threadCount 0 to do nothing but say so
   * @param waitsForPeers whether others probably have blocks that are to be got first
   * @param random fit to be different on each node
   */
  public static Miner start(
      PeerNode peer,
      NetworkParameters network,
      MiningKernel kernel,
      int threadCount,
      PublicKey recipient,
      boolean waitsForPeers,
      InstantSource clock,
      RandomGenerator random) {
    MiningGate gate = new MiningGate(network.maxFutureSeconds(), waitsForPeers);
    Miner miner = new Miner(peer, network, kernel, threadCount, recipient, gate, clock, random);
    if (threadCount > 0) {
      miner.threads.forEach(Thread::start);
      peer.onTip(tip -> miner.onTip());
      miner.control.scheduleWithFixedDelay(miner::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
    return miner;
  }

  public MinerStatus status() {
    return new MinerStatus(
        threads.size(),
        kernel.name(),
        rate.perSecond(),
        obstacle,
        recipient,
        found.get(),
        stale.get());
  }

  /** Hashes since the start. */
  public long hashes() {
    return rate.total();
  }

  /** On the engine loop: what is mined now is worth nothing any more. */
  private void onTip() {
    board.put(null);
    execute(this::look);
  }

  private void execute(Runnable task) {
    try {
      control.execute(task);
    } catch (RejectedExecutionException closed) {
      LOG.debug("the miner is closed");
    }
  }

  private void look() {
    try {
      long nowNanos = System.nanoTime();
      if (nowNanos - sampledNanos >= SAMPLE_NANOS) {
        sampledNanos = nowNanos;
        rate.sample(nowNanos);
      }
      Timestamp now = Timestamp.of(clampedSeconds());
      Optional<MiningObstacle> seen =
          gate.obstacle(
              peer.status(),
              peer.tip().header().time(),
              now,
              TimeUnit.NANOSECONDS.toMillis(nowNanos));
      noteObstacle(seen);
      if (seen.isPresent()) {
        board.put(null);
      } else if (!isAsking && nowNanos - notBeforeNanos >= 0) {
        refresh(now, nowNanos);
      }
    } catch (RuntimeException | Error fault) {
      LOG.error("the miner stops", fault);
      throw fault;
    }
  }

  /** Chains count in 32 bits: a clock beyond that is as wrong as one at its end. */
  private long clampedSeconds() {
    return Math.max(0, Math.min(clock.instant().getEpochSecond(), Timestamp.MAX.seconds()));
  }

  private void noteObstacle(Optional<MiningObstacle> seen) {
    if (!seen.equals(obstacle)) {
      obstacle = seen;
      LOG.info(
          "{}",
          seen.map(why -> "not mining: " + why.name() + ". " + why.hint())
              .orElseGet(() -> "mining to " + recipient + ", threads: " + threads.size()));
    }
  }

  /** Has a template made if one made now would be better than what is mined. */
  private void refresh(Timestamp now, long nowNanos) {
    MiningJob job = board.current();
    boolean mayTakeOthers =
        nowNanos - templateAtNanos >= Math.multiplyExact(TEMPLATE_SHARE, templateNanos);
    long heardOf = nextArrival;
    isAsking = true;
    peer.ask((chain, pool) -> ask(job, heardOf, chain, pool, now, mayTakeOthers))
        .thenCompose(asked -> asked.isBetter() ? make(asked) : NOTHING_BETTER)
        .whenComplete((made, failure) -> execute(() -> onMade(made, failure)));
  }

  /** What the engine loop says: whether to make a template, and what it would know of. */
  private record Asked(boolean isBetter, long nextArrival) {}

  private record Made(Asked asked, BlockTemplate template, long nanos) {}

  private Asked ask(
      @Nullable MiningJob job,
      long heardOf,
      Chain chain,
      Mempool pool,
      Timestamp now,
      boolean mayTakeOthers) {
    long nextArrival = pool.nextArrival();
    boolean hasOthers = mayTakeOthers && nextArrival > heardOf;
    return new Asked(hasOthers || isOutdated(job, chain, now), nextArrival);
  }

  private static boolean isOutdated(@Nullable MiningJob job, Chain chain, Timestamp now) {
    Tip tip = chain.tip();
    if (job == null || job.isSolved()) {
      return true;
    }
    BlockHeader mined = job.template().block().header();
    Timestamp time = now.max(tip.header().time());
    return !mined.previous().equals(tip.hash())
        || !chain.headerRules().bitsAfter(tip.header(), time).equals(mined.bits());
  }

  private CompletableFuture<Optional<Made>> make(Asked asked) {
    long begun = System.nanoTime();
    return peer.template(recipient)
        .thenApply(template -> Optional.of(new Made(asked, template, System.nanoTime() - begun)));
  }

  private void onMade(Optional<Made> made, @Nullable Throwable failure) {
    isAsking = false;
    if (failure != null) {
      LOG.warn("no template", failure);
    } else {
      made.ifPresent(this::put);
    }
  }

  private void put(Made made) {
    templateAtNanos = System.nanoTime();
    templateNanos = made.nanos();
    nextArrival = made.asked().nextArrival();
    boolean isOfTip = made.template().block().header().previous().equals(peer.tip().hash());
    if (isOfTip && obstacle.isEmpty()) {
      board.put(new MiningJob(made.template()));
    }
  }

  /** On a mining thread. */
  private void onThreadFound(Block block) {
    if (network.halfLifeSeconds() == 0) {
      notBeforeNanos = System.nanoTime() + UNREGULATED_BLOCK_NANOS;
    }
    peer.submit(block)
        .whenComplete(
            (verdict, failure) -> {
              if (failure == null) {
                execute(() -> onVerdict(block, verdict));
              }
            });
  }

  private void onVerdict(Block block, Verdict verdict) {
    found.incrementAndGet();
    boolean isAccepted = verdict instanceof Verdict.Accepted;
    if (!isAccepted || !peer.tip().hash().equals(block.hash())) {
      stale.incrementAndGet();
    }
    if (isAccepted) {
      LOG.info("found block {} {}", block.coinbase().height(), block.hash());
    } else {
      LOG.warn("a block of our own was not taken: {}", verdict);
    }
    board.put(null);
    look();
  }

  /** Stops all threads and waits for them. */
  @Override
  public void close() {
    control.shutdownNow();
    board.close();
    try {
      if (!control.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the miner does not end");
      }
      for (MiningThread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
