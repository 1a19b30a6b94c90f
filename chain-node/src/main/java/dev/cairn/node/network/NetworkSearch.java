package dev.cairn.node.network;

import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.discovery.NetworkFinder;
import dev.cairn.net.discovery.NetworkFinder.Decision;
import dev.cairn.net.discovery.Sighting;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts on what a {@link NetworkFinder} decides: visits, and tells its owner which network to be in.
 * Confined to one executor, on which the results of visits come back too.
 */
public final class NetworkSearch {

  private static final Logger LOG = LoggerFactory.getLogger(NetworkSearch.class);

  /** How often the addresses to join are asked for their network, as long as that can matter. */
  private static final long ASK_MILLIS = 3_000;

  /**
   * Another network that is not heard of for so long is gone: nodes are asked each minute or so.
   */
  public static final long GONE_MILLIS = 10 * 60_000;

  /** Goes and asks. Never blocks; results come on any thread. */
  public interface Visitor {

    /** Gets the parameters of a network from one of its nodes. */
    CompletableFuture<Checked<Visited>> visit(NetworkId network, KnownAddress known);

    /** Gets the parameters of the network of whoever answers at an address. */
    CompletableFuture<Checked<Visited>> visit(PeerAddress address);
  }

  /**
   * What a visit has brought.
   *
   * @param height as the node says, true or not
   */
  public record Visited(NetworkParameters parameters, NodeId node, long height) {}

  /** Who does what was decided, on the search's executor. */
  public interface Owner {

    /** Makes a network. */
    NetworkParameters found();

    /** Is in this network from now on, and in no other. */
    void enter(NetworkParameters network, boolean isNew);

    /** There is another network, which is not joined by itself. */
    void report(NetworkId own, NetworkId other);

    /** The other network has not been heard of for {@link #GONE_MILLIS}. */
    void withdraw(NetworkId other);
  }

  private final Supplier<NetworkFinder> finders;
  private final Optional<NetworkId> only;
  private final Applications applications;
  private final Visitor visitor;
  private final Owner owner;
  private final Executor executor;
  private final LongSupplier nowMillis;
  private final List<PeerAddress> joins;
  private final Map<NetworkId, NetworkParameters> visited = new LinkedHashMap<>();

  /** Addresses to join that are in the node's own network: there is nothing to ask there. */
  private final Set<PeerAddress> ours = new TreeSet<>();

  /** Networks that were reported, and when each was last heard of; none if it is gone. */
  private final Map<NetworkId, OptionalLong> reported = new LinkedHashMap<>();

  private Optional<NetworkId> own = Optional.empty();
  private NetworkFinder finder;
  private boolean isSettled;
  private long askedMillis;
  private boolean hasAsked;

  /**
   * @param finders makes one that begins to look around now
   * @param only the network to wait for, if it has to be a certain one; then none is founded
   * @param applications what this program can judge: networks that need more are none
   * @param joins addresses whose networks are looked at too
   * @param nowMillis of the clock that finders are made with
   */
  public NetworkSearch(
      Supplier<NetworkFinder> finders,
      Optional<NetworkId> only,
      Applications applications,
      Visitor visitor,
      Owner owner,
      Executor executor,
      LongSupplier nowMillis,
      List<PeerAddress> joins) {
    this.finders = finders;
    this.only = only;
    this.finder = finders.get();
    this.applications = applications;
    this.visitor = visitor;
    this.owner = owner;
    this.executor = executor;
    this.nowMillis = nowMillis;
    this.joins = List.copyOf(joins);
  }

  /** Somebody on the LAN says that there is a node of a network. */
  public void onSighting(Sighting sighting) {
    if (reported.containsKey(sighting.network())) {
      onHeardOf(sighting.network());
    }
    if (only.isEmpty() || only.get().equals(sighting.network())) {
      act(finder.onSighting(sighting, nowMillis.getAsLong()));
    }
  }

