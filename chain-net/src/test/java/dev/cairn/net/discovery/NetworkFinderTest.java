package dev.cairn.net.discovery;

import static dev.cairn.net.discovery.Ids.known;
import static dev.cairn.net.discovery.Ids.network;
import static dev.cairn.net.discovery.Ids.node;
import static dev.cairn.net.discovery.Ids.sighting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.net.discovery.NetworkFinder.Decision;
import dev.cairn.net.discovery.NetworkFinder.Decision.Found;
import dev.cairn.net.discovery.NetworkFinder.Decision.Join;
import dev.cairn.net.discovery.NetworkFinder.Decision.Report;
import dev.cairn.net.discovery.NetworkFinder.Decision.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkFinderTest {

  private static final long START = 10_000;
  private static final long LOOKED = START + NetworkFinder.LOOK_MILLIS;

  private final NetworkFinder finder = finder(Optional.empty());

  private static NetworkFinder finder(Optional<dev.cairn.core.value.NetworkId> remembered) {
    return new NetworkFinder(node(0), remembered, START);
  }

  private static Visit visit(int network, int node, boolean isProvisional) {
    return new Visit(network(network), List.of(known(node)), isProvisional);
  }

  private static NetworkFinder settled(int own, boolean provisional) {
    NetworkFinder finder = finder(Optional.empty());
    assertThat(finder.onOwnNetwork(network(own), provisional, START)).isEmpty();
    return finder;
  }

  @Test
  void foundsANetworkWhenThereIsNone() {
    assertThat(finder.onTick(LOOKED - 1)).isEmpty();
    assertThat(finder.onTick(LOOKED)).containsExactly(new Found());
    assertThat(finder.onTick(LOOKED + 100)).as("once").isEmpty();
  }

  @Test
  void visitsAndJoinsTheNetworkThatItSees() {
    assertThat(finder.onSighting(sighting(7, 1, true), START + 100)).isEmpty();
    assertThat(finder.onTick(LOOKED)).containsExactly(visit(7, 1, true));
    assertThat(finder.onVisited(network(7), true, LOOKED + 50))
        .containsExactly(new Join(network(7), Optional.empty()));
    assertThat(finder.onTick(LOOKED + 100)).isEmpty();
    assertThat(finder.onOwnNetwork(network(7), true, LOOKED + 150)).isEmpty();
  }

  @ParameterizedTest(name = "{5}")
  @CsvSource({
    "0, 5, true, 6, true, the lower id of two provisional ones, 5",
    "0, 5, true, 6, false, the firm one, 6",
    "0, 6, false, 5, false, the lower id of two firm ones, 5",
    "6, 5, false, 6, true, the remembered one before all, 6",
  })
  void prefersOneOfSeveral(
      int remembered,
      int first,
      boolean firstProvisional,
      int second,
      boolean secondProvisional,
      String rule,
      int chosen) {
    for (boolean swapped : new boolean[] {false, true}) {
      NetworkFinder finder =
          finder(remembered == 0 ? Optional.empty() : Optional.of(network(remembered)));
      List<Sighting> seen =
          List.of(
              sighting(first, first, firstProvisional),
              sighting(second, second, secondProvisional));
      finder.onSighting(seen.get(swapped ? 1 : 0), START);
      finder.onSighting(seen.get(swapped ? 0 : 1), START);
      assertThat(finder.onTick(LOOKED))
          .as(rule)
          .containsExactly(
              visit(chosen, chosen, chosen == first ? firstProvisional : secondProvisional));
    }
  }

  @Test
  void triesTheNextNetworkWhenAVisitFailsAndFoundsOneAtLast() {
    finder.onSighting(sighting(5, 1, true), START);
    finder.onSighting(sighting(6, 2, true), START);
    assertThat(finder.onTick(LOOKED)).containsExactly(visit(5, 1, true));
    assertThat(finder.onVisitFailed(network(5), LOOKED + 10)).containsExactly(visit(6, 2, true));
    assertThat(finder.onTick(LOOKED + 10 + NetworkFinder.VISIT_MILLIS_MAX))
        .as("a visit without a result has failed")
        .containsExactly(new Found());
  }

  @Test
  void forgedNetworksDelayTheFoundingOnlyForAWhile() {
    long now = START;
    List<Decision> decisions = List.of();
    int visits = 0;
    while (!decisions.contains(new Found())) {
      now += 100;
      finder.onSighting(sighting((int) now, 1, false), now);
      decisions = finder.onTick(now);
      visits += (int) decisions.stream().filter(Visit.class::isInstance).count();
      assertThat(now - START)
          .isLessThanOrEqualTo(NetworkFinder.FOUND_MILLIS_MAX + NetworkFinder.VISIT_MILLIS_MAX);
    }
    assertThat(visits).isBetween(1, 4);
  }

  @ParameterizedTest(name = "own {0} provisional {1}, other {2} provisional {3}: visit {4}")
  @CsvSource({
    "5, true, 4, true, true",
    "5, true, 6, true, false",
    "5, true, 6, false, true",
    "5, false, 4, true, false",
    "5, false, 4, false, true",
    "5, false, 6, false, true",
  })
  void visitsWhatMayMatter(
      int own, boolean ownProvisional, int other, boolean otherProvisional, boolean visits) {
    List<Decision> decisions =
        settled(own, ownProvisional).onSighting(sighting(other, 1, otherProvisional), START);
    assertThat(decisions)
        .isEqualTo(visits ? List.of(visit(other, 1, otherProvisional)) : List.of());
  }

  @ParameterizedTest(name = "own {0} provisional {1}, other {2} shown as provisional {3}: {4}")
  @CsvSource({
    "5, true, 4, true, JOIN",
    "5, true, 4, false, JOIN",
    "5, true, 6, false, JOIN",
    "5, true, 6, true, NOTHING",
    "5, false, 4, false, REPORT",
    "5, false, 6, false, REPORT",
    "5, false, 6, true, NOTHING",
  })
  void actsOnWhatTheVisitHasShownAndNotOnWhatWasClaimed(
      int own, boolean ownProvisional, int other, boolean shownProvisional, String action) {
    NetworkFinder finder = settled(own, ownProvisional);
    assertThat(finder.onSighting(sighting(other, 1, false), START)).hasSize(1);
    List<Decision> expected =
        switch (action) {
          case "JOIN" -> List.of(new Join(network(other), Optional.of(network(own))));
          case "REPORT" -> List.of(new Report(network(own), network(other)));
          default -> List.of();
        };
    assertThat(finder.onVisited(network(other), shownProvisional, START + 10)).isEqualTo(expected);
  }

  @Test
  void aClaimAloneNeverGivesAnythingUp() {
    NetworkFinder finder = settled(5, true);
    for (int i = 0; i < 1_000; i++) {
      for (Decision decision : finder.onSighting(sighting(4, i % 20 + 1, false), START + i)) {
        assertThat(decision).isInstanceOf(Visit.class);
      }
    }
    assertThat(finder.onVisited(network(3), true, START + 2_000)).as("nobody sent us").isEmpty();
    assertThat(finder.onVisitFailed(network(4), START + 2_000)).isEmpty();
    assertThat(finder.onSighting(sighting(4, 1, false), START + 3_000)).as("avoided").isEmpty();
  }

  @Test
  void goesAgainSoonWhereAVisitFailedAndThenLessAndLess() {
    NetworkFinder finder = settled(5, true);
    List<Long> pauses = new ArrayList<>();
    long last = START;
    for (long now = START; pauses.size() < 8 && now < START + 1_000_000; now += 1_000) {
      List<Decision> decisions = new ArrayList<>(finder.onTick(now));
      decisions.addAll(finder.onSighting(sighting(4, 1, true), now));
      if (!decisions.isEmpty()) {
        pauses.add(now - last);
        last = now;
        finder.onVisitFailed(network(4), now);
      }
    }
    assertThat(pauses)
        .containsExactly(0L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L);
  }

  @Test
  void becomingFirmDuringTheVisitKeepsTheNetwork() {
    NetworkFinder finder = settled(5, true);
    finder.onSighting(sighting(4, 1, true), START);
    finder.onOwnNetwork(network(5), false, START + 5);
    assertThat(finder.onVisited(network(4), true, START + 10)).isEmpty();
  }

  @Test
  void tellsOfAFirmNetworkOnce() {
    NetworkFinder finder = settled(5, false);
    long now = START;
    int reports = 0;
    for (int i = 0; i < 10_000; i++) {
      now += 100;
      for (Decision decision : finder.onSighting(sighting(4, 1, false), now)) {
        assertThat(decision).isEqualTo(visit(4, 1, false));
        reports += finder.onVisited(network(4), false, now + 10).size();
      }
      finder.onTick(now);
    }
    assertThat(reports).isEqualTo(1);
  }

  @Test
  void anotherProvisionalNetworkThatBecomesFirmIsVisitedThen() {
    NetworkFinder finder = settled(5, true);
    assertThat(finder.onSighting(sighting(6, 1, true), START)).isEmpty();
    assertThat(finder.onSighting(sighting(6, 1, false), START + 10))
        .containsExactly(visit(6, 1, false));
  }

  @Test
  void ownSightingsMeanNothing() {
    NetworkFinder finder = settled(5, true);
    assertThat(finder.onSighting(sighting(4, 0, false), START)).isEmpty();
    assertThat(finder.onSighting(sighting(5, 1, false), START)).isEmpty();
  }

  @Test
  void aTrueNetworkGetsItsTurnAmongForgedOnes() {
    NetworkFinder finder = settled(1_000_000, true);
    finder.onSighting(sighting(900_000, 1, true), START);
    long now = START;
    Optional<Long> joined = Optional.empty();
    for (int i = 1; joined.isEmpty() && i < 10_000; i++) {
      now += 100;
      List<Decision> decisions =
          i % 2 == 0
              ? finder.onTick(now)
              : finder.onSighting(sighting(i, 2, false), now); // a new, lower, "firm" one
      if (i == 1) {
        decisions = finder.onVisitFailed(network(900_000), now); // the first visit is lost
        finder.onSighting(sighting(900_000, 1, true), now);
      }
      if (i % 100 == 0) {
        finder.onSighting(sighting(900_000, 1, true), now);
      }
      for (Decision decision : decisions) {
        if (decision instanceof Visit visit && visit.network().equals(network(900_000))) {
          assertThat(finder.onVisited(network(900_000), true, now)).hasSize(1);
          joined = Optional.of(now - START);
        }
      }
    }
    assertThat(joined).isPresent();
    System.out.println("joined among forged networks after " + joined.get() + " ms");
  }

  @ParameterizedTest
  @CsvSource({"0, false, true", "359, false, true", "360, false, false", "1, true, false"})
  void isProvisionalUntilItCarriedSomethingOr360Blocks(
      long height, boolean carried, boolean provisional) {
    assertThat(NetworkFinder.isProvisional(height, carried)).isEqualTo(provisional);
  }
}
