package dev.cairn.net.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.session.NetworkSecret;
import dev.cairn.net.session.TestNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Two nodes that have more than one connection keep one, and the same one, in whatever order. */
class DuplicateLinksTest {

  private static final Optional<NetworkSecret> OPEN = Optional.empty();

  @Test
  void ofASimultaneousDialTheLinkOfTheLowerIdStays() {
    int runs =
        everyOrder(
            engines -> {
              engines.connectAtOnce(true);
              engines.connectAtOnce(false);
            },
            engines -> requireOneLink(engines, new LinkId(1)));

    assertThat(runs).isGreaterThan(100);
  }

  @Test
  void ofTwoLinksOfOneInitiatorOneStaysAndItIsTheSame() {
    everyOrder(
        engines -> {
          engines.connectAtOnce(false);
          engines.connectAtOnce(false);
        },
        DuplicateLinksTest::requireOneLink);
  }

  @Test
  void theLaterLinkOfOneInitiatorTakesThePlaceOfAnOpenOne() {
    for (boolean isByLow : new boolean[] {true, false}) {
      TwoEngines engines = new TwoEngines(OPEN);
      engines.connect(isByLow);
      run(engines, choices -> 0);
      LinkId later = engines.connect(isByLow);
      run(engines, choices -> 0);

      requireOneLink(engines, later);
    }
  }

  @Test
  void aLinkOfTheHigherIdDoesNotDisturbOneOfTheLower() {
    TwoEngines engines = new TwoEngines(OPEN);
    LinkId first = engines.connect(true);
    run(engines, choices -> 0);
    engines.connect(false);
    run(engines, choices -> 0);

    requireOneLink(engines, first);
    assertThat(engines.low.heard.opened).isEqualTo(1);
    assertThat(engines.high.heard.opened).isEqualTo(1);
  }

  @Test
  void manyLinksInRandomOrdersLeaveOne() {
    Random random = Seeds.random("manyLinksInRandomOrdersLeaveOne");
    for (int round = 0; round < Seeds.rounds(300, 20_000); round++) {
      boolean isClosed = random.nextBoolean();
      TwoEngines engines =
          new TwoEngines(
              isClosed
                  ? Optional.of(NetworkSecret.of(TestNodes.nonce(1).toArray()))
                  : Optional.empty());
      int links = 2 + random.nextInt(4);
      List<Boolean> initiators = new ArrayList<>();
      for (int i = 0; i < links; i++) {
        initiators.add(random.nextBoolean());
        engines.connect(initiators.get(i));
      }
      run(engines, random::nextInt);

      requireOneLink(engines);
      if (initiators.contains(true)) {
        int number = (int) engines.open(true).get(0).number();
        assertThat(initiators.get(number - 1)).as("the lower id dialled").isTrue();
      }
    }
  }

  /** Runs a world in every order of arrivals; gives the number of orders. */
  private static int everyOrder(Consumer<TwoEngines> setUp, Consumer<TwoEngines> check) {
    int runs = 0;
    List<Integer> path = new ArrayList<>();
    boolean isMore = true;
    while (isMore) {
      TwoEngines engines = new TwoEngines(OPEN);
      setUp.accept(engines);
      TreeMap<Integer, Integer> options = new TreeMap<>();
      List<Integer> fixed = path;
      run(
          engines,
          choices -> {
            int step = options.size();
            options.put(step, choices);
            return step < fixed.size() ? fixed.get(step) : 0;
          });
      check.accept(engines);
      runs++;
      path = next(path, options);
      isMore = !path.isEmpty();
    }
    return runs;
  }

  /** The next path in order; empty after the last one. */
  private static List<Integer> next(List<Integer> path, TreeMap<Integer, Integer> options) {
    List<Integer> taken = new ArrayList<>(path);
    while (taken.size() < options.size()) {
      taken.add(0);
    }
    while (!taken.isEmpty()) {
      int last = taken.remove(taken.size() - 1);
      if (last + 1 < options.get(taken.size())) {
        taken.add(last + 1);
        return taken;
      }
    }
    return List.of();
  }

  private static void run(TwoEngines engines, IntUnaryOperator chooser) {
    for (int choices = engines.choices(); choices > 0; choices = engines.choices()) {
      engines.choose(chooser.applyAsInt(choices));
    }
  }

  private static void requireOneLink(TwoEngines engines) {
    assertThat(engines.open(true)).hasSize(1);
    requireOneLink(engines, engines.open(true).get(0));
  }

  private static void requireOneLink(TwoEngines engines, LinkId link) {
    assertThat(engines.open(true)).containsExactly(link);
    assertThat(engines.open(false)).containsExactly(link);
    for (TestEngine engine : List.of(engines.low, engines.high)) {
      assertThat(engine.peers()).hasSize(1);
      assertThat(engine.heard.charges).isEmpty();
      assertThat(engine.heard.gone)
          .allMatch(
              gone ->
                  gone.reason() == DisconnectReason.DUPLICATE_LINK
                      || gone.reason() == DisconnectReason.CONNECTION_LOST);
    }
  }
}
