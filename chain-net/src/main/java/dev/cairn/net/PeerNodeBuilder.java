package dev.cairn.net;

import dev.cairn.core.block.DigestPairHasher;
import dev.cairn.core.block.PairHasher;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.chain.ChainStore;
import dev.cairn.core.chain.InMemoryChainStore;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.mempool.MempoolLimits;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.net.discovery.InMemoryPeerBookStore;
import dev.cairn.net.discovery.PeerBookStore;
import dev.cairn.net.discovery.mdns.InterfaceFilter;
import dev.cairn.net.engine.AllowList;
import dev.cairn.net.engine.Engine;
import dev.cairn.net.engine.EngineConfig;
import dev.cairn.net.engine.EngineListener;
import dev.cairn.net.netty.EventLoopScheduler;
import dev.cairn.net.netty.NetRuntime;
import dev.cairn.net.netty.NettyTransport;
import dev.cairn.net.netty.NodeCertificate;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.NodeKeySource;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.session.NetworkSecret;
import dev.cairn.net.session.UpgradePlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link PeerNode} is made of. Everything has a default: a chain on the heap, a new
 * identity, no connections from outside, nobody to dial.
 */
public final class PeerNodeBuilder {

  private static final int SIGNATURES_REMEMBERED = 1 << 17;

  private final NetworkParameters network;
  private final List<PeerAddress> joins = new ArrayList<>();
  private Applications applications = Applications.standard();
  private @Nullable ChainStore store;
  private @Nullable PeerBookStore peers;
  private PairHasher pairHasher = new DigestPairHasher();
  private ChainLimits chainLimits = ChainLimits.DEFAULT;
  private MempoolLimits mempoolLimits = MempoolLimits.DEFAULT;
  private NetLimits limits;
  private UpgradePlan plan;
  private String agent = "cairn";
  private EngineListener listener = new EngineListener() {};
  private InstantSource clock = InstantSource.system();
  private Optional<NetworkSecret> secret = Optional.empty();
  private Optional<AllowList> allowed = Optional.empty();
  private Optional<InterfaceFilter> discovery = Optional.empty();
  private @Nullable NodeKeySource key;
  private @Nullable InetSocketAddress listen;
  private @Nullable NetRuntime runtime;

  PeerNodeBuilder(NetworkParameters network) {
    this.network = network;
    this.plan = UpgradePlan.none(network.id());
    this.limits = NetLimits.DEFAULT.forBlocksOf(network.blockBytes());
  }

  /** The applications that the network lists, those of the program's own among them. */
  public PeerNodeBuilder applications(Applications all) {
    applications = all;
    return this;
  }

  /** Where the chain is kept; on the heap by default. */
  public PeerNodeBuilder store(ChainStore chainStore) {
    store = chainStore;
    return this;
  }

  /** How the Merkle trees of blocks are hashed; by the JDK's SHA-256 by default. */
  public PeerNodeBuilder pairHasher(PairHasher hasher) {
    pairHasher = hasher;
    return this;
  }

  /** Where known peers are kept; on the heap by default. */
  public PeerNodeBuilder peers(PeerBookStore peerBookStore) {
    peers = peerBookStore;
    return this;
  }

  /** Where the identity comes from; by default it is a new one for each start. */
  public PeerNodeBuilder key(NodeKeySource source) {
    key = source;
    return this;
  }

  /** Takes connections at this port of all interfaces; 0 for any free one. */
  public PeerNodeBuilder listen(int port) {
    return listen(new InetSocketAddress(port));
  }

  /** Takes connections at this address. */
  public PeerNodeBuilder listen(InetSocketAddress address) {
    listen = address;
    return this;
  }

  /** Dials this host, by number or name, until it answers, and again whenever the link is lost. */
  public PeerNodeBuilder join(String host, int port) throws UnknownHostException {
    return join(new InetSocketAddress(InetAddress.getByName(host), port));
  }

  /** Dials this address until it answers, and again whenever the link is lost. */
  public PeerNodeBuilder join(InetSocketAddress address) {
    joins.add(PeerAddress.of(address));
    return this;
  }

  /** Finds other nodes of the network on the LAN, and is found by them if it {@link #listen}s. */
  public PeerNodeBuilder discovery() {
    return discovery(InterfaceFilter.DEFAULT);
  }

  /** The same on other interfaces. */
  public PeerNodeBuilder discovery(InterfaceFilter interfaces) {
    discovery = Optional.of(interfaces);
    return this;
  }

  /** The secret of a closed network. */
  public PeerNodeBuilder secret(NetworkSecret networkSecret) {
    secret = Optional.of(networkSecret);
    return this;
  }

  /** The only nodes that may have a link. */
  public PeerNodeBuilder allow(AllowList list) {
    allowed = Optional.of(list);
    return this;
  }

  /** The changes of rules that this release knows. */
  public PeerNodeBuilder upgrades(UpgradePlan upgradePlan) {
    plan = upgradePlan;
    return this;
  }

