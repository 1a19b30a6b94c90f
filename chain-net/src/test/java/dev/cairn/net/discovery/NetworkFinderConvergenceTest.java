package dev.cairn.net.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.NetworkId;
import dev.cairn.net.discovery.NetworkFinder.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Hosts of one LAN that find or found networks, in virtual time. */
class NetworkFinderConvergenceTest {

  private static final long TICK_MILLIS = 100;

  /** One host: its finder, and a node that does what the finder decides, a little later. */
  private static final class Host {
    final int number;
    final long startMillis;
    final int minted;
    Optional<NetworkFinder> finder = Optional.empty();
    Optional<NetworkId> network = Optional.empty();
    boolean isFirm;
    int givenUp;
    int reports;
    final List<Runnable> answers = new ArrayList<>();

    Host(int number, long startMillis, int minted) {
      this.number = number;
      this.startMillis = startMillis;
      this.minted = minted;
    }
  }

  private final List<Host> hosts = new ArrayList<>();
  private long nowMillis;

  private void run(long millis) {
    for (long end = nowMillis + millis; nowMillis < end; nowMillis += TICK_MILLIS) {
      for (Host host : hosts) {
        if (nowMillis >= host.startMillis && host.finder.isEmpty()) {
          host.finder =
              Optional.of(new NetworkFinder(Ids.node(host.number), Optional.empty(), nowMillis));
        }
        host.finder.ifPresent(finder -> live(host, finder));
      }
    }
  }

  private void live(Host host, NetworkFinder finder) {
    List<Runnable> answers = List.copyOf(host.answers);
    host.answers.clear();
    answers.forEach(Runnable::run);
    for (Host other : hosts) {
      other.network.ifPresent(
          network ->
              act(
                  host,
                  finder.onSighting(
                      new Sighting(
                          network,
                          Ids.node(other.number),
                          Ids.address(other.number),
                          !other.isFirm),
                      nowMillis)));
    }
    act(host, finder.onTick(nowMillis));
  }

  private void act(Host host, List<Decision> decisions) {
    NetworkFinder finder = host.finder.orElseThrow();
    for (Decision decision : decisions) {
      if (decision instanceof Decision.Visit visit) {
        Optional<Host> there =
            hosts.stream()
                .filter(other -> other.network.equals(Optional.of(visit.network())))
                .findFirst();
        host.answers.add(
            () ->
                act(
                    host,
                    there.isPresent()
                        ? finder.onVisited(visit.network(), !there.get().isFirm, nowMillis)
                        : finder.onVisitFailed(visit.network(), nowMillis)));
      } else if (decision instanceof Decision.Join join) {
        host.givenUp += join.givenUp().isPresent() ? 1 : 0;
        enter(host, join.network());
      } else if (decision instanceof Decision.Found) {
        enter(host, Ids.network(host.minted));
      } else {
        host.reports++;
      }
    }
  }

  private void enter(Host host, NetworkId network) {
    host.answers.add(
        () -> {
          host.network = Optional.of(network);
          act(host, host.finder.orElseThrow().onOwnNetwork(network, true, nowMillis));
        });
  }

  private TreeSet<NetworkId> networks() {
    TreeSet<NetworkId> networks = new TreeSet<>();
    hosts.forEach(host -> host.network.ifPresent(networks::add));
    return networks;
  }

  @Test
  void threeHostsEndInOneNetworkWhateverTheOrderInWhichTheyStart() {
    long[] starts = {0, 100, 1_500, 2_900, 3_000, 3_100, 3_200, 6_000};
    int[][] mintedIds = {{1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}};
    for (long second : starts) {
      for (long third : starts) {
        for (int[] minted : mintedIds) {
          hosts.clear();
          nowMillis = 0;
          hosts.add(new Host(1, 0, minted[0]));
          hosts.add(new Host(2, second, minted[1]));
          hosts.add(new Host(3, third, minted[2]));
          run(6_000 + NetworkFinder.LOOK_MILLIS + 2_000);
          assertThat(networks())
              .as("starts 0, %d, %d, minted %s", second, third, List.of(minted[0], minted[1]))
              .hasSize(1);
          assertThat(hosts).allMatch(host -> host.network.isPresent());
        }
      }
    }
  }

  @Test
  void thirtyHostsEndInOneNetwork() {
    Random random = Seeds.random("NetworkFinderConvergenceTest");
    for (int round = 0; round < Seeds.rounds(20, 200); round++) {
      hosts.clear();
      nowMillis = 0;
      for (int i = 1; i <= 30; i++) {
        hosts.add(new Host(i, random.nextInt(8_000), 1 + random.nextInt(1_000_000)));
      }
      run(15_000);
      assertThat(networks()).hasSize(1);
      assertThat(hosts).allMatch(host -> host.givenUp <= 3);
    }
  }

  @Test
  void aFirmNetworkIsJoinedByAllProvisionalOnesAndStaysApartFromOtherFirmOnes() {
    hosts.add(new Host(1, 0, 1));
    run(5_000);
    hosts.add(firm(2, 20));
    run(5_000);
    assertThat(networks()).containsExactly(Ids.network(20));

    hosts.add(firm(3, 10));
    hosts.get(0).isFirm = true;
    hosts.get(0).finder.orElseThrow().onOwnNetwork(Ids.network(20), false, nowMillis);
    run(200_000);
    assertThat(networks()).containsExactly(Ids.network(10), Ids.network(20));
    assertThat(hosts).extracting(host -> host.reports).containsExactly(1, 1, 1);
  }

  private Host firm(int number, int network) {
    Host host = new Host(number, nowMillis, network);
    NetworkFinder finder = new NetworkFinder(Ids.node(number), Optional.empty(), nowMillis);
    host.finder = Optional.of(finder);
    host.network = Optional.of(Ids.network(network));
    host.isFirm = true;
    finder.onOwnNetwork(Ids.network(network), false, nowMillis);
    return host;
  }

  @Test
  void twoLansThatMeetLaterEndInOneNetwork() {
    hosts.add(new Host(1, 0, 5));
    hosts.add(new Host(2, 0, 6));
    run(6_000);
    List<Host> first = List.copyOf(hosts);
    hosts.clear();
    hosts.add(new Host(3, nowMillis, 3));
    hosts.add(new Host(4, nowMillis, 4));
    run(6_000);
    assertThat(networks()).containsExactly(Ids.network(3));

    hosts.addAll(first);
    run(3_000);
    assertThat(networks()).containsExactly(Ids.network(3));
    assertThat(hosts).extracting(host -> host.network).containsOnly(Optional.of(Ids.network(3)));
  }
}
