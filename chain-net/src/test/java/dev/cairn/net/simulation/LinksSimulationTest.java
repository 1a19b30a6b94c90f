package dev.cairn.net.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.runtime.LinkId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which links there are in the end. */
class LinksSimulationTest {

  @Test
  void allPairsThatDialOneAnotherAtOnceHaveOneLinkEach() {
    for (int round = 0; round < Seeds.rounds(3, 50); round++) {
      SimulatedWorld world = world("allPairsThatDial" + round, 8, LinkQuality.WIRELESS);
      world.joinAll();
      world.startAll();
      world.runFor(5000);
      requireOneLinkPerPair(world);
      requireThatNoLinkEnds(world, 20_000);
      for (SimulatedNode node : world.nodes()) {
        assertThat(node.host().dials())
            .as(() -> world.describe("dials of " + node + ", none of which needs a second try"))
            .isLessThanOrEqualTo(world.nodes().size() - 1);
      }
    }
  }

  private static void requireThatNoLinkEnds(SimulatedWorld world, long withinMillis) {
    List<List<LinkId>> before = links(world);
    world.runFor(withinMillis);
    assertThat(links(world)).as(() -> world.describe("links have changed")).isEqualTo(before);
  }

  private static List<List<LinkId>> links(SimulatedWorld world) {
    return world.nodes().stream().map(node -> node.host().links()).toList();
  }

  @Test
  void thatHoldsOnALanWhereAllIsAtOnce() {
    SimulatedWorld world = world("thatHoldsOnALan", 8, new LinkQuality(0, 0, 0, 1 << 30, 0, 0));
    world.joinAll();
    world.startAll();
    world.runFor(5000);
    requireOneLinkPerPair(world);
    requireThatNoLinkEnds(world, 10_000);
  }

  @Test
  void aNodeThatFallsSilentIsMissedSoon() {
    SimulatedWorld world = world("aNodeThatFallsSilent", 4, LinkQuality.WIRELESS);
    world.joinAll();
    world.startAll();
    world.runFor(10_000);
    requireOneLinkPerPair(world);

    NodeId silent = world.node(3).host().id();
    world.node(3).vanish();
    world.network().cutOneWay(world.node(0).host(), world.node(1).host());
    world.runFor(NetLimits.DEFAULT.silenceMillis() + 2000);

    assertThat(world.node(2).program().openPeers())
        .as(() -> world.describe("the open links of n2"))
        .doesNotContain(silent)
        .containsExactlyInAnyOrder(world.node(0).host().id(), world.node(1).host().id());
    assertThat(world.node(1).program().openPeers()).doesNotContain(world.node(0).host().id());
  }

  @Test
  void thatHoldsAgainAfterAPartitionAndRestarts() {
    SimulatedWorld world = world("thatHoldsAgain", 6, LinkQuality.WIRELESS);
    world.joinAll();
    world.startAll();
    world.runFor(10_000);
    world.partition(world.node(0), world.node(1));
    world.runFor(20_000);
    world.node(2).crash();
    world.node(3).vanish();
    world.runFor(1000);
    world.heal();
    world.startAll();
    world.runFor(20_000);
    requireOneLinkPerPair(world);
  }

  @Test
  void aNodeThatDialsItselfNoticesIt() {
    SimulatedWorld world = world("aNodeThatDialsItself", 2, LinkQuality.LAN);
    world.startAll();
    world.node(0).join(world.node(0));
    world.node(0).join(world.node(1));
    world.runFor(10_000);
    assertThat(world.log().tail("n0 left SELF_CONNECTION")).isNotEmpty();
    requireOneLinkPerPair(world);
  }

  @Test
  void twoMachinesWithOneKeyNoticeIt() {
    SimulatedWorld world = world("twoMachinesWithOneKey", 1, LinkQuality.LAN);
    SimulatedNode clone = world.addCloneOf(world.node(0));
    world.startAll();
    clone.join(world.node(0));
    world.runFor(5000);
    assertThat(world.log().tail("n0 left NODE_KEY_IN_USE_ELSEWHERE")).isNotEmpty();
    assertThat(world.log().tail("n1 left NODE_KEY_IN_USE_ELSEWHERE")).isNotEmpty();
    assertThat(clone.program().openPeers()).isEmpty();
  }

  private static SimulatedWorld world(String test, int nodes, LinkQuality quality) {
    return new SimulatedWorld(
        Seeds.random(test).nextLong(),
        WorldSettings.lan(nodes).with(quality).with(new WireCarriage()),
        EngineProgram::create);
  }

  private static void requireOneLinkPerPair(SimulatedWorld world) {
    for (SimulatedNode node : world.nodes()) {
      List<NodeId> others =
          world.nodes().stream()
              .filter(other -> other != node)
              .map(other -> other.host().id())
              .toList();
      assertThat(node.program().openPeers())
          .as(() -> world.describe("the open links of " + node))
          .containsExactlyInAnyOrderElementsOf(others);
      assertThat(node.host().linkedTo())
          .as(() -> world.describe("the connections of " + node))
          .containsExactlyInAnyOrderElementsOf(others);
    }
  }
}
