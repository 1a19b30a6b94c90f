package dev.cairn.net.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.chain.Tip;
import dev.cairn.net.runtime.LinkId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nodes with engines agree in the end, whatever happened in between. */
class ConvergenceSimulationTest {

  private static final long QUIET_MILLIS = 20_000;

  private static SimulatedWorld world(String test, int round, WorldSettings settings) {
    long seed = Seeds.random(test + round).nextLong();
    return new SimulatedWorld(seed, settings.with(new WireCarriage()), EngineProgram::create);
  }

  @Test
  void twoNodesAgree() {
    for (int round = 0; round < Seeds.rounds(2, 20); round++) {
      SimulatedWorld world = world("twoNodesAgree", round, WorldSettings.lan(2));
      world.startAll();
      world.node(0).join(world.node(1));
      world.nodes().forEach(node -> node.mine(0.2));
      TransactionSource users = new TransactionSource(world);
      users.setPerSecond(3);
      world.runFor(120_000);
      users.setPerSecond(0);
      world.requireConvergence(QUIET_MILLIS);

      Tip tip = world.node(0).tip();
      assertThat(tip.height().value()).isBetween(12L, 48L);
      assertThat(sequences(tip)).as("transactions in blocks").isGreaterThan(users.sent() / 2);
    }
  }

  private static long sequences(Tip tip) {
    long sum = 0;
    for (int i = 0; i < SimulatedKeys.FUNDED; i++) {
      sum += tip.account(SimulatedKeys.funded(i).publicKey()).sequence();
    }
    return sum;
  }

  @Test
  void aNewNodeFetchesALongChain() {
    SimulatedWorld world =
        world("aNewNodeFetchesALongChain", 0, WorldSettings.lan(4).with(LinkQuality.WIRELESS));
    world.node(0).start();
    world.node(0).grow(3000);
    for (int i = 1; i < 4; i++) {
      world.node(i).start();
      world.node(i).join(world.node(0));
    }
    world.requireConvergence(60_000);
    assertThat(world.node(3).tip().height().value()).isEqualTo(3000);
    assertThat(world.time().nowMillis()).isLessThan(60_000);
  }

  @Test
  void aNodeThatStandsStillNowAndThenBlamesNobody() {
    SimulatedWorld world =
        world("aNodeThatStandsStill", 0, WorldSettings.lan(4).with(LinkQuality.WIRELESS));
    for (int i = 0; i < 3; i++) {
      world.node(i).start();
      world.node(i).grow(i == 0 ? 1500 : 0);
      world.node(i).join(world.node((i + 1) % 3));
      world.node(3).join(world.node(i));
    }
    world.requireConvergence(30_000);
    SimulatedNode sleepy = world.node(3);
    sleepy.start();
    TransactionSource users = new TransactionSource(world);
    users.setPerSecond(5);
    for (int millis : List.of(2500, 3500, 5000, 3000, 12_000, 2500)) {
      world.runFor(700);
      sleepy.scheduler().freeze();
      world.runFor(millis);
      sleepy.scheduler().thaw();
    }
    world.requireConvergence(QUIET_MILLIS);
    assertThat(sleepy.tip().height().value()).isGreaterThanOrEqualTo(1500);
    assertThat(world.chargesAmongHonest()).as(() -> world.log().tail("charges")).isEmpty();
  }

  /** Bodies are under way when it stops; the links that its peers close meanwhile are theirs. */
  @Test
  void aNodeThatSleepsInItsSyncChargesNobody() {
    for (int millis : List.of(20_000, 90_000)) {
      SimulatedWorld world = world("aNodeThatSleeps", millis, WorldSettings.lan(3));
      world.node(0).start();
      world.node(0).grow(1500);
      world.node(1).start();
      world.node(1).join(world.node(0));
      world.requireConvergence(30_000);
      SimulatedNode sleepy = world.node(2);
      sleepy.start();
      sleepy.join(world.node(0));
      sleepy.join(world.node(1));
      boolean asks = world.runUntil(() -> bodiesAsked(sleepy) > 0, 30_000);
      assertThat(asks).isTrue();

      sleepy.scheduler().freeze();
      world.runFor(millis);
      sleepy.scheduler().thaw();
      world.requireConvergence(QUIET_MILLIS);
      assertThat(world.chargesAmongHonest()).as(() -> world.log().tail("charges")).isEmpty();
    }
  }

