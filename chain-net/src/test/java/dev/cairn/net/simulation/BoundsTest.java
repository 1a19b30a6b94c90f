package dev.cairn.net.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.value.Work;
import dev.cairn.net.discovery.DiscoveryHoldings;
import dev.cairn.net.engine.Holdings;
import dev.cairn.net.gossip.TransactionHoldings;
import dev.cairn.net.intake.IntakeHoldings;
import dev.cairn.net.message.TransactionAnnouncement;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.sync.SyncHoldings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That every simulation sees it when a bound is broken. */
class BoundsTest {

  private static final NetLimits LIMITS = NetLimits.DEFAULT;
  private static final int LINKS = LIMITS.inbound() + LIMITS.outbound();

  /** The most that may be held of each thing, with no joined address. */
  private static final long[] MOST = {
    32,
    16 + 1024,
    32L * LINKS,
    1 << 20,
    64,
    2L * 256 * LINKS,
    5000 + 256,
    64,
    8,
    32 + 2 * 256 + 64,
    (16L << 20) + (1L << 20) + LIMITS.frameBytes(),
    2048,
    4096,
    64,
    8,
    16,
    4096,
    20000
  };

  private static Holdings held(long[] numbers) {
    int[] n = new int[numbers.length];
    for (int i = 0; i < n.length; i++) {
      n[i] = (int) numbers[i];
    }
    return new Holdings(
        new SyncHoldings(n[0], n[1], n[2], numbers[3], n[4]),
        new TransactionHoldings(n[5], n[6], n[7]),
        n[8],
        new IntakeHoldings(n[9], n[9], numbers[10], n[11]),
        new DiscoveryHoldings(n[12], n[13], n[14], n[15], n[16]),
        n[17]);
  }

  @Test
  void eachNumberHasItsBound() {
    assertThat(EngineProgram.brokenBound(held(MOST), LIMITS, 0)).isEmpty();
    for (int i = 0; i < MOST.length; i++) {
      long[] more = MOST.clone();
      more[i]++;
      assertThat(EngineProgram.brokenBound(held(more), LIMITS, 0)).as("number %s", i).isPresent();
    }
  }

  @Test
  void whatIsHeldShowsInTheNumbers() {
    SimulatedWorld world =
        new SimulatedWorld(
            Seeds.random("whatIsHeldShows").nextLong(),
            WorldSettings.lan(2),
            EngineProgram::create);
    world.startAll();
    world.node(0).join(world.node(1));
    world.runFor(2000);
    ScriptedPeer liar =
        Byzantine.start(
            world,
            (host, scheduler) ->
                new Byzantine.Mute(world, host, scheduler, () -> Byzantine.claim(Work.ZERO, 1)));
    liar.host().dial(world.node(0).host().address(), Optional.empty());
    world.runFor(100);
    List<TransactionId> ids =
        List.of(
            TransactionId.of(Byzantine.hash(1, 1)),
            TransactionId.of(Byzantine.hash(1, 2)),
            TransactionId.of(Byzantine.hash(1, 3)));
    liar.host().send(liar.openLinks().get(0), new TransactionAnnouncement(ids));
    world.runFor(100);

    Holdings held = ((EngineProgram) world.node(0).program()).engine().holdings();
    assertThat(held.transactions()).isEqualTo(new TransactionHoldings(3, 3, 0));
    assertThat(held.discovery().addresses()).isEqualTo(2);
  }
}
