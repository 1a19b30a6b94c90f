package dev.cairn.net;

import dev.cairn.benchmarks.Economy;
import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainListener;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.mempool.MempoolLimits;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.discovery.InMemoryPeerBookStore;
import dev.cairn.net.engine.Engine;
import dev.cairn.net.engine.EngineConfig;
import dev.cairn.net.engine.EngineListener;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import dev.cairn.net.message.Pong;
import dev.cairn.net.message.TransactionAnnouncement;
import dev.cairn.net.netty.EventLoopScheduler;
import dev.cairn.net.netty.NetRuntime;
import dev.cairn.net.netty.NettyTransport;
import dev.cairn.net.netty.NodeCertificate;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkEvents;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.session.UpgradePlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A peer on loopback, put together as {@link PeerNodeBuilder} does it, that counts the bytes that
 * come to it and shares its signature cache with others.
 */
final class MeasuredPeer implements AutoCloseable {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(Economy.LATER.seconds()));

  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private final AtomicLong bytesReceived = new AtomicLong();
  private final AtomicLong blockBytesReceived = new AtomicLong();
  private final EventLoopScheduler loop;
  private final NettyTransport transport;
  private final Chain chain;
  private final Mempool mempool;
  private final Engine engine;
  private final PeerAddress address;

  /**
   * Starts it.
   *
   * @param joins peers to dial
   */
  MeasuredPeer(
      Economy economy,
      SignatureChecks signatures,
      NetLimits limits,
      NetRuntime runtime,
      List<PeerAddress> joins)
      throws IOException {
    loop = runtime.newEngineLoop(CLOCK, failure::completeExceptionally);
    chain = economy.chain(signatures);
    mempool =
        new Mempool(
            economy.network(),
            chain.transactionRules(),
            MempoolLimits.DEFAULT,
            chain.tip(),
            loop.wallClock());
    chain.addListener(mempool);
    KeyPair key = KeyPair.fromSeed(runtime.random().generateSeed(KeyPair.SEED_LENGTH));
    transport =
        new NettyTransport(runtime, NodeCertificate.create(key, runtime.random()), loop, limits);
    LateEvents events = new LateEvents();
    transport.start(events);
    address =
        PeerAddress.of(
            transport.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    EngineConfig config =
        new EngineConfig(
            new NodeId(key.publicKey()),
            Optional.empty(),
            Optional.empty(),
            UpgradePlan.none(economy.network().id()),
            address.port(),
            "cairn",
            limits,
            joins);
    engine =
        new Engine(
            config,
            chain,
            mempool,
            loop,
            transport,
            runtime.workers().forLoop(loop),
            runtime.random(),
            new InMemoryPeerBookStore(),
            new EngineListener() {});
    loop.execute(
        () -> {
          engine.start();
          events.deliverTo(new Counting());
        });
  }

  PeerAddress address() {
    return address;
  }

  Tip tip() {
    return chain.tip();
  }

  /** Of all messages since the start, as they came out of TLS. */
  long bytesReceived() {
    return bytesReceived.get();
  }

  /** Of those that are no pings, pongs or announcements of transactions. */
  long blockBytesReceived() {
    return blockBytesReceived.get();
  }

  int links() {
    return engine.status().peers().size();
  }

  /** Puts transactions into the mempool, which announces them to the peers in the next seconds. */
  CompletableFuture<Void> fill(List<Transaction> transactions) {
    return run(
        () -> {
          for (Transaction transaction : transactions) {
            if (!mempool.addIsolated(transaction).isPassed()) {
              throw new IllegalStateException("the mempool does not want " + transaction.id());
            }
          }
        });
  }

  /** Takes a block as its own and tells its peers. */
  void submit(Block block) {
    var unused =
        run(
            () ->
                engine.submitBlock(
                    block,
                    verdict -> {
                      if (!(verdict instanceof Verdict.Accepted)) {
                        throw new IllegalStateException(verdict.toString());
                      }
                    }));
  }

  /** Hears of each tip, on the engine loop. */
  CompletableFuture<Void> onTip(Consumer<Tip> consumer) {
    return run(
        () ->
            chain.addListener(
                new ChainListener() {
                  @Override
                  public void onTip(Tip tip, int disconnected) {
                    consumer.accept(tip);
                  }
                }));
  }

  private CompletableFuture<Void> run(Runnable task) {
    return CompletableFuture.runAsync(task, loop);
  }

  /**
   * Throws what went wrong on the engine loop.
   *
   * @throws java.util.concurrent.CompletionException with the fault
   */
  void requireWell() {
    failure.getNow(null);
  }

  @Override
  public void close() {
    run(engine::shutdown).join();
    transport.close();
  }

  /** Counts what the engine hears. */
  private final class Counting implements LinkEvents {

    @Override
    public void onMessage(LinkId link, Message message, int bytes) {
      bytesReceived.addAndGet(Integer.BYTES + bytes);
      if (!(message instanceof Ping
          || message instanceof Pong
          || message instanceof TransactionAnnouncement)) {
        blockBytesReceived.addAndGet(Integer.BYTES + bytes);
      }
      engine.onMessage(link, message, bytes);
    }

    @Override
    public void onOpened(Link link) {
      engine.onOpened(link);
    }

    @Override
    public void onDialFailed(
        PeerAddress to, Optional<NodeId> expected, DisconnectReason reason, String detail) {
      engine.onDialFailed(to, expected, reason, detail);
    }

    @Override
    public void onViolation(LinkId link, Rejection why) {
      engine.onViolation(link, why);
    }

    @Override
    public void onWritable(LinkId link) {
      engine.onWritable(link);
    }

    @Override
    public void onClosed(LinkId link, DisconnectReason reason, String detail) {
      engine.onClosed(link, reason, detail);
    }
  }
}
