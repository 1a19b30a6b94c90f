package dev.cairn.net.sync;

import static dev.cairn.net.sync.Blocks.FIXTURE;
import static dev.cairn.net.sync.Blocks.last;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.chain.InMemoryChainStore;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.sync.SyncProgress.Phase;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainSyncTest {

  private final SyncWorld world = new SyncWorld(FIXTURE.chain());

  private void assertAskedOnce(List<FakePeer> peers, int bodies) {
    assertThat(world.timesAsked(peers)).hasSize(bodies).allSatisfy((h, n) -> assertThat(n).isOne());
    assertThat(peers).allSatisfy(peer -> assertThat(peer.charges).isEmpty());
  }

  @Test
  void getsAChainFromOnePeer() {
    FakePeer peer = world.peer().with(Blocks.MAIN);
    world.connect(peer);
    assertThat(world.runUntilTip(last(Blocks.MAIN).hash(), 60_000)).isTrue();
    assertAskedOnce(List.of(peer), 3000);
    assertThat(peer.headersAsked).hasSize(2);
    assertThat(peer.inFlightMost).isEqualTo(16);
    world.time().runFor(5_000);
    assertThat(peer.headersAsked).hasSize(2);
    assertThat(world.sync().progress().phase()).isEqualTo(Phase.SYNCED);
    assertThat(world.sync().isNearTip()).isTrue();
  }

  @Test
  void getsAChainFromFourPeersInParallel() {
    List<FakePeer> peers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      peers.add(world.peer().with(Blocks.MAIN));
    }
    world.connect(peers.toArray(FakePeer[]::new));
    assertThat(world.runUntilTip(last(Blocks.MAIN).hash(), 60_000)).isTrue();
    assertAskedOnce(peers, 3000);
    assertThat(peers.stream().mapToInt(peer -> peer.headersAsked.size()).sum())
        .isEqualTo(2 + 3); // the others once, for what came while they connected
    assertThat(peers).allSatisfy(peer -> assertThat(peer.bodiesSent).isGreaterThan(500));
    assertThat(world.bodiesJudged).isEqualTo(3000);
  }

  @Test
  void fastPeersDoMoreThanSlowOnes() {
    FakePeer fast = world.peer().with(Blocks.MAIN);
    FakePeer slow = world.peer().with(Blocks.MAIN);
    fast.bodyMillis = 1;
    slow.bodyMillis = 20;
    world.connect(fast, slow);
    assertThat(world.runUntilTip(last(Blocks.MAIN).hash(), 60_000)).isTrue();
    assertThat(fast.bodiesSent).isGreaterThan(5 * slow.bodiesSent);
    assertAskedOnce(List.of(fast, slow), 3000);
  }

  @Test
  void goesOnAfterARestartInTheMiddle() {
    InMemoryChainStore store = new InMemoryChainStore();
    SyncWorld before = new SyncWorld(FIXTURE.chain(store, ChainLimits.DEFAULT));
    before.connect(before.peer().with(Blocks.main(2500)), before.peer().with(Blocks.main(2500)));
    before.time().runUntil(() -> before.chain().tip().height().value() >= 1000, 60_000);
    Chain reopened = FIXTURE.chain(store, ChainLimits.DEFAULT);
    long height = reopened.tip().height().value();
    assertThat(height).isBetween(1000L, 1100L);
    SyncWorld after = new SyncWorld(reopened);
    FakePeer peer = after.peer().with(Blocks.MAIN);
    after.connect(peer);
    assertThat(after.runUntilTip(last(Blocks.MAIN).hash(), 60_000)).isTrue();
    assertThat(peer.bodiesAsked).hasSizeLessThanOrEqualTo((int) (3000 - height));
    assertThat(peer.bodiesAsked).doesNotHaveDuplicates();
    assertThat(peer.headersAsked).hasSize(2);
  }

  @Test
  void followsAnAnnouncementThatConnectsWithoutAskingForHeaders() {
    FakePeer peer = world.peer().with(Blocks.main(10));
    FakePeer other = world.peer().with(Blocks.main(10));
    world.connect(peer, other);
    world.runUntilTip(last(Blocks.main(10)).hash(), 10_000);
    world.time().runFor(2_000);
    int asked = peer.headersAsked.size() + other.headersAsked.size();
    peer.announce(Blocks.main(11), 1);
    other.announce(Blocks.main(11), 1);
    assertThat(world.runUntilTip(last(Blocks.main(11)).hash(), 100)).isTrue();
    world.time().runFor(5_000);
    assertThat(peer.headersAsked.size() + other.headersAsked.size()).isEqualTo(asked);
    assertAskedOnce(List.of(peer, other), 11);
    assertThat(peer.bodiesAsked).contains(last(Blocks.main(11)).hash());
  }

  @Test
  void asksForHeadersWhenAnAnnouncementDoesNotConnect() {
    FakePeer peer = world.peer().with(Blocks.main(10));
    world.connect(peer);
    world.runUntilTip(last(Blocks.main(10)).hash(), 10_000);
    world.time().runFor(2_000);
    peer.announce(Blocks.main(50), 1);
    assertThat(world.runUntilTip(last(Blocks.main(50)).hash(), 100)).isTrue();
    assertThat(peer.headersAsked).hasSize(2);
    assertAskedOnce(List.of(peer), 50);
  }

  @Test
  void hearsOfABlockThatCameWhileThePeersConnected() {
    world.connect(world.peer().with(Blocks.main(10)));
    world.runUntilTip(last(Blocks.main(10)).hash(), 10_000);
    FakePeer ahead = world.peer().with(Blocks.main(11));
    ahead.claiming(last(Blocks.main(10)).hash(), BigInteger.valueOf(20), 10);
    world.connect(ahead);
    assertThat(world.runUntilTip(last(Blocks.main(11)).hash(), 1_000)).isTrue();
    world.time().runFor(10_000);
    assertThat(ahead.headersAsked).hasSize(1);
  }

  @Test
  void reorganisesToAHeavierBranch() {
    FakePeer first = world.peer().with(Blocks.main(500));
    world.connect(first);
    world.runUntilTip(last(Blocks.main(500)).hash(), 10_000);
    List<Block> fork = Blocks.fork(300, 260);
    FakePeer second = world.peer().with(fork);
    world.connect(second);
    assertThat(world.runUntilTip(last(fork).hash(), 10_000)).isTrue();
    assertThat(second.bodiesAsked).hasSize(260).doesNotHaveDuplicates();
    assertThat(second.charges).isEmpty();
  }

  @Test
  void leavesALighterBranchAlone() {
    world.connect(world.peer().with(Blocks.main(500)));
    world.runUntilTip(last(Blocks.main(500)).hash(), 10_000);
    FakePeer lighter = world.peer().with(Blocks.fork(300, 150));
    world.connect(lighter);
    world.time().runFor(20_000);
    assertThat(lighter.headersAsked).isEmpty();
    assertThat(lighter.bodiesAsked).isEmpty();
    assertThat(lighter.charges).isEmpty();
    assertThat(world.sync().progress().phase()).isEqualTo(Phase.SYNCED);
  }

  @Test
  void followsPeersOnTwoBranchesAtOnce() {
    List<Block> longer = Blocks.fork(100, 700);
    FakePeer one = world.peer().with(Blocks.main(600));
    FakePeer two = world.peer().with(longer);
    world.connect(one, two);
    assertThat(world.runUntilTip(last(longer).hash(), 60_000)).isTrue();
    assertThat(one.charges).isEmpty();
    assertThat(two.charges).isEmpty();
    assertThat(world.timesAsked(List.of(one, two)).values()).containsOnly(1);
  }

  @Test
  void showsHowFarItIs() {
    assertThat(world.sync().progress().phase()).isEqualTo(Phase.NO_PEERS);
    assertThat(world.sync().progress().obstacle()).contains(SyncObstacle.NO_PEERS);
    assertThat(world.sync().isNearTip()).isFalse();
    FakePeer peer = world.peer().with(Blocks.MAIN);
    peer.bodyMillis = 10;
    world.connect(peer);
    assertThat(world.sync().progress().phase()).isEqualTo(Phase.HEADERS);
    world.time().runFor(10_000);
    SyncProgress progress = world.sync().progress();
    assertThat(progress.phase()).isEqualTo(Phase.BODIES);
    assertThat(progress.obstacle()).isEmpty();
    assertThat(progress.headerHeight().value()).isEqualTo(3000);
    assertThat(progress.claimedHeight()).isEqualTo(3000);
    assertThat(progress.bodyHeight().value()).isBetween(800L, 1000L);
    assertThat(progress.blocksPerSecond()).isBetween(80.0, 101.0);
    assertThat(progress.secondsLeft().orElseThrow()).isBetween(19L, 28L);
    assertThat(progress.shares()).hasSize(1);
    assertThat(progress.shares().get(0).inFlight()).isBetween(8, 16);
    assertThat(world.sync().isNearTip()).isFalse();
  }

  @Test
  void waitsForTheClockWhenHeadersAreTooEarly() {
    SyncWorld early =
        new SyncWorld(
            FIXTURE.chain(), NetLimits.DEFAULT, FIXTURE.at(FIXTURE.genesis()).header().time());
    FakePeer peer = early.peer().with(Blocks.main(310));
    early.connect(peer);
    early.time().runFor(5_000);
    assertThat(early.chain().tip().height().value()).isBetween(300L, 305L);
    assertThat(early.sync().progress().obstacle()).contains(SyncObstacle.HEADERS_TOO_EARLY);
    assertThat(peer.charges).isEmpty();
    assertThat(early.runUntilTip(last(Blocks.main(310)).hash(), 15_000)).isTrue();
    assertThat(ChainFixture.LATER.isAfter(early.scheduler().wallClock())).isTrue();
  }
}