  private void onHeardOf(NetworkId other) {
    OptionalLong before = reported.put(other, OptionalLong.of(nowMillis.getAsLong()));
    if (before == null || before.isEmpty()) {
      own.ifPresent(network -> owner.report(network, other));
    }
  }

  private void withdrawGone(long now) {
    reported.replaceAll(
        (other, heard) -> {
          if (heard.isEmpty() || now - heard.getAsLong() < GONE_MILLIS) {
            return heard;
          }
          owner.withdraw(other);
          return OptionalLong.empty();
        });
  }

  /** The node's own network, or what is known of it now. */
  public void onOwnNetwork(NetworkId network, boolean isProvisional) {
    if (!own.equals(Optional.of(network))) {
      own = Optional.of(network);
      ours.clear();
    }
    isSettled = !isProvisional;
    act(finder.onOwnNetwork(network, isProvisional, nowMillis.getAsLong()));
  }

  /** Call it several times a second. */
  public void onTick() {
    long now = nowMillis.getAsLong();
    if (!isSettled && (!hasAsked || now - askedMillis >= ASK_MILLIS)) {
      hasAsked = true;
      askedMillis = now;
      joins.stream().filter(address -> !ours.contains(address)).forEach(this::ask);
    }
    withdrawGone(now);
    act(finder.onTick(now));
  }

  /** Which network the node at an address is in: for the finder as if it had been sighted. */
  private void ask(PeerAddress address) {
    visitor
        .visit(address)
        .thenAcceptAsync(
            result -> {
              if (result instanceof Checked.Passed<Visited> passed) {
                Visited found = passed.value();
                NetworkId network = found.parameters().id();
                if (own.equals(Optional.of(network))) {
                  ours.add(address);
                }
                onSighting(
                    new Sighting(network, found.node(), address, mayBeProvisional(found.height())));
              } else {
                LOG.debug("nobody to join at {}: {}", address, result.rejection());
              }
            },
            executor);
  }

  /** A visit does not tell whether there were transactions: below the firm height it may be. */
  private static boolean mayBeProvisional(long height) {
    return NetworkFinder.isProvisional(height, false);
  }

  private void act(List<Decision> decisions) {
    for (Decision decision : decisions) {
      if (decision instanceof Decision.Visit visit) {
        visit(visit, 0);
      } else if (decision instanceof Decision.Join join) {
        enter(Objects.requireNonNull(visited.remove(join.network())), false);
      } else if (decision instanceof Decision.Found && only.isPresent()) {
        finder = finders.get(); // and goes on looking
      } else if (decision instanceof Decision.Found) {
        enter(owner.found(), true);
      } else if (decision instanceof Decision.Report report) {
        onHeardOf(report.other());
      }
    }
  }

  private void enter(NetworkParameters network, boolean isNew) {
    owner.enter(network, isNew);
    visited.clear();
  }

  /** One address after the other. */
  private void visit(Decision.Visit visit, int index) {
    if (index == visit.addresses().size()) {
      act(finder.onVisitFailed(visit.network(), nowMillis.getAsLong()));
      return;
    }
    KnownAddress known = visit.addresses().get(index);
    visitor
        .visit(visit.network(), known)
        .whenCompleteAsync(
            (result, failure) -> {
              if (failure == null && result.isPassed()) {
                onVisited(visit, result.value());
              } else {
                LOG.info(
                    "no visit to network {} at {}: {}", visit.network(), known.address(), result);
                visit(visit, index + 1);
              }
            },
            executor);
  }

  private void onVisited(Decision.Visit visit, Visited found) {
    Optional<ListedApplication> missing = applications.missingOf(found.parameters());
    if (missing.isPresent()) {
      LOG.info("network {} needs {}, which this program has not", visit.network(), missing.get());
      act(finder.onVisitFailed(visit.network(), nowMillis.getAsLong()));
      return;
    }
    visited.put(visit.network(), found.parameters());
    boolean isProvisional = visit.isProvisional() && mayBeProvisional(found.height());
    act(finder.onVisited(visit.network(), isProvisional, nowMillis.getAsLong()));
  }
}
