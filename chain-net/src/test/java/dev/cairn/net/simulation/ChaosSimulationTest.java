package dev.cairn.net.simulation;

import dev.cairn.core.Seeds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Worlds in which everything is drawn at random: cables, faults, and what some nodes keep back. */
class ChaosSimulationTest {

  private static final long QUIET_MILLIS = 30_000;

  @Test
  void honestNodesAgreeWhateverHappensAroundThem() {
    Random random = Seeds.random("honestNodesAgreeWhateverHappens");
    for (int round = 0; round < Seeds.rounds(3, 300); round++) {
      run(random.nextLong());
    }
  }

  private static void run(long seed) {
    Random random = new Random(seed);
    int nodes = 4 + random.nextInt(12);
    SimulatedWorld world =
        new SimulatedWorld(
            seed,
            WorldSettings.lan(nodes).with(quality(random)).with(new WireCarriage()),
            EngineProgram::create);
    for (int i = 0; i < nodes / 4; i++) {
      makeByzantine(world.node(random.nextInt(nodes)), random);
    }
    world.startAll();
    world.joinAtRandom(1 + random.nextInt(3));
    joinHonest(world);
    if (random.nextBoolean()) {
      Byzantine.Parrot parrot =
          Byzantine.start(world, (host, scheduler) -> new Byzantine.Parrot(world, host, scheduler));
      world.nodes().forEach(node -> node.program().join(parrot.host().address()));
    }
    world.nodes().forEach(node -> node.mine(2.0 / nodes));
    TransactionSource users = new TransactionSource(world);
    users.setPerSecond(1 + random.nextInt(20));
    Faults faults = new Faults(world, random);
    for (int i = 0; i < 8; i++) {
      world.runFor(500 + random.nextInt(9000));
      faults.next();
    }
    faults.endAll();
    users.setPerSecond(0);
    world.requireConvergence(QUIET_MILLIS);
  }

  private static LinkQuality quality(Random random) {
    List<LinkQuality> qualities =
        List.of(
            LinkQuality.LAN,
            LinkQuality.WIRELESS.withLoss(random.nextInt(100), random.nextInt(2000)),
            LinkQuality.WIDE,
            new LinkQuality(0, 0, 0, 20_000, 0, 0)); // a narrow cable
    return qualities.get(random.nextInt(qualities.size()));
  }

  /** Honest nodes need some path between them that no other node controls. */
  private static void joinHonest(SimulatedWorld world) {
    List<SimulatedNode> honest = world.honest();
    for (int i = 0; i < honest.size(); i++) {
      honest.get(i).join(honest.get((i + 1) % honest.size()));
    }
  }

  private static void makeByzantine(SimulatedNode node, Random random) {
    node.becomeByzantine();
    long delayMillis = random.nextInt(3000);
    OutgoingFilter delay = (to, message) -> Byzantine.isAboutBlocks(message) ? delayMillis : 0;
    OutgoingFilter silence = (to, message) -> to.number() % 2 == 0 ? OutgoingFilter.DROP : 0;
    int parts = 2 + random.nextInt(5);
    Random own = new Random(random.nextLong());
    OutgoingFilter loss = (to, message) -> own.nextInt(parts) == 0 ? OutgoingFilter.DROP : 0;
    node.host().setFilter(List.of(delay, silence, loss).get(random.nextInt(3)));
  }
}
