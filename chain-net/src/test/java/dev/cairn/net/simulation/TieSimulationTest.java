package dev.cairn.net.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.BlockHash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Five blocks of equal work at once, in each order of their discovery (T1). */
class TieSimulationTest {

  private static final int NODES = 5;

  @Test
  void eachNodeKeepsWhatItSawFirstAndTheNextBlockDecides() {
    long seed = Seeds.random("eachNodeKeepsWhatItSawFirst").nextLong();
    SimulatedWorld world =
        new SimulatedWorld(
            seed,
            WorldSettings.lan(NODES)
                .with(new LinkQuality(100, 100, 0, 10_000_000, 0, 0))
                .with(new WireCarriage()),
            EngineProgram::create);
    world.startAll();
    world.joinAll();
    world.runFor(10_000);

    List<List<Integer>> orders = orders(NODES);
    assertThat(orders).hasSize(120);
    int decider = 0;
    for (List<Integer> order : orders) {
      tie(world, order);
      BlockHash winner = world.node(decider).miner().find().hash();
      assertThat(world.runUntil(() -> isTipOfAll(world, winner), 3000))
          .as(() -> world.describe("the next block did not decide " + order))
          .isTrue();
      decider = (decider + 1) % NODES;
    }
    world.requireConvergence(1);
  }

  /** All find a block before they hear of another one's. */
  private static void tie(SimulatedWorld world, List<Integer> order) {
    long before = world.node(0).tip().height().value();
    List<BlockHash> found = new ArrayList<>();
    for (int node : order) {
      found.add(world.node(node).miner().find().hash());
      world.runFor(7);
    }
    world.runFor(2000);
    for (int i = 0; i < NODES; i++) {
      SimulatedNode node = world.node(order.get(i));
      assertThat(node.tip().height().value()).isEqualTo(before + 1);
      assertThat(node.tip().hash()).as("first seen by " + node).isEqualTo(found.get(i));
    }
  }

  private static boolean isTipOfAll(SimulatedWorld world, BlockHash hash) {
    return world.nodes().stream().allMatch(node -> node.tip().hash().equals(hash));
  }

  private static List<List<Integer>> orders(int size) {
    if (size == 0) {
      return List.of(List.of());
    }
    List<List<Integer>> all = new ArrayList<>();
    for (List<Integer> shorter : orders(size - 1)) {
      for (int place = 0; place < size; place++) {
        List<Integer> order = new ArrayList<>(shorter);
        order.add(place, size - 1);
        all.add(order);
      }
    }
    return all;
  }
}
