package dev.cairn.node.member;

import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.PeerNode;
import dev.cairn.net.PeerNodeBuilder;
import dev.cairn.net.discovery.NetworkFinder;
import dev.cairn.net.sync.SyncProgress;
import dev.cairn.node.mining.Hashing;
import dev.cairn.node.mining.Miner;
import dev.cairn.node.mining.TemplateFeed;
import dev.cairn.node.storage.NodeStore;
import dev.cairn.node.storage.PeerBookFile;
import dev.cairn.node.thread.DaemonThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node as a member of one network. Any thread may call any method. */
public final class Member implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Member.class);
  private static final long LOOK_MILLIS = 200;

  /** The start of the node comes first, then the choice of what it hashes with. */
  private static final long CHOICE_SECONDS = 2;

  private static final long CLOSE_SECONDS = 5;

  private final NetworkParameters network;
  private final NodeStore store;
  private final PeerNode peer;
  private final TemplateFeed feed;
  private final Miner miner;
  private final KeptTransactions kept;
  private final ScheduledExecutorService control;

  private Member(
      NetworkParameters network,
      NodeStore store,
      PeerNode peer,
      TemplateFeed feed,
      Miner miner,
      KeptTransactions kept,
      ScheduledExecutorService control) {
    this.network = network;
    this.store = store;
    this.peer = peer;
    this.feed = feed;
    this.miner = miner;
    this.kept = kept;
    this.control = control;
  }

  /**
   * Who mines what.
   *
   * @param threads 0 for none
   * @param recipient who gets the rewards
   * @param waitsForPeers whether others probably have blocks that are to be got first
   */
  public record Mining(int threads, PublicKey recipient, boolean waitsForPeers) {}

  /**
   * Opens the store in a folder and starts the peer and the miner.
   *
   * @param settings what else the peer is to have: its key, where to listen, whom to join
   * @throws IOException when the store or the port cannot be used; the text says what to do
   */
  public static Member start(
      NetworkParameters network,
      Path folder,
      Mining mining,
      UnaryOperator<PeerNodeBuilder> settings)
      throws IOException {
    NodeStore store = NodeStore.open(folder.resolve("store"), network);
    ScheduledExecutorService control =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("cairn-member"));
    Hashing hashing = new Hashing();
    try {
      PeerBookFile book = new PeerBookFile(folder.resolve("peers"), control);
      PeerNodeBuilder builder = PeerNode.of(network).store(store).peers(book).pairHasher(hashing);
      PeerNode peer = settings.apply(builder).start();
      return start(network, store, peer, hashing, mining, control);
    } catch (IOException | RuntimeException failed) {
      control.shutdown();
      store.close();
      throw failed;
    }
  }

  private static Member start(
      NetworkParameters network,
      NodeStore store,
      PeerNode peer,
      Hashing hashing,
      Mining mining,
      ScheduledExecutorService control) {
    KeptTransactions kept = new KeptTransactions(peer, store);
    try {
      kept.offerAgain();
    } catch (RuntimeException damaged) {
      kept.close();
      peer.close();
      throw damaged;
    }
    TemplateFeed feed =
        TemplateFeed.start(
            peer, network, mining.recipient(), mining.waitsForPeers(), InstantSource.system());
    Miner miner = Miner.start(peer, feed, hashing, mining.threads(), new SecureRandom());
    if (mining.threads() > 0) {
      control.schedule(hashing::chooseFastest, CHOICE_SECONDS, TimeUnit.SECONDS);
    }
    Member member = new Member(network, store, peer, feed, miner, kept, control);
    control.scheduleWithFixedDelay(member::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    return member;
  }

  /** Not while blocks of our own are mined and announced: those are durable one by one. */
  private boolean isFetching() {
    return peer.status().sync().phase() == SyncProgress.Phase.BODIES && feed.obstacle().isPresent();
  }

  private void look() {
    try {
      store.setBulk(isFetching());
      kept.look();
      miner.sample();
    } catch (RuntimeException fault) {
      kept.fail(fault);
      throw fault; // nothing is looked after any more
    }
  }

  public NetworkParameters network() {
    return network;
  }

  /** Whether the network has nothing yet, nor will have from here, that is worth keeping. */
  public boolean isProvisional() {
    return NetworkFinder.isProvisional(
        peer.tip().height().value(), store.keptCount() > 0 || store.hasCarriedTransaction());
  }

  /** Completes when it has ended; exceptionally when a fault has ended it. */
  public CompletableFuture<Void> ended() {
    return CompletableFuture.anyOf(peer.ended(), kept.failed()).thenApply(unused -> null);
  }

  /**
   * Takes nothing more from users, unless that would lose what they were told is accepted: then it
   * says no, and goes on.
   */
  public boolean giveUp() {
    if (kept.pause() && isProvisional()) {
      return true;
    }
    kept.goOn();
    return false;
  }

  public PeerNode peer() {
    return peer;
  }

  public NodeStore store() {
    return store;
  }

  public Miner miner() {
    return miner;
  }

  /** What can be mined, for miners outside of this node. */
  public TemplateFeed feed() {
    return feed;
  }

  /**
   * Takes a transaction of a user's. Once it is accepted, it is kept: after a restart it is offered
   * again until it is in a block for good. The same transaction again gets the same answer.
   */
  public CompletableFuture<Checked<TransactionId>> submit(Transaction transaction) {
    return kept.submit(transaction);
  }

  /** Stops mining, leaves the peers, and closes the store. */
  @Override
  public void close() {
    feed.close();
    miner.close();
    peer.close(); // it may have known peers to write
    control.shutdown(); // no interrupt: it may be writing
    try {
      if (!control.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the store takes too long");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    kept.close();
    store.close();
  }
}
