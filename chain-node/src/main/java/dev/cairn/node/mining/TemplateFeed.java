package dev.cairn.node.mining;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.mining.BlockTemplate;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import dev.cairn.net.PeerNode;
import dev.cairn.node.thread.DaemonThreads;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be mined at this moment, for whoever mines: the threads of this node, and miners outside
 * of it. A new tip, better transactions or other bits give a new template within 50 ms. Templates
 * are made only while somebody listens. Any thread may call the public methods.
 *
 * <p>One thread of its own ({@code cairn-feed}) decides; fields that are neither final nor volatile
 * are its own.
 */
public final class TemplateFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TemplateFeed.class);

  /** How often it looks whether something better can be mined. */
  private static final long LOOK_MILLIS = 25;

  /** A network without difficulty adjustment gets at most about four blocks a second. */
  private static final long UNREGULATED_BLOCK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** What has failed is not tried again at once. */
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A template with other transactions is made at most in one of so many parts of the time. */
  private static final long TEMPLATE_SHARE = 10;

  /** A block says when it was found, give or take so much. */
  private static final long TIME_SECONDS = 10;

  /** Of the first template on a new tip, while more transactions wait than fit in. */
  private static final long FIRST_BYTES = 8 << 10;

  /** So many of the smallest transactions fit in. */
  private static final int FIRST_TRANSACTIONS = 50;

  private static final long CLOSE_SECONDS = 5;

  private static final CompletableFuture<Optional<Made>> NOTHING_BETTER =
      CompletableFuture.completedFuture(Optional.empty());

  private final PeerNode peer;
  private final PublicKey recipient;
  private final boolean isUnregulated;
  private final MiningGate gate;
  private final InstantSource clock;
  private final ScheduledExecutorService control =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("cairn-feed"));
  private final List<Consumer<Optional<Offer>>> listeners = new ArrayList<>();

  /** Who is content with little at first; any thread may ask. */
  private final List<Consumer<BlockTemplate>> hasty = new CopyOnWriteArrayList<>();

  private volatile Optional<MiningObstacle> obstacle = Optional.of(MiningObstacle.SYNCING);
  private Optional<Offer> current = Optional.empty();

  /** Whether the listeners have something: what is discarded they keep until they are told. */
  private boolean isOffering;

  private boolean isAsking;
  private boolean hasTipComeMeanwhile;

  /** Of transactions: the template knows all before it. */
  private long nextArrival;

  private long templateNanos;
  private long templateAtNanos;
  private long notBeforeNanos = System.nanoTime();
  private long discardedNanos = notBeforeNanos - PAUSE_NANOS;

  /**
   * Something to mine.
   *
   * @param isOfNewTip whether all work on the one before is worth nothing
   */
  public record Offer(BlockTemplate template, boolean isOfNewTip) {}

  private TemplateFeed(
      PeerNode peer,
      NetworkParameters network,
      PublicKey recipient,
      MiningGate gate,
      InstantSource clock) {
    this.peer = peer;
    this.recipient = recipient;
    this.isUnregulated = network.halfLifeSeconds() == 0;
    this.gate = gate;
    this.clock = clock;
  }

  /**
   * Begins to look at the chain.
   *
   * @param recipient whom the templates pay
   * @param waitsForPeers whether others probably have blocks that are to be got first
   */
  public static TemplateFeed start(
      PeerNode peer,
      NetworkParameters network,
      PublicKey recipient,
      boolean waitsForPeers,
      InstantSource clock) {
    MiningGate gate = new MiningGate(network.maxFutureSeconds(), waitsForPeers);
    TemplateFeed feed = new TemplateFeed(peer, network, recipient, gate, clock);
    peer.onTip(tip -> feed.execute(feed::onTip));
    feed.control.scheduleWithFixedDelay(feed::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    return feed;
  }

  /**
   * Has the listener called, on the feed's own thread, with what is offered now and with each
   * change of that: something better, or empty while nothing is to be mined. It must not block.
   */
  public void subscribe(Consumer<Optional<Offer>> listener) {
    execute(
        () -> {
          if (listeners.isEmpty()) {
            current = Optional.empty(); // of another time
            isOffering = false;
          }
          listeners.add(listener);
          tell(listener);
          look();
        });
  }

  /**
   * Has it called, on the feed's own thread, with a template of few transactions when nothing on
   * the tip is mined yet, as after a new one, and it takes longer to find those that pay best: the
   * offer with these follows. It must not block.
   */
  public void onFirstTemplate(Consumer<BlockTemplate> listener) {
    hasty.add(listener);
  }

  /** Has it called no more, except perhaps once. */
  public void unsubscribe(Consumer<Optional<Offer>> listener) {
    execute(() -> listeners.remove(listener));
  }

  /** A block of what is offered was not taken: something else has to be. */
  public void discard() {
    execute(
        () -> {
          long nowNanos = System.nanoTime();
          if (nowNanos - discardedNanos < PAUSE_NANOS) {
            notBeforeNanos = nowNanos + PAUSE_NANOS; // it may happen to the next one too
          }
          discardedNanos = nowNanos;
          current = Optional.empty();
          look();
        });
  }

  /** Why nothing is to be mined; empty when something is. */
  public Optional<MiningObstacle> obstacle() {
    return obstacle;
  }

  /** Whom the templates pay. */
  public PublicKey recipient() {
    return recipient;
  }

  private void execute(Runnable task) {
    try {
      control.execute(task);
    } catch (RejectedExecutionException closed) {
      LOG.debug("the feed is closed");
    }
  }

  private void onTip() {
    if (isUnregulated) {
      notBeforeNanos = System.nanoTime() + UNREGULATED_BLOCK_NANOS;
    }
    hasTipComeMeanwhile = isAsking;
    look();
  }

  private void look() {
    if (listeners.isEmpty()) {
      return;
    }
    try {
      long nowNanos = System.nanoTime();
      Timestamp now = Timestamp.nearest(clock.instant().getEpochSecond());
      Timestamp tipTime = peer.tip().header().time();
      long nowMillis = TimeUnit.NANOSECONDS.toMillis(nowNanos);
      noteObstacle(gate.obstacle(peer.status(), tipTime, now, nowMillis));
      if (obstacle.isEmpty() && !isAsking && nowNanos - notBeforeNanos >= 0) {
        refresh(now, nowNanos);
      }
    } catch (RuntimeException | Error fault) {
      LOG.error("nothing is mined any more", fault);
      throw fault;
    }
  }

  private void noteObstacle(Optional<MiningObstacle> seen) {
    if (!seen.equals(obstacle)) {
      obstacle = seen;
      LOG.info("{}", seen.map(why -> "not mining: " + why + ". " + why.hint()).orElse("mining"));
    }
    if (seen.isPresent() && isOffering) {
      offer(Optional.empty());
    }
  }

  private void offer(Optional<Offer> offer) {
    current = offer;
    isOffering = offer.isPresent();
    List.copyOf(listeners).forEach(this::tell);
  }

  private void tell(Consumer<Optional<Offer>> listener) {
    tell(listener, current);
  }

  private static <T> void tell(Consumer<T> listener, T news) {
    try {
      listener.accept(news);
    } catch (RuntimeException fault) {
      LOG.error("somebody who mines has failed", fault);
    }
  }

  /** Has a template made if one made now would be better than what is mined. */
  private void refresh(Timestamp now, long nowNanos) {
    boolean mayTakeOthers =
        nowNanos - templateAtNanos >= Math.multiplyExact(TEMPLATE_SHARE, templateNanos);
    Optional<BlockHeader> mined = current.map(offer -> offer.template().block().header());
    long heardOf = nextArrival;
    isAsking = true;
    peer.ask((chain, pool) -> ask(mined, heardOf, chain, pool, now, mayTakeOthers))
        .thenCompose(asked -> asked.isBetter() ? make(asked) : NOTHING_BETTER)
        .whenComplete((made, failure) -> execute(() -> onMade(made, failure)));
  }

  /** What the engine loop says: whether to make a template, and what it would know of. */
  private record Asked(boolean isBetter, boolean wantsFirst, long nextArrival) {}

  private record Made(Asked asked, BlockTemplate template, long nanos) {}

  private Asked ask(
      Optional<BlockHeader> mined,
      long heardOf,
      Chain chain,
      Mempool pool,
      Timestamp now,
      boolean mayTakeOthers) {
    long nextArrival = pool.nextArrival();
    boolean hasOthers = mayTakeOthers && nextArrival > heardOf;
    boolean isNothingMined = mined.isEmpty() || !mined.get().previous().equals(chain.tip().hash());
    return new Asked(
        hasOthers || isNothingMined || isOutdated(mined.get(), chain, now),
        isNothingMined && pool.size() > FIRST_TRANSACTIONS,
        nextArrival);
  }

  private static boolean isOutdated(BlockHeader mined, Chain chain, Timestamp now) {
    Tip tip = chain.tip();
    Timestamp time = now.max(tip.header().time());
    return time.seconds() - mined.time().seconds() >= TIME_SECONDS
        || !chain.headerRules().bitsAfter(tip.header(), time).equals(mined.bits());
  }

  private CompletableFuture<Optional<Made>> make(Asked asked) {
    if (asked.wantsFirst() && !hasty.isEmpty()) {
      peer.template(recipient, FIRST_BYTES).thenAccept(first -> execute(() -> putFirst(first)));
    }
    long begun = System.nanoTime();
    return peer.template(recipient)
        .thenApply(template -> Optional.of(new Made(asked, template, System.nanoTime() - begun)));
  }

  private void onMade(Optional<Made> made, @Nullable Throwable failure) {
    isAsking = false;
    if (failure != null) {
      LOG.warn("no template", failure);
      notBeforeNanos = System.nanoTime() + PAUSE_NANOS;
    } else {
      made.ifPresent(this::put);
    }
    if (hasTipComeMeanwhile) {
      hasTipComeMeanwhile = false;
      look();
    }
  }

  private void put(Made made) {
    templateAtNanos = System.nanoTime();
    templateNanos = made.nanos();
    nextArrival = made.asked().nextArrival();
    if (isOfUse(made.template())) {
      Optional<BlockHash> parent = Optional.of(parent(made.template()));
      boolean isOfNewTip = !current.map(offer -> parent(offer.template())).equals(parent);
      offer(Optional.of(new Offer(made.template(), isOfNewTip)));
    }
  }

  private void putFirst(BlockTemplate template) {
    if (isOfUse(template)) {
      isOffering = true;
      hasty.forEach(listener -> tell(listener, template));
    }
  }

  private boolean isOfUse(BlockTemplate template) {
    return parent(template).equals(peer.tip().hash()) && obstacle.isEmpty();
  }

  private static BlockHash parent(BlockTemplate template) {
    return template.block().header().previous();
  }

  /** Offers nothing more. */
  @Override
  public void close() {
    control.shutdownNow();
    try {
      if (!control.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the making of templates does not end");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