  private static int bodiesAsked(SimulatedNode node) {
    return ((EngineProgram) node.program()).engine().holdings().sync().bodiesAskedPerPeer();
  }

  /** As several on one machine that sleeps. */
  @Test
  void nodesThatSleepTogetherKeepTheirLinks() {
    SimulatedWorld world = world("nodesThatSleepTogether", 0, WorldSettings.lan(4));
    world.startAll();
    world.joinAll();
    world.runFor(5_000);
    List<LinkId> links = world.node(0).host().links();
    assertThat(links).hasSize(3);

    world.nodes().forEach(node -> node.scheduler().freeze());
    world.runFor(20_000);
    world.nodes().forEach(node -> node.scheduler().thaw());
    world.runFor(10_000);
    assertThat(world.node(0).host().links()).isEqualTo(links);
  }

  @Test
  void tenNodesAgreeDespiteLossPartitionsRestartsAndWrongClocks() {
    for (int round = 0; round < Seeds.rounds(2, 30); round++) {
      SimulatedWorld world =
          world(
              "tenNodesAgree",
              round,
              WorldSettings.lan(10).with(LinkQuality.WIRELESS.withLoss(20, 100)));
      withFaults(world, 10, 8_000);
      world.requireConvergence(QUIET_MILLIS);
      assertThat(world.node(0).tip().height().value()).isGreaterThan(10);
    }
  }

  @Test
  void fiftyNodesAgreeDespiteLatencyLossPartitionsAndRestarts() {
    for (int round = 0; round < Seeds.rounds(1, 5); round++) {
      SimulatedWorld world =
          world("fiftyNodesAgree", round, WorldSettings.lan(50).with(LinkQuality.WIDE));
      withFaults(world, 6, 8_000);
      world.requireConvergence(QUIET_MILLIS);
      assertThat(world.node(0).tip().height().value()).isGreaterThan(5);
      System.out.println(
          "fifty nodes: "
              + world.time().eventsRun()
              + " events, median and 99th percentile of block times "
              + world.blockTimes().percentileMillis(50)
              + " and "
              + world.blockTimes().percentileMillis(99)
              + " ms");
    }
  }

  private static void withFaults(SimulatedWorld world, int faults, long millisBetween) {
    world.startAll();
    world.joinAtRandom(2);
    int nodes = world.nodes().size();
    world.nodes().forEach(node -> node.mine(0.6 / nodes));
    TransactionSource users = new TransactionSource(world);
    users.setPerSecond(2);
    Faults script = new Faults(world, new Random(world.split().nextLong()));
    for (int i = 0; i < faults; i++) {
      world.runFor(millisBetween);
      script.next();
    }
    world.runFor(millisBetween);
    script.endAll();
    users.setPerSecond(0);
  }

  @Test
  void oneSeedGivesOneHistoryAndAnotherSeedAnother() {
    String first = history(7);
    assertThat(history(7)).isEqualTo(first);
    assertThat(history(8)).isNotEqualTo(first);
  }

  private static String history(long seed) {
    SimulatedWorld world =
        new SimulatedWorld(
            seed,
            WorldSettings.lan(6).with(LinkQuality.WIRELESS).with(new WireCarriage()),
            EngineProgram::create);
    withFaults(world, 5, 5_000);
    world.runFor(10_000);
    return world.log().hash();
  }

  @Test
  void aPartitionThatIsHealedAgreesWithinTenSeconds() {
    for (int round = 0; round < Seeds.rounds(2, 20); round++) {
      SimulatedWorld world =
          world("aPartitionThatIsHealed", round, WorldSettings.lan(8).with(LinkQuality.WIRELESS));
      world.startAll();
      world.joinAtRandom(2);
      world.nodes().forEach(node -> node.mine(0.1));
      world.runFor(20_000);
      world.partition(world.node(0), world.node(1), world.node(2));
      world.runFor(60_000);
      assertThat(world.hasConverged()).isFalse();
      world.heal();
      world.requireConvergence(10_000);
    }
  }
}
