package dev.cairn.net;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainListener;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.mining.BlockBuilder;
import dev.cairn.core.mining.BlockTemplate;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.ApplicationFault;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.discovery.Sighting;
import dev.cairn.net.discovery.mdns.Advertisement;
import dev.cairn.net.discovery.mdns.DiscoveryListener;
import dev.cairn.net.discovery.mdns.DiscoveryStatus;
import dev.cairn.net.discovery.mdns.InterfaceFilter;
import dev.cairn.net.discovery.mdns.MdnsDiscovery;
import dev.cairn.net.engine.AllowList;
import dev.cairn.net.engine.Engine;
import dev.cairn.net.engine.NetStatus;
import dev.cairn.net.netty.EventLoopScheduler;
import dev.cairn.net.netty.NetRuntime;
import dev.cairn.net.netty.NettyTransport;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer in a program of one's own: chain, mempool, engine and transport, put together. Any thread
 * may call any method.
 *
 * <p>Futures are completed on the engine loop: what hangs on them must not block. After {@link
 * #close} they fail with {@link IllegalStateException}.
 */
public final class PeerNode implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PeerNode.class);
  private static final long CLOSE_SECONDS = 10;
  private static final int FAULTS_IN_TEMPLATE_MAX = 100;

  private final Chain chain;
  private final Mempool mempool;
  private final Engine engine;
  private final EventLoopScheduler loop;
  private final NettyTransport transport;
  private final NodeId id;
  private final InetSocketAddress address;

  /** What this object has started and closes again; a runtime that was lent is not among it. */
  private final Optional<NetRuntime> ownRuntime;

  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** What was asked and not answered yet. */
  private final Map<Long, CompletableFuture<?>> pending = new ConcurrentHashMap<>();

  private final AtomicLong asked = new AtomicLong();

  private final AtomicBoolean hasFailed = new AtomicBoolean();
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile Optional<MdnsDiscovery> discovery = Optional.empty();

  PeerNode(
      Chain chain,
      Mempool mempool,
      Engine engine,
      EventLoopScheduler loop,
      NettyTransport transport,
      NodeId id,
      InetSocketAddress address,
      Optional<NetRuntime> ownRuntime) {
    this.chain = chain;
    this.mempool = mempool;
    this.engine = engine;
    this.loop = loop;
    this.transport = transport;
    this.id = id;
    this.address = address;
    this.ownRuntime = ownRuntime;
  }

  /** A peer of this network, which does nothing before {@link PeerNodeBuilder#start}. */
  public static PeerNodeBuilder of(NetworkParameters network) {
    return new PeerNodeBuilder(network);
  }

  /** The identity that this peer proves to others. */
  public NodeId id() {
    return id;
  }

  /** Where it takes connections; port 0 when it takes none. */
  public InetSocketAddress address() {
    return address;
  }

  /** The end of the active chain with its state. */
  public Tip tip() {
    return chain.tip();
  }

  /** How things stand, at most a second ago. */
  public NetStatus status() {
    return engine.status();
  }

  /** Takes a block of this program's own; once the chain has it, the peers hear of it. */
  public CompletableFuture<Verdict> submit(Block block) {
    CompletableFuture<Verdict> result = new CompletableFuture<>();
    onLoop(result, () -> engine.submitBlock(block, result::complete));
    return result;
  }

  /** Takes a transaction of this program's own; once the mempool has it, the peers hear of it. */
  public CompletableFuture<Checked<TransactionId>> submit(Transaction transaction) {
    CompletableFuture<Checked<TransactionId>> result = new CompletableFuture<>();
    onLoop(result, () -> engine.submitTransaction(transaction, result::complete));
    return result;
  }

  /** A block on the tip with what pays best, to be mined and then submitted. */
  public CompletableFuture<BlockTemplate> template(PublicKey recipient) {
    return template(recipient, Long.MAX_VALUE);
  }

  /**
   * The same with at most so many bytes, which is made sooner.
   *
   * @param bytesMax more than the network's limit means that limit
   */
  public CompletableFuture<BlockTemplate> template(PublicKey recipient, long bytesMax) {
    return ask((theChain, pool) -> fill(recipient, bytesMax));
  }

  /** An application that fails at a transaction costs that transaction, not the template. */
  private BlockTemplate fill(PublicKey recipient, long bytesMax) {
    for (int faults = 0; ; faults++) {
      BlockBuilder builder = BlockBuilder.onTip(chain, loop.wallClock());
      builder.limitTo(bytesMax);
      try {
        mempool.fill(builder);
        return builder.build(recipient);
      } catch (ApplicationFault fault) {
        LOG.warn("left out of a block, and of the mempool: {}", String.valueOf(fault));
        if (faults == FAULTS_IN_TEMPLATE_MAX) {
          throw fault;
        }
      }
    }
  }

  /**
   * Asks chain and mempool something on the thread that owns them; must not block. What the
   * question throws is its answer.
   */
  public <T> CompletableFuture<T> ask(BiFunction<Chain, Mempool, T> question) {
    CompletableFuture<T> result = new CompletableFuture<>();
    onLoop(
        result,
        () -> {
          try {
            result.complete(question.apply(chain, mempool));
          } catch (RuntimeException failure) {
            result.completeExceptionally(failure);
          }
        });
    return result;
  }

  /** Tells of every new tip, on the engine loop; must not block. */
  public void onTip(Consumer<Tip> consumer) {
    ChainListener listener =
        new ChainListener() {
          @Override
          public void onTip(Tip tip, int disconnected) {
            consumer.accept(tip);
          }
        };
    tell(() -> chain.addListener(listener));
  }

  /** Dials an address, and again whenever its link is lost, whoever answers there. */
  public void join(InetSocketAddress peer) {
    PeerAddress known = PeerAddress.of(peer);
    tell(() -> engine.join(known));
  }

  /** Changes who may have a link; empty for everyone. Whoever may not any more loses it. */
  public void allow(Optional<AllowList> allowed) {
    tell(() -> engine.allow(allowed));
  }

  /** A node was seen on the LAN. It is dialled, and trusted no more than others. */
  public void onSighting(Sighting sighting) {
    tell(() -> engine.onSighting(sighting));
  }

  /** An interface or address has come or gone: what could not be dialled is dialled at once. */
  public void onInterfacesChanged() {
    tell(engine::onInterfacesChanged);
  }

  /** Looks around on the LAN from now on; only nodes of this network are dialled. */
  void discover(InterfaceFilter interfaces, int discoveredPerSecond) {
    DiscoveryListener listener =
        new DiscoveryListener() {
          @Override
          public void onSighting(Sighting sighting) {
            if (sighting.network().equals(chain.network().id())) {
              PeerNode.this.onSighting(sighting);
            }
          }

          @Override
          public void onInterfacesChanged(List<String> used) {
            PeerNode.this.onInterfacesChanged();
          }
        };
    MdnsDiscovery started = MdnsDiscovery.start(id, interfaces, listener, discoveredPerSecond);
    if (address.getPort() != 0) {
      started.advertise(
          Optional.of(new Advertisement(chain.network().id(), address.getPort(), false)));
    }
    discovery = Optional.of(started);
    if (isClosed.get()) {
      started.close();
    }
  }

  /** How the discovery on the LAN is doing; empty when it is off. */
  public Optional<DiscoveryStatus> discoveryStatus() {
    return discovery.map(MdnsDiscovery::status);
  }

  /**
   * Completes when this peer has ended: normally after {@link #close}, exceptionally when a fault
   * of this program or of the store has stopped it. Nothing that was acknowledged is lost then; the
   * chain is to be opened anew from its store.
   */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /**
   * Tells the peers, closes all links and ends the threads that this object has started, and waits
   * for that; on the engine loop, where nobody may wait, it only sees to it.
   */
  @Override
  public void close() {
    if (loop.isLoopThread()) {
      closeElsewhere();
    } else if (isClosed.getAndSet(true)) {
      closed.join();
    } else {
      try {
        discovery.ifPresent(MdnsDiscovery::close);
        if (!ended.isDone()) {
          end(Optional.empty());
        }
        transport.close();
        ownRuntime.ifPresent(NetRuntime::close);
      } finally {
        closed.complete(null);
      }
    }
  }

  private void closeElsewhere() {
    Thread closing = new Thread(this::close, "cairn-end");
    closing.setDaemon(true);
    closing.start();
  }

  private void end(Optional<Throwable> fault) {
    CompletableFuture<Void> left = new CompletableFuture<>();
    try {
      loop.execute(
          () -> {
            try {
              engine.shutdown();
            } finally {
              left.complete(null);
            }
          });
      if (!loop.isLoopThread()) {
        left.get(CLOSE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException | RuntimeException late) {
      LOG.warn("the engine did not end in time", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (fault.isPresent()) {
      ended.completeExceptionally(fault.get());
    } else {
      ended.complete(null);
    }
    pending.values().forEach(result -> result.completeExceptionally(hasEnded()));
  }

  private static IllegalStateException hasEnded() {
    return new IllegalStateException("this peer has ended");
  }

  /** What the engine loop owns may be half changed: nothing more is taken or told. */
  void onFault(Throwable fault) {
    if (!hasFailed.getAndSet(true) && !ended.isDone()) {
      LOG.error("this peer stops: a fault of the program or of its store", fault);
      end(Optional.of(fault));
      closeElsewhere();
    }
  }

  /** Runs something that answers by the future; what it throws is a fault of this program. */
  private void onLoop(CompletableFuture<?> result, Runnable task) {
    long number = asked.incrementAndGet();
    pending.put(number, result);
    result.whenComplete((value, failure) -> pending.remove(number));
    if (ended.isDone() || !tell(task)) {
      result.completeExceptionally(hasEnded());
    }
  }

  /** Runs something on the loop; says whether the loop is still there. */
  private boolean tell(Runnable task) {
    try {
      loop.execute(
          () -> {
            if (!ended.isDone()) {
              task.run();
            }
          });
      return true;
    } catch (RejectedExecutionException over) {
      return false;
    }
  }
}