  /** The name and version of the program, printable ASCII, at most 64 bytes. */
  public PeerNodeBuilder agent(String nameAndVersion) {
    agent = nameAndVersion;
    return this;
  }

  /** Hears of peers, bans and tips, on the engine loop. */
  public PeerNodeBuilder listener(EngineListener engineListener) {
    listener = engineListener;
    return this;
  }

  /** The frame limit is lowered to what blocks of the network need. */
  public PeerNodeBuilder limits(NetLimits netLimits) {
    limits = netLimits.forBlocksOf(network.blockBytes());
    return this;
  }

  public PeerNodeBuilder limits(ChainLimits newLimits) {
    chainLimits = newLimits;
    return this;
  }

  public PeerNodeBuilder limits(MempoolLimits newLimits) {
    mempoolLimits = newLimits;
    return this;
  }

  /** The wall clock for the chain's rules; the machine's by default. */
  public PeerNodeBuilder clock(InstantSource wallClock) {
    clock = wallClock;
    return this;
  }

  /** Threads to share with others, to be closed by the caller after all that use them. */
  public PeerNodeBuilder runtime(NetRuntime shared) {
    runtime = shared;
    return this;
  }

  /**
   * Opens the chain, listens, and begins to dial.
   *
   * @throws IOException when the key cannot be had or the port not be used; the text is for the
   *     person who runs the program
   * @throws IllegalArgumentException when the store has another network's chain, or an application
   *     that the network lists is missing
   */
  public PeerNode start() throws IOException {
    Optional<NetRuntime> own =
        runtime == null
            ? Optional.of(NetRuntime.create(NetRuntime.Threads.forOneNode()))
            : Optional.empty();
    try {
      return start(own.orElseGet(() -> Objects.requireNonNull(runtime)), own);
    } catch (IOException | RuntimeException failed) {
      own.ifPresent(NetRuntime::close);
      throw failed;
    }
  }

  private PeerNode start(NetRuntime threads, Optional<NetRuntime> own) throws IOException {
    KeyPair nodeKey =
        key == null
            ? KeyPair.fromSeed(threads.random().generateSeed(KeyPair.SEED_LENGTH))
            : key.loadOrCreate();
    NodeId id = new NodeId(nodeKey.publicKey());
    AtomicReference<@Nullable PeerNode> node = new AtomicReference<>();
    EventLoopScheduler loop =
        threads.newEngineLoop(
            clock,
            fault -> {
              PeerNode failed = node.get();
              if (failed != null) {
                failed.onFault(fault);
              }
            });
    Chain chain =
        Chain.open(
            network, applications, chainStore(), signatureChecks(threads), pairHasher, chainLimits);
    Mempool mempool =
        new Mempool(
            network, chain.transactionRules(), mempoolLimits, chain.tip(), loop.wallClock());
    chain.addListener(mempool);
    NettyTransport transport =
        new NettyTransport(
            threads, NodeCertificate.create(nodeKey, threads.random()), loop, limits);
    try {
      return start(threads, own, new Made(id, loop, chain, mempool, transport), node);
    } catch (IOException | RuntimeException failed) {
      transport.close();
      throw failed;
    }
  }

  /**
   * Checks of one block's signatures on all workers. The thread that has the block waits for none
   * that has not begun, so that the workers cannot wait for one another.
   */
  static SignatureChecks signatureChecks(NetRuntime threads) {
    SignatureCache cache = new SignatureCache(SIGNATURES_REMEMBERED, threads.random().nextLong());
    return new SignatureChecks(cache, threads.workers().helpers(), threads.workers().size());
  }

  /** A new one for each start: two chains in one store would spoil it. */
  private ChainStore chainStore() {
    return store == null ? new InMemoryChainStore() : store;
  }

  /** What there is before the port is known. */
  private record Made(
      NodeId id, EventLoopScheduler loop, Chain chain, Mempool mempool, NettyTransport transport) {}

  private PeerNode start(
      NetRuntime threads,
      Optional<NetRuntime> own,
      Made made,
      AtomicReference<@Nullable PeerNode> node)
      throws IOException {
    LateEvents events = new LateEvents();
    made.transport().start(events);
    InetSocketAddress address =
        listen == null ? new InetSocketAddress(0) : made.transport().listen(listen);
    EngineConfig config =
        new EngineConfig(made.id(), secret, allowed, plan, address.getPort(), agent, limits, joins);
    Engine engine =
        new Engine(
            config,
            made.chain(),
            made.mempool(),
            made.loop(),
            made.transport(),
            threads.workers().forLoop(made.loop()),
            threads.random(),
            peers == null ? new InMemoryPeerBookStore() : peers,
            listener);
    PeerNode started =
        new PeerNode(
            made.chain(),
            made.mempool(),
            engine,
            made.loop(),
            made.transport(),
            made.id(),
            address,
            own);
    node.set(started);
    made.loop()
        .execute(
            () -> {
              engine.start();
              events.deliverTo(engine);
            });
    discovery.ifPresent(interfaces -> started.discover(interfaces, limits.discoveredPerSecond()));
    return started;
  }
}
