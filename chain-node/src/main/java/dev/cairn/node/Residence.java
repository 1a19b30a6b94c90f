package dev.cairn.node;

import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.PublicKey;
import dev.cairn.net.PeerNodeBuilder;
import dev.cairn.net.discovery.mdns.Advertisement;
import dev.cairn.net.discovery.mdns.MdnsDiscovery;
import dev.cairn.net.netty.NetRuntime;
import dev.cairn.node.NodeConfig.NetworkChoice;
import dev.cairn.node.member.Member;
import dev.cairn.node.storage.DataDirectory;
import dev.cairn.node.wallet.KeyFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In which network the node is: enters one, leaves it for another, and says on the LAN where it is.
 * The node's own thread changes it; any thread reads.
 */
final class Residence {

  private static final Logger LOG = LoggerFactory.getLogger(Residence.class);

  /** What a member is made of besides the network. */
  record Means(
      DataDirectory data,
      NetRuntime runtime,
      KeyFile key,
      PublicKey recipient,
      NodeEvents events,
      Optional<MdnsDiscovery> discovery) {}

  private final NodeConfig config;
  private final Means means;
  private final Runnable changed;
  private final Consumer<Throwable> faults;
  private volatile Optional<Member> member = Optional.empty();
  private volatile InetSocketAddress listenAddress;
  private volatile boolean isFounder;
  private Optional<Advertisement> advertised = Optional.empty();

  /**
   * @param changed called when the node has a network, and before it leaves one for another
   * @param faults hears, on any thread, why a member could not go on
   */
  Residence(NodeConfig config, Means means, Runnable changed, Consumer<Throwable> faults) {
    this.config = config;
    this.means = means;
    this.changed = changed;
    this.faults = faults;
    listenAddress = config.listen();
  }

  /** Empty before the first network, and on the way from one to the next. */
  Optional<Member> member() {
    return member;
  }

  /** Where peers connect to; the port is the same in all networks. */
  InetSocketAddress listenAddress() {
    return listenAddress;
  }

  /** Whether this node has made its network. */
  boolean isFounder() {
    return isFounder;
  }

  /**
   * Leaves the network that the node is in, if any, and is in this one from now on. Nothing happens
   * when the old one has become worth keeping in the meantime.
   */
  void enter(NetworkParameters network, boolean isNew) throws IOException {
    requireApplications(network);
    if (member.isPresent() && !member.get().giveUp()) {
      return;
    }
    leave(network);
    Member entered =
        Member.start(
            network, means.data().ofNetwork(network), mining(network, isNew), this::settings);
    listenAddress = entered.peer().address();
    if (config.network() instanceof NetworkChoice.FindOrFound) {
      remember(entered); // before anybody can be told that something is accepted
    }
    isFounder = isNew;
    member = Optional.of(entered);
    entered
        .ended()
        .whenComplete(
            (unused, fault) -> {
              if (fault != null && member.equals(Optional.of(entered))) {
                faults.accept(fault);
              }
            });
    advertise();
    changed.run();
    LOG.info("{} network {} {}", isNew ? "founded" : "in", network.name(), network.id());
  }

  private void remember(Member entered) throws IOException {
    try {
      means.data().remember(entered.network().id());
    } catch (IOException | RuntimeException failed) {
      entered.close();
      throw failed;
    }
  }

  private void leave(NetworkParameters next) {
    Optional<Member> left = member;
    member = Optional.empty();
    left.ifPresent(
        old -> {
          LOG.info("leaving network {} for {}", old.network().id(), next.id());
          changed.run();
          old.close();
        });
  }

  private Member.Mining mining(NetworkParameters network, boolean isNew) {
    boolean isForTries = network.halfLifeSeconds() == 0;
    boolean mayHavePeers = !config.joins().isEmpty() || (config.discovery() && !isForTries);
    return new Member.Mining(config.mining().threads(), means.recipient(), mayHavePeers && !isNew);
  }

  private PeerNodeBuilder settings(PeerNodeBuilder peer) {
    config.joins().forEach(peer::join);
    config.secret().ifPresent(peer::secret);
    return peer.key(means.key())
        .runtime(means.runtime())
        .listen(listenAddress)
        .agent(Version.AGENT)
        .listener(means.events());
  }

  /** Says on the LAN how things are, if they have changed. */
  void advertise() {
    Optional<Advertisement> current = member.map(Residence::advertisement);
    if (!advertised.equals(current)) {
      advertised = current;
      means.discovery().ifPresent(discovery -> discovery.advertise(current));
    }
  }

  private static Advertisement advertisement(Member member) {
    return new Advertisement(
        member.network().id(), member.peer().address().getPort(), member.isProvisional());
  }

  private static void requireApplications(NetworkParameters network) throws IOException {
    Optional<ListedApplication> missing = Applications.standard().missingOf(network);
    if (missing.isPresent()) {
      throw new UnknownApplicationException(network, missing.get());
    }
  }

  /** Leaves the network for good. */
  void close() {
    Optional<Member> last = member;
    member = Optional.empty();
    last.ifPresent(Member::close);
  }
}
