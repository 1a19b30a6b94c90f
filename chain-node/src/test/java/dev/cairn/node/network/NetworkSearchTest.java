package dev.cairn.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.discovery.NetworkFinder;
import dev.cairn.net.discovery.Sighting;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NetworkSearchTest {

  private static final NodeId SELF = node(1);
  private static final NodeId OTHER = node(2);
  private static final PeerAddress HERE = address(1);
  private static final PeerAddress THERE = address(2);

  /** Ascending by id. */
  private static final List<NetworkParameters> NETWORKS =
      IntStream.range(1, 4)
          .mapToObj(fee -> NetworkParameters.dev().toBuilder().minimumFee(new Amount(fee)).build())
          .sorted(Comparator.comparing(NetworkParameters::id))
          .toList();

  /** Which network is where, and how high. */
  private final Map<PeerAddress, NetworkSearch.Visited> world = new LinkedHashMap<>();

  private final List<String> done = new ArrayList<>();
  private long now = 1_000;

  private static NodeId node(int number) {
    byte[] seed = new byte[KeyPair.SEED_LENGTH];
    seed[0] = (byte) number;
    return new NodeId(KeyPair.fromSeed(seed).publicKey());
  }

  private static PeerAddress address(int number) {
    return PeerAddress.of(new InetSocketAddress("192.0.2." + number, 7771));
  }

  private final class World implements NetworkSearch.Visitor {
    @Override
    public CompletableFuture<Checked<NetworkSearch.Visited>> visit(
        NetworkId network, KnownAddress known) {
      return answer(known.address())
          .thenApply(
              found ->
                  found.isPassed() && found.value().parameters().id().equals(network)
                      ? found
                      : refused());
    }

    @Override
    public CompletableFuture<Checked<NetworkSearch.Visited>> visit(PeerAddress address) {
      return answer(address);
    }

    private CompletableFuture<Checked<NetworkSearch.Visited>> answer(PeerAddress address) {
      NetworkSearch.Visited visited = world.get(address);
      return CompletableFuture.completedFuture(
          visited == null ? refused() : Checked.passed(visited));
    }

    private static Checked<NetworkSearch.Visited> refused() {
      return Checked.refused(DisconnectReason.DIAL_FAILED, "nobody", "somebody");
    }
  }

  private final class Recorder implements NetworkSearch.Owner {
    @Override
    public NetworkParameters found() {
      return NetworkParameters.lan(Bytes.of(new byte[16]), Timestamp.of(1_700_000_000));
    }

    @Override
    public void enter(NetworkParameters network, boolean isNew) {
      done.add((isNew ? "found " : "join ") + network.id());
    }

    @Override
    public void report(NetworkId own, NetworkId other) {
      done.add("report " + other);
    }

    @Override
    public void withdraw(NetworkId other) {
      done.add("withdraw " + other);
    }
  }

  private NetworkSearch search(Optional<NetworkId> only, PeerAddress... joins) {
    return new NetworkSearch(
        () -> new NetworkFinder(SELF, only, now),
        only,
        Applications.standard(),
        new World(),
        new Recorder(),
        Runnable::run,
        () -> now,
        List.of(joins));
  }

  private void run(NetworkSearch search, long millis) {
    for (long end = now + millis; now < end && done.isEmpty(); now += 100) {
      search.onTick();
    }
  }

  private void put(PeerAddress address, NetworkParameters network, long height) {
    world.put(address, new NetworkSearch.Visited(network, OTHER, height));
  }

  private static String join(int network) {
    return "join " + NETWORKS.get(network).id();
  }

  @Test
  void foundsANetworkWhereThereIsNone() {
    run(search(Optional.empty()), 60_000);
    assertThat(done).singleElement().asString().startsWith("found ");
  }

  @Test
  void joinsTheNetworkOfAnAddressThatWasGiven() {
    put(HERE, NETWORKS.get(2), 5);
    run(search(Optional.empty(), HERE), 60_000);
    assertThat(done).containsExactly(join(2));
  }

  @Test
  void asksAgainWhereNobodyAnsweredAtFirst() {
    NetworkSearch search = search(Optional.empty(), HERE);
    run(search, 2_500);
    put(HERE, NETWORKS.get(1), 5);
    run(search, 60_000);
    assertThat(done).containsExactly(join(1));
  }

  @Test
  void waitsForTheOneNetworkThatItIsTold() {
    NetworkSearch search = search(Optional.of(NETWORKS.get(1).id()));
    put(HERE, NETWORKS.get(0), 500);
    search.onSighting(new Sighting(NETWORKS.get(0).id(), OTHER, HERE, false));
    run(search, 300_000);
    assertThat(done).as("neither founds nor joins another one").isEmpty();

    put(THERE, NETWORKS.get(1), 5);
    search.onSighting(new Sighting(NETWORKS.get(1).id(), OTHER, THERE, true));
    run(search, 60_000);
    assertThat(done).containsExactly(join(1));
  }

  @Test
  void givesAProvisionalNetworkUpForAFirmOneAndReportsOneIfItIsFirmItself() {
    put(HERE, NETWORKS.get(2), 400);
    NetworkSearch provisional = search(Optional.empty(), HERE);
    provisional.onOwnNetwork(NETWORKS.get(1).id(), true);
    run(provisional, 60_000);
    assertThat(done).containsExactly(join(2));

    done.clear();
    NetworkSearch firm = search(Optional.empty());
    firm.onOwnNetwork(NETWORKS.get(1).id(), false);
    firm.onSighting(new Sighting(NETWORKS.get(2).id(), OTHER, HERE, false));
    run(firm, 60_000);
    assertThat(done).containsExactly("report " + NETWORKS.get(2).id());
  }

  @Test
  void withdrawsAnotherNetworkThatIsGoneAndReportsItAgainWhenItIsBack() {
    NetworkId other = NETWORKS.get(2).id();
    put(HERE, NETWORKS.get(2), 400);
    NetworkSearch search = search(Optional.empty());
    search.onOwnNetwork(NETWORKS.get(1).id(), false);
    Sighting sighting = new Sighting(other, OTHER, HERE, false);
    search.onSighting(sighting);
    run(search, 60_000);
    assertThat(done).containsExactly("report " + other);

    done.clear();
    long heard = now;
    search.onSighting(sighting);
    now = heard + NetworkSearch.GONE_MILLIS - 1;
    search.onTick();
    assertThat(done).as("heard of a moment ago").isEmpty();
    now = heard + NetworkSearch.GONE_MILLIS;
    search.onTick();
    search.onTick();
    assertThat(done).containsExactly("withdraw " + other);

    done.clear();
    search.onSighting(sighting);
    search.onSighting(sighting);
    run(search, 60_000);
    assertThat(done).containsExactly("report " + other);
  }

  @Test
  void believesNobodyWhoSaysThatALowNetworkIsFirmOnlyByItsHeight() {
    put(HERE, NETWORKS.get(2), 5);
    NetworkSearch search = search(Optional.empty(), HERE);
    search.onOwnNetwork(NETWORKS.get(1).id(), true);
    run(search, 60_000);
    assertThat(done).as("provisional, and a higher id").isEmpty();
  }

  @Test
  void joinsNoNetworkWhoseRulesItDoesNotKnow() {
    NetworkParameters strange =
        NetworkParameters.dev().toBuilder()
            .application(new ListedApplication(1024, "name", 1))
            .build();
    put(HERE, strange, 400);
    run(search(Optional.empty(), HERE), 60_000);
    assertThat(done).singleElement().asString().startsWith("found ");
  }

  @Test
  void triesTheNextAddressOfANetwork() {
    put(THERE, NETWORKS.get(0), 5);
    NetworkSearch search = search(Optional.empty());
    search.onSighting(new Sighting(NETWORKS.get(0).id(), node(3), HERE, true));
    search.onSighting(new Sighting(NETWORKS.get(0).id(), OTHER, THERE, true));
    run(search, 60_000);
    assertThat(done).containsExactly(join(0));
  }
}
