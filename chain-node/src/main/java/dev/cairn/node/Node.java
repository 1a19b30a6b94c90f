package dev.cairn.node;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import dev.cairn.net.discovery.NetworkFinder;
import dev.cairn.net.discovery.Sighting;
import dev.cairn.net.discovery.mdns.DiscoveryListener;
import dev.cairn.net.discovery.mdns.DiscoveryStatus;
import dev.cairn.net.discovery.mdns.InterfaceFilter;
import dev.cairn.net.discovery.mdns.MdnsDiscovery;
import dev.cairn.net.netty.NetRuntime;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.node.NodeConfig.NetworkChoice;
import dev.cairn.node.api.ApiConfig;
import dev.cairn.node.api.ApiServer;
import dev.cairn.node.api.NodeFacts;
import dev.cairn.node.member.Member;
import dev.cairn.node.network.NetworkSearch;
import dev.cairn.node.network.NetworkVisitor;
import dev.cairn.node.storage.DataDirectory;
import dev.cairn.node.storage.DiskWatch;
import dev.cairn.node.storage.NodeStore;
import dev.cairn.node.storage.StoreException;
import dev.cairn.node.stratum.Source;
import dev.cairn.node.stratum.StratumServer;
import dev.cairn.node.thread.DaemonThreads;
import dev.cairn.node.wallet.KeyFile;
import dev.cairn.node.wallet.Wallet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole node: everything is built here, top to bottom, and closed in reverse. Any thread may call
 * the public methods.
 *
 * <p>A thread of its own ({@code cairn-node}) enters and leaves networks; fields that are neither
 * final nor volatile belong to it.
 */
