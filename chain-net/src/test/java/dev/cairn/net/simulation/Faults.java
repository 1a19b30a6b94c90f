package dev.cairn.net.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Faults that come one after another, drawn at random: what happens to computers and cables. */
final class Faults {

  private enum Kind {
    CRASH,
    LOSE_POWER,
    LOSE_DISK,
    START,
    PARTITION,
    CUT_ONE_WAY,
    HEAL,
    FREEZE,
    THAW,
    CLOCK_JUMP,
    BREAK_LINK
  }

  private static final Kind[] KINDS = Kind.values();

  private final SimulatedWorld world;
  private final Random random;
  private final List<SimulatedNode> frozen = new ArrayList<>();

  Faults(SimulatedWorld world, Random random) {
    this.world = world;
    this.random = random;
  }

  /** Lets one more fault happen, or mends one. */
  void next() {
    Kind kind = KINDS[random.nextInt(KINDS.length)];
    world.log().add("faults", kind.toString());
    switch (kind) {
      case CRASH -> running().crash();
      case LOSE_POWER -> running().vanish();
      case LOSE_DISK -> {
        SimulatedNode node = running();
        node.crash();
        node.forgetEverything();
        node.start();
      }
      case START -> world.startAll();
      case PARTITION -> {
        int size = 1 + random.nextInt(world.nodes().size() / 2);
        world.partition(world.nodes().subList(0, size).toArray(SimulatedNode[]::new));
      }
      case CUT_ONE_WAY -> world.network().cutOneWay(any().host(), any().host());
      case HEAL -> world.heal();
      case FREEZE -> {
        SimulatedNode node = running();
        node.scheduler().freeze();
        frozen.add(node);
      }
      case THAW -> thaw();
      case CLOCK_JUMP -> running().setClockError(random.nextInt(241) - 120);
      case BREAK_LINK -> {
        SimulatedHost host = running().host();
        host.links().stream().findFirst().ifPresent(host::breakLink);
      }
    }
  }

  /** Mends everything but the clocks. */
  void endAll() {
    thaw();
    world.heal();
    world.startAll();
  }

  private void thaw() {
    frozen.stream().filter(SimulatedNode::isRunning).forEach(node -> node.scheduler().thaw());
    frozen.clear();
  }

  private SimulatedNode any() {
    return world.node(random.nextInt(world.nodes().size()));
  }

  /** Some node that runs; when none does, all are started. */
  private SimulatedNode running() {
    List<SimulatedNode> running = world.nodes().stream().filter(SimulatedNode::isRunning).toList();
    if (running.isEmpty()) {
      world.startAll();
      return any();
    }
    return running.get(random.nextInt(running.size()));
  }
}
