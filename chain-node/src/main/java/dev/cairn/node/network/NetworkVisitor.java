package dev.cairn.node.network;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.netty.EventLoopScheduler;
import dev.cairn.net.netty.NetRuntime;
import dev.cairn.net.netty.NettyTransport;
import dev.cairn.net.netty.NodeCertificate;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.session.NetworkFetch;
import dev.cairn.net.session.NetworkSecret;
import dev.cairn.net.session.UpgradePlan;
import dev.cairn.node.network.NetworkSearch.Visited;
import dev.cairn.node.thread.DaemonThreads;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Goes and asks peers for the parameters of their networks, over links of its own that end with the
 * answer. Any thread may call any method; results come on the visitor's engine loop.
 *
 * <p>Whoever is visited without knowing its network may turn out to be a peer of our own network: a
 * second link of ours would take the place of the first. So such visits are made by nobody known,
 * under a key of their own.
 */
public final class NetworkVisitor implements NetworkSearch.Visitor {

  private final NetRuntime runtime;
  private final KeyPair nodeKey;
  private final Optional<NetworkSecret> secret;
  private final String agent;

  /** Visits as the node with this key. */
  public NetworkVisitor(
      NetRuntime runtime, KeyPair nodeKey, Optional<NetworkSecret> secret, String agent) {
    this.runtime = runtime;
    this.secret = secret;
    this.agent = agent;
    this.nodeKey = nodeKey;
  }

  @Override
  public CompletableFuture<Checked<Visited>> visit(NetworkId network, KnownAddress known) {
    return visit(nodeKey, network, known.address(), Optional.of(known.node()));
  }

  @Override
  public CompletableFuture<Checked<Visited>> visit(PeerAddress address) {
    KeyPair nobody = KeyPair.fromSeed(runtime.random().generateSeed(KeyPair.SEED_LENGTH));
    return visit(nobody, NetworkId.ZERO, address, Optional.empty());
  }

  private CompletableFuture<Checked<Visited>> visit(
      KeyPair key, NetworkId network, PeerAddress address, Optional<NodeId> expected) {
    NodeCertificate certificate = NodeCertificate.create(key, runtime.random());
    NetworkFetch.Visit visit =
        new NetworkFetch.Visit(
            certificate.id(), UpgradePlan.none(network), secret, address, expected, agent);
    CompletableFuture<Checked<Visited>> result = new CompletableFuture<>();
    EventLoopScheduler loop =
        runtime.newEngineLoop(InstantSource.system(), result::completeExceptionally);
    NettyTransport transport = new NettyTransport(runtime, certificate, loop, NetLimits.DEFAULT);
    NetworkFetch fetch =
        new NetworkFetch(
            visit,
            loop,
            transport,
            runtime.random(),
            NetLimits.DEFAULT,
            found -> result.complete(found.map(NetworkVisitor::visited)));
    transport.start(fetch);
    loop.execute(fetch::start);
    return result.whenComplete((found, failure) -> closeLater(transport));
  }

  private static Visited visited(NetworkFetch.Found found) {
    return new Visited(found.parameters(), found.node(), found.introduction().bestHeight());
  }

  /** Not on the loop that completes the result: closing waits for it. */
  private static void closeLater(NettyTransport transport) {
    DaemonThreads.start("cairn-visit-end", transport::close);
  }
}
