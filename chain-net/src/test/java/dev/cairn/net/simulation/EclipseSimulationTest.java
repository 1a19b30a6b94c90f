package dev.cairn.net.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.Work;
import dev.cairn.net.discovery.BookEntry;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Peers that fill the book of a node, so that it has none but them after its restart (G3). */
class EclipseSimulationTest {

  private static final int HONEST = 4;
  private static final int ATTACKERS = 40;

  /** More than the inbound places. */
  private static final int CROWD = 80;

  /** The whole time that a restart may take to an honest link. */
  private static final long FOUND_MILLIS = 30_000;

  @Test
  void aNodeWithAPoisonedBookFindsAnHonestPeerAfterItsRestart() {
    Random seeds = Seeds.random("aNodeWithAPoisonedBook");
    long worst = 0;
    for (int round = 0; round < Seeds.rounds(12, 200); round++) {
      worst = Math.max(worst, restart(seeds.nextLong()));
    }
    System.out.println("an honest link " + worst + " ms after the restart at the latest");
  }

  /** How long it takes. */
  private static long restart(long seed) {
    SimulatedWorld world =
        new SimulatedWorld(seed, WorldSettings.lan(1 + HONEST), EngineProgram::create);
    world.startAll();
    SimulatedNode victim = world.node(0);
    List<SimulatedNode> honest = world.nodes().subList(1, 1 + HONEST);
    honest.forEach(node -> victim.program().join(node.host().address())); // until the restart only
    world.runFor(5_000);
    List<NodeId> honestIds = honest.stream().map(node -> node.host().id()).toList();
    assertThat(dialled(victim)).containsAll(honestIds);

    poison(world, victim);
    honest.get(0).crash();
    world.runFor(60_000);
    List<BookEntry> book = victim.savedPeers();
    assertThat(book.stream().filter(entry -> honestIds.contains(entry.known().node())).count())
        .as("honest ones among " + book.size())
        .isLessThanOrEqualTo(HONEST);
    assertThat(book.size()).as("addresses in the book").isGreaterThan(300);
    assertThat(dialled(victim)).as("attackers, too").hasSize(world.settings().limits().outbound());

    victim.crash();
    honest.get(1).crash();
    world.runFor(1_000);
    victim.start();
    long begin = world.time().nowMillis();
    boolean found =
        world.runUntil(() -> dialled(victim).stream().anyMatch(honestIds::contains), FOUND_MILLIS);
    assertThat(found).as(() -> world.describe("no honest link")).isTrue();
    return world.time().nowMillis() - begin;
  }

  private static List<NodeId> dialled(SimulatedNode node) {
    return ((EngineProgram) node.program()).dialledPeers();
  }

  /** Attackers are dialled and tell of one another; then a crowd takes all inbound places. */
  private static void poison(SimulatedWorld world, SimulatedNode victim) {
    List<KnownAddress> friends = new ArrayList<>();
    for (int i = 0; i < ATTACKERS; i++) {
      Byzantine.Eclipser attacker =
          Byzantine.start(
              world, (host, scheduler) -> new Byzantine.Eclipser(world, host, scheduler, friends));
      friends.add(new KnownAddress(attacker.host().id(), attacker.host().address()));
      attacker.host().dial(victim.host().address(), Optional.empty());
      world.runFor(200);
    }
    for (int i = 0; i < CROWD; i++) {
      ScriptedPeer one =
          Byzantine.start(
              world,
              (host, scheduler) ->
                  new Byzantine.Mute(world, host, scheduler, () -> Byzantine.claim(Work.ZERO, 0)));
      one.stayConnectedTo(victim.host().address(), 200);
    }
  }
}