public final class Node implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final long TICK_MILLIS = 250;
  private static final long DISK_MILLIS = 1_000;
  private static final long CLOSE_SECONDS = 20;

  private final NodeConfig config;
  private final long startedNanos = System.nanoTime();
  private final DataDirectory data;
  private final DiskWatch disk;
  private final NodeId id;
  private final NetRuntime runtime;
  private final Advisor advisor = new Advisor(System::nanoTime);
  private final ScheduledExecutorService control;
  private final Optional<MdnsDiscovery> discovery;
  private final CompletableFuture<ApiServer> api;
  private final Residence residence;
  private volatile Optional<StratumServer> stratum = Optional.empty();

  /** The network that it was in last without having been told. */
  private final Optional<NetworkId> remembered;

  private final Optional<NetworkSearch> search;
  private final CompletableFuture<Node> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicBoolean isClosing = new AtomicBoolean();

  /** Until then not all fields are set, and what is seen on the LAN has to wait. */
  private volatile boolean hasBegun;

  private Node(NodeConfig config, DataDirectory data) throws IOException {
    this.config = config;
    this.data = data;
    disk = DiskWatch.of(data);
    runtime = NetRuntime.create(NetRuntime.Threads.forOneNode());
    try {
      Wallet wallet = Wallet.in(data.root(), runtime.random());
      KeyFile keyFile = new KeyFile(data.nodeKey(), runtime.random());
      KeyPair nodeKey = keyFile.loadOrCreate();
      id = new NodeId(nodeKey.publicKey());
      Optional<PublicKey> chosen = config.mining().recipient();
      PublicKey recipient = chosen.isPresent() ? chosen.get() : wallet.mainKey().publicKey();
      remembered = data.remembered();
      control = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("cairn-node"));
      discovery = config.discovery() ? Optional.of(discover()) : Optional.empty();
      residence =
          new Residence(
              config,
              new Residence.Means(
                  data, runtime, keyFile, recipient, new NodeEvents(advisor), discovery),
              this::onChange,
              this::onMemberFault);
      search = newSearch(nodeKey);
      api = startInParallel();
    } catch (IOException | RuntimeException failed) {
      runtime.close();
      throw failed;
    }
  }

  /**
   * Starts a node, which is {@link #ready} later: it may have to look for a network first.
   *
   * @throws IOException when it cannot run here; the text says why and what to do
   */
  public static Node open(NodeConfig config) throws IOException {
    DataDirectory data = DataDirectory.open(config.data());
    try {
      Node node = new Node(config, data);
      node.control.execute(node::begin);
      return node;
    } catch (IOException | RuntimeException failed) {
      data.close();
      throw failed;
    }
  }

  /**
   * Starts a node and waits until store, API and peer port all serve.
   *
   * @throws IOException when it cannot run here; the text says why and what to do
   */
  public static Node start(NodeConfig config) throws IOException {
    Node node = open(config);
    try {
      return node.ready().join();
    } catch (CompletionException failed) {
      node.close();
      if (failed.getCause() instanceof IOException unusable) {
        throw unusable;
      }
      throw failed;
    }
  }

  /** Starting the API takes about as long as everything else, and so does loading RocksDB. */
  private CompletableFuture<ApiServer> startInParallel() {
    DaemonThreads.start("cairn-load", Node::loadStore);
    CompletableFuture<ApiServer> result = new CompletableFuture<>();
    DaemonThreads.start("cairn-api-start", () -> startApi(result));
    return result;
  }

  private void startApi(CompletableFuture<ApiServer> result) {
    try {
      ApiConfig apiConfig = new ApiConfig(config.api(), config.apiToken());
      result.complete(ApiServer.start(apiConfig, new Facts()));
    } catch (IOException | RuntimeException | Error failed) {
      result.completeExceptionally(failed);
    }
  }

  private static void loadStore() {
    try {
      NodeStore.prepareNative();
    } catch (StoreException unusable) {
      LOG.debug("whoever opens the store will see it too", unusable);
    }
  }

  private MdnsDiscovery discover() {
    DiscoveryListener listener =
        new DiscoveryListener() {
          @Override
          public void onSighting(Sighting sighting) {
            execute(() -> Node.this.onSighting(sighting));
          }

          @Override
          public void onInterfacesChanged(List<String> used) {
            execute(Node.this::onInterfacesChanged);
          }
        };
    InterfaceFilter filter = InterfaceFilter.DEFAULT.withAlways(config.interfaces());
    return MdnsDiscovery.start(id, filter, listener, NetLimits.DEFAULT.discoveredPerSecond());
  }

  private void onInterfacesChanged() {
    residence.member().ifPresent(present -> present.peer().onInterfacesChanged());
  }

  private void onSighting(Sighting sighting) {
    if (residence.member().isEmpty() || mayChange()) {
      search.ifPresent(present -> present.onSighting(sighting));
    }
    residence
        .member()
        .filter(present -> present.network().id().equals(sighting.network()))
        .ifPresent(present -> present.peer().onSighting(sighting));
  }

  private Optional<NetworkSearch> newSearch(KeyPair nodeKey) {
    if (config.network() instanceof NetworkChoice.Fixed) {
      return Optional.empty();
    }
    Optional<NetworkId> only =
        config.network() instanceof NetworkChoice.ById byId
            ? Optional.of(byId.id())
            : Optional.empty();
    return Optional.of(
        new NetworkSearch(
            () -> new NetworkFinder(id, only.or(() -> remembered), nowMillis()),
            only,
            Applications.standard(),
            new NetworkVisitor(runtime, nodeKey, config.secret(), Version.AGENT),
            new Owner(),
            task -> execute(task::run),
            this::nowMillis,
            config.joins().stream().map(PeerAddress::of).toList()));
  }

  private long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
  }

  /** What is done on the node's own thread; what fails there ends the node. */
  private interface Task {
    void run() throws IOException;
  }

  private void execute(Task task) {
    try {
      control.execute(() -> guard(task));
    } catch (RejectedExecutionException closed) {
      LOG.debug("the node is closed");
    }
  }

  private void guard(Task task) {
    if (isClosing.get() || !hasBegun) {
      return;
    }
    try {
      task.run();
    } catch (IOException | RuntimeException | Error fault) {
      fail(fault);
    }
  }

  private void fail(Throwable fault) {
    String message = "the node stops: " + fault.getMessage();
    if (fault instanceof IOException) { // its text says all
      LOG.error(message);
    } else {
      LOG.error(message, fault);
    }
    ready.completeExceptionally(fault);
    closeBecauseOf(Optional.of(fault));
  }

  private void begin() {
    hasBegun = true;
    guard(disk::look); // before the store is opened, which may need what is kept for it
    api.whenComplete(
        (server, failed) -> {
          if (failed != null) {
            execute(() -> fail(failed));
          }
        });
    guard(this::startStratum);
    guard(this::enterKnown);
    if (!isClosing.get()) {
      control.scheduleWithFixedDelay(
          () -> guard(this::tick), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
      control.scheduleWithFixedDelay(
          () -> guard(disk::look), DISK_MILLIS, DISK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void startStratum() throws IOException {
    if (config.stratum().isPresent()) {
      InetSocketAddress wanted = config.stratum().get();
      stratum = Optional.of(StratumServer.start(wanted, InstantSource.system(), runtime.random()));
    }
  }

  private void enterKnown() throws IOException {
    Optional<NetworkParameters> known = knownNetwork();
    if (known.isPresent()) {
      enter(known.get(), false);
    }
  }

  /** The network that needs no search, as far as this node is concerned. */
  private Optional<NetworkParameters> knownNetwork() throws IOException {
    if (config.network() instanceof NetworkChoice.Fixed fixed) {
      return Optional.of(fixed.parameters());
    } else if (config.network() instanceof NetworkChoice.ById byId) {
      return data.parameters(byId.id());
    }
    return remembered.isPresent() ? data.parameters(remembered.get()) : Optional.empty();
  }

  private void tick() {
    Optional<Member> present = residence.member();
    residence.advertise();
    if (present.isEmpty() || mayChange()) {
      search.ifPresent(searching -> tick(searching, present));
    }
  }

  private static void tick(NetworkSearch searching, Optional<Member> present) {
    present.ifPresent(
        member -> searching.onOwnNetwork(member.network().id(), member.isProvisional()));
    searching.onTick();
  }

  private boolean mayChange() {
    return config.network() instanceof NetworkChoice.FindOrFound;
  }

  /** What the search has found is acted on here. */
  private final class Owner implements NetworkSearch.Owner {

    @Override
    public NetworkParameters found() {
      byte[] salt = new byte[NetworkParameters.SALT_BYTES];
      runtime.random().nextBytes(salt);
      Timestamp now = Timestamp.nearest(InstantSource.system().instant().getEpochSecond());
      return NetworkParameters.lan(Bytes.of(salt), now);
    }

    @Override
    public void enter(NetworkParameters network, boolean isNew) {
      guard(() -> Node.this.enter(network, isNew));
    }

    @Override
    public void report(NetworkId own, NetworkId other) {
      LOG.warn("there is another network on this LAN: {} (this node is in {})", other, own);
      advisor.onOtherNetwork(other);
    }

    @Override
    public void withdraw(NetworkId other) {
      LOG.info("network {} is not heard of any more", other);
      advisor.onOtherNetworkGone(other);
    }
  }

  private void enter(NetworkParameters network, boolean isNew) throws IOException {
    residence.enter(network, isNew);
    api.thenRun(() -> ready.complete(this));
  }

  private void onChange() {
    if (api.isDone() && !api.isCompletedExceptionally()) {
      api.join().onMemberChanged();
    }
    stratum.ifPresent(server -> server.serve(residence.member().map(Node::source)));
  }

  private static Source source(Member member) {
    return new Source(member.feed(), member.peer(), member.network());
  }

  private void onMemberFault(Throwable fault) {
    Throwable cause = fault.getCause();
    execute(() -> fail(cause == null ? fault : cause));
  }

  /** Completes with this node when store, API and peer port all serve. */
  public CompletableFuture<Node> ready() {
    return ready.copy();
  }

  public NodeId id() {
    return id;
  }

  /** Where peers connect to. */
  public InetSocketAddress listenAddress() {
    return residence.listenAddress();
  }

  /** Where the API answers; once the node is ready. */
  public InetSocketAddress apiAddress() {
    return api.join().address();
  }

  /** Where miners get work by Stratum; empty when they do not, and before the node is ready. */
  public Optional<InetSocketAddress> stratumAddress() {
    return stratum.map(StratumServer::address);
  }

  /** The network that it is in; empty while it looks for one or changes over to another. */
  public Optional<Member> member() {
    return residence.member();
  }

  /** Whether this node has made the network that it is in. */
  public boolean hasFoundedNetwork() {
    return residence.isFounder();
  }

  /**
   * Completes when the node has ended; exceptionally when a fault of the program or of the store
   * has ended it. Nothing that was acknowledged is lost then.
   */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /** Stops everything in the reverse order, and waits for that. */
  @Override
  public void close() {
    closeBecauseOf(Optional.empty());
    try {
      ended.handle((unused, fault) -> null).get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      LOG.warn("the node did not end in time", late);
    }
  }

  private void closeBecauseOf(Optional<Throwable> fault) {
    if (!isClosing.getAndSet(true)) {
      Thread closing = new Thread(() -> closeAll(fault), "cairn-close");
      closing.start();
    }
  }

  private void closeAll(Optional<Throwable> fault) {
    try {
      control.shutdown();
      if (!control.awaitTermination(CLOSE_SECONDS / 2, TimeUnit.SECONDS)) {
        LOG.warn("entering or leaving a network takes too long");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    end("the discovery", () -> discovery.ifPresent(MdnsDiscovery::close));
    end("the service for miners", () -> stratum.ifPresent(StratumServer::close));
    end("the network", residence::close);
    end("the API", this::closeApi);
    end("the threads", runtime::close);
    end("the data directory", data::close);
    ready.completeExceptionally(fault.orElseGet(() -> new IllegalStateException("closed")));
    if (fault.isPresent()) {
      ended.completeExceptionally(fault.get());
    } else {
      ended.complete(null);
    }
  }

  private void closeApi() {
    Optional<ApiServer> server = api.handle((made, failed) -> Optional.ofNullable(made)).join();
    server.ifPresent(ApiServer::close);
  }

  /** One part that does not end as it should must not keep the others open. */
  private static void end(String part, Runnable closing) {
    try {
      closing.run();
    } catch (RuntimeException failed) {
      LOG.warn("{} did not end as it should", part, failed);
    }
  }

  private final class Facts implements NodeFacts {

    @Override
    public NodeId id() {
      return id;
    }

    @Override
    public String version() {
      return Version.TEXT;
    }

    @Override
    public long uptimeSeconds() {
      return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNanos);
    }

    @Override
    public Optional<DiscoveryStatus> discovery() {
      return discovery.map(MdnsDiscovery::status);
    }

    @Override
    public Optional<Member> member() {
      return residence.member();
    }

    @Override
    public List<Notice> notices() {
      return advisor.notices(residence.member(), discovery(), disk.room());
    }

    @Override
    public Optional<DiskWatch.Room> room() {
      return disk.room();
    }

    @Override
    public Optional<StratumServer> stratum() {
      return stratum;
    }
  }
}
