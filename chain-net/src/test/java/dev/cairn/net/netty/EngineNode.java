package dev.cairn.net.netty;

import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.chain.InMemoryChainStore;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.mempool.MempoolLimits;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.net.discovery.AddressSource;
import dev.cairn.net.discovery.BookEntry;
import dev.cairn.net.discovery.InMemoryPeerBookStore;
import dev.cairn.net.engine.Departure;
import dev.cairn.net.engine.Engine;
import dev.cairn.net.engine.EngineConfig;
import dev.cairn.net.engine.EngineListener;
import dev.cairn.net.engine.NetStatus;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.session.NetworkSecret;
import dev.cairn.net.session.UpgradePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An engine on a transport on 127.0.0.1 that writes down which links there were and why not. */
final class EngineNode implements EngineListener, AutoCloseable {

  private static final NetworkParameters NETWORK = NetworkParameters.dev();

  final List<NodeId> opened = new CopyOnWriteArrayList<>();

  private final List<DisconnectReason> ends = new CopyOnWriteArrayList<>();
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private final NodeCertificate certificate;
  private final EventLoopScheduler loop;
  private final NettyTransport transport;
  private final Engine engine;
  private final PeerAddress address;

  EngineNode(
      NetRuntime runtime, NetLimits limits, Optional<NetworkSecret> secret, BookEntry... known) {
    certificate = NodeCertificate.create(TestCertificates.nodeKey(), TestCertificates.RANDOM);
    loop = runtime.newEngineLoop(InstantSource.system(), faults::add);
    transport = new NettyTransport(runtime, certificate, loop, limits);
    Chain chain =
        Chain.open(
            NETWORK,
            Applications.standard(),
            new InMemoryChainStore(),
            SignatureChecks.onCallersThread(new SignatureCache(16, 0)),
            ChainLimits.DEFAULT);
    Mempool mempool =
        new Mempool(
            NETWORK,
            chain.transactionRules(),
            MempoolLimits.DEFAULT,
            chain.tip(),
            loop.wallClock());
    InMemoryPeerBookStore book = new InMemoryPeerBookStore();
    book.save(List.of(known));
    engine =
        new Engine(
            new EngineConfig(
                certificate.id(),
                secret,
                Optional.empty(),
                UpgradePlan.none(NETWORK.id()),
                7771,
                "test/1",
                limits,
                List.of()),
            chain,
            mempool,
            loop,
            transport,
            runtime.workers().forLoop(loop),
            runtime.random(),
            book,
            this);
    transport.start(engine);
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      address = PeerAddress.of(transport.listen(any));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(engine::start);
  }

  /** For a book in which a node is known, to be dialled before all others. */
  static BookEntry entry(NodeId node, PeerAddress where) {
    return new BookEntry(
        new KnownAddress(node, where), AddressSource.configured(), true, 1, 0, true);
  }

  /** The secret of a closed network; none for an open one. */
  static Optional<NetworkSecret> secret(boolean isClosed) {
    return isClosed
        ? Optional.of(NetworkSecret.of(new byte[NetworkSecret.LENGTH]))
        : Optional.empty();
  }

  NodeId id() {
    return certificate.id();
  }

  PeerAddress address() {
    return address;
  }

  void join(PeerAddress where) {
    run(() -> engine.join(where));
  }

  /** Why links and dials ended, and connections that never were a link. */
  List<DisconnectReason> ends() {
    List<DisconnectReason> all = new ArrayList<>(ends);
    transport
        .endedBeforeLink()
        .forEach(
            (reason, count) -> {
              if (!all.contains(reason)) {
                all.add(reason);
              }
            });
    return all;
  }

  /** Whether there is no link, nor one under way. */
  boolean isAlone() {
    List<NetStatus> status = new CopyOnWriteArrayList<>();
    run(() -> status.add(engine.statusNow()));
    return status.get(0).peers().isEmpty() && status.get(0).handshakes() == 0;
  }

  private void run(Runnable task) {
    FutureTask<Void> future = new FutureTask<>(task, null);
    loop.execute(future);
    try {
      future.get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void onPeerOpen(NodeId node, PeerAddress where, boolean isOutbound) {
    opened.add(node);
  }

  @Override
  public void onPeerGone(Departure departure) {
    ends.add(departure.reason());
  }

  @Override
  public void onDialFailed(PeerAddress where, DisconnectReason reason, String detail) {
    ends.add(reason);
  }

  @Override
  public void close() {
    run(engine::shutdown);
    transport.close();
    if (!faults.isEmpty()) {
      throw new AssertionError("on the engine loop", faults.get(0));
    }
  }
}
