package dev.cairn.net.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.net.message.GetAddresses;
import dev.cairn.net.peer.DisconnectReason;
import org.junit.jupiter.api.Test;

/** The simulation itself, with nodes that only flood. */
class SimulatedWorldTest {

  private static SimulatedWorld world(long seed) {
    return new SimulatedWorld(
        seed,
        WorldSettings.lan(5).with(LinkQuality.WIRELESS).with(new WireCarriage()),
        FloodingProgram::new);
  }

  private static SimulatedWorld busyWorld(long seed) {
    SimulatedWorld world = world(seed);
    world.startAll();
    world.joinAtRandom(1);
    world.nodes().forEach(node -> node.mine(0.4));
    TransactionSource users = new TransactionSource(world);
    users.setPerSecond(2);
    world.runFor(60_000);
    users.setPerSecond(0);
    return world;
  }

  @Test
  void nodesThatMineAndFloodAgreeInTheEnd() {
    SimulatedWorld world = busyWorld(1);
    world.requireConvergence(10_000);

    assertThat(world.node(0).tip().height().value()).isBetween(30L, 90L);
    assertThat(world.blockTimes().percentileMillis(50)).isBetween(1L, 500L);
    assertThat(world.node(0).tip().account(SimulatedKeys.funded(0).publicKey()).sequence())
        .isPositive();
  }

  @Test
  void oneSeedGivesOneHistoryAndAnotherSeedAnother() {
    String first = busyWorld(5).log().hash();
    assertThat(busyWorld(5).log().hash()).isEqualTo(first);
    assertThat(busyWorld(6).log().hash()).isNotEqualTo(first);
  }

  @Test
  void sidesOfAPartitionDoNotAgreeUntilItIsHealed() {
    SimulatedWorld world = world(3);
    world.startAll();
    world.joinAll();
    world.runFor(2000);
    world.partition(world.node(0), world.node(1));
    world.node(0).mine(1);
    world.node(4).mine(2);
    world.runFor(20_000);
    assertThat(world.hasConverged()).isFalse();
    assertThat(world.node(1).tip().hash()).isEqualTo(world.node(0).tip().hash());

    world.heal();
    world.requireConvergence(10_000);
  }

  @Test
  void aNodeComesBackWithItsChainOrWithoutIt() {
    SimulatedWorld world = world(4);
    world.startAll();
    world.joinAll();
    world.node(0).mine(1);
    world.runFor(20_000);
    world.requireConvergence(5000);
    var tip = world.node(0).tip();

    world.node(1).crash();
    world.node(2).crash();
    world.node(2).forgetEverything();
    world.node(1).start();
    world.node(2).start();

    assertThat(world.node(1).tip().hash()).isEqualTo(tip.hash());
    assertThat(world.node(2).tip().height().value()).isZero();
    world.requireConvergence(5000);
  }

  @Test
  void anHonestNodeThatBlamesAnotherFailsTheRun() {
    SimulatedWorld world = world(5);
    world.startAll();
    world.joinAll();
    world.runFor(2000);
    SimulatedHost host = world.node(0).host();
    world
        .time()
        .after(
            1,
            () ->
                host.disconnect(
                    host.links().get(0), DisconnectReason.PROTOCOL_VIOLATION, "for nothing"));

    assertThatThrownBy(() -> world.runFor(1000))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("n0 blames")
        .hasMessageContaining("seed 5");
  }

  @Test
  void framesAreReallyEncoded() {
    Carriage.Frame frame = new WireCarriage().carry(new GetAddresses());
    assertThat(frame.bytes()).isBetween(5, 10);
    assertThat(frame.content().value()).isEqualTo(new GetAddresses());
    assertThat(frame.checksum()).isNotZero();
  }
}
