package dev.cairn.net.sync;

import static dev.cairn.net.sync.Blocks.FIXTURE;
import static dev.cairn.net.sync.Blocks.last;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.chain.InMemoryChainStore;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.peer.NetLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Headers come no faster than the bodies allow, for the header tree has an end. */
class PacingTest {

  private static final List<Block> LONG = longChain();
  private static final ServedChain SERVED = ServedChain.of(LONG);

  private static List<Block> longChain() {
    List<Block> blocks = new ArrayList<>(Blocks.MAIN);
    blocks.addAll(FIXTURE.mineBranch(last(Blocks.MAIN).hash(), 6_000));
    return blocks;
  }

  private static Chain chain(int sideHeaders) {
    ChainLimits limits = new ChainLimits(20_000, sideHeaders, 1L << 30, 10_000, 1 << 20, 1 << 20);
    return FIXTURE.chain(new InMemoryChainStore(), limits);
  }

  private static SyncWorld world(int sideHeaders, int headersAhead) {
    return new SyncWorld(chain(sideHeaders), Limits.with("headersAhead", headersAhead));
  }

  /** How many headers are ahead of the tip, at most, while it gets there. */
  private static long mostAhead(SyncWorld world, long withinMillis) {
    long[] most = {0};
    boolean done =
        world
            .time()
            .runUntil(
                () -> {
                  SyncProgress now = world.sync().progress();
                  long ahead = now.headerHeight().value() - now.bodyHeight().value();
                  most[0] = Math.max(most[0], ahead);
                  return world.chain().tip().hash().equals(last(LONG).hash());
                },
                withinMillis);
    assertThat(done).isTrue();
    return most[0];
  }

  @Test
  void stopsHeadersThatAreFarAheadAndGoesOnWithTheBodies() {
    SyncWorld world = world(65_536, 4_000);
    FakePeer peer = world.peer().with(SERVED);
    world.connect(peer);
    assertThat(mostAhead(world, 60_000)).isBetween(2_001L, 4_000L);
    assertThat(peer.headersAsked).hasSize(LONG.size() / 2_000 + 1);
    assertThat(peer.bodiesAsked).hasSize(LONG.size()).doesNotHaveDuplicates();
  }

  @Test
  void usesAllPeersWhileHeadersWait() {
    SyncWorld world = world(65_536, 4_000);
    List<FakePeer> peers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      peers.add(world.peer().with(SERVED));
    }
    world.connect(peers.toArray(FakePeer[]::new));
    assertThat(mostAhead(world, 60_000)).isLessThanOrEqualTo(4_000);
    assertThat(peers).allSatisfy(peer -> assertThat(peer.bodiesSent).isGreaterThan(1_000));
    assertThat(world.timesAsked(peers).values()).containsOnly(1);
    assertThat(peers.stream().mapToInt(peer -> peer.headersAsked.size()).sum())
        .isEqualTo(LONG.size() / 2_000 + 1 + 3); // the others once each
  }

  @Test
  void waitsWhileTheHeaderTreeIsFullAndBlamesNobody() {
    SyncWorld world = world(3_000, NetLimits.DEFAULT.headersAhead());
    FakePeer peer = world.peer().with(SERVED);
    peer.bodyMillis = 2;
    world.connect(peer);
    world.time().runFor(1_000);
    assertThat(world.sync().progress().obstacle()).isEmpty(); // bodies come
    assertThat(mostAhead(world, 120_000)).isLessThanOrEqualTo(3_000);
    assertThat(peer.charges).isEmpty();
    assertThat(peer.bodiesAsked).doesNotHaveDuplicates();
    assertThat(peer.headersAsked).hasSizeLessThan(60);
  }

  @Test
  void saysThatTheHeaderTreeIsFullWhenNothingMoves() {
    SyncWorld world = world(2_500, NetLimits.DEFAULT.headersAhead());
    FakePeer peer = world.peer().with(SERVED);
    peer.answers = message -> message instanceof GetHeaders;
    world.connect(peer);
    world.time().runFor(1_000);
    assertThat(world.sync().progress().obstacle()).contains(SyncObstacle.HEADER_TREE_FULL);
    world.time().runFor(60_000);
    assertThat(peer.headersAsked).hasSizeLessThan(20);
  }

  /** Somebody shows headers up to the bound and keeps the bodies to himself. */
  @Test
  void asksOthersForTheirHeadersWhenTheFirstOnesBodiesDoNotCome() {
    SyncWorld world = world(65_536, 3_000);
    FakePeer liar = world.peer().withHeaders(Blocks.headers(Blocks.fork(0, 4_000)));
    liar.answers = message -> message instanceof GetHeaders;
    world.connect(liar);
    world.time().runFor(1_000);
    FakePeer honest = world.peer().with(Blocks.SERVED);
    world.connect(honest);
    assertThat(world.runUntilTip(last(Blocks.MAIN).hash(), 60_000)).isTrue();
    assertThat(honest.charges).isEmpty();
  }

  /** The first body is missing, and those above it take all the room that there is. */
  @Test
  void goesOnWhenThereWasNoRoomForBodies() {
    ChainLimits small = new ChainLimits(20_000, 65_536, 30_000, 10_000, 1 << 20, 1 << 20);
    SyncWorld world = new SyncWorld(FIXTURE.chain(new InMemoryChainStore(), small));
    FakePeer most = world.peer().with(Blocks.SERVED);
    most.has = hash -> !hash.equals(Blocks.MAIN.get(0).hash());
    world.connect(most);
    world.time().runFor(1_000);
    assertThat(world.sync().progress().obstacle()).contains(SyncObstacle.SIDE_BODIES_FULL);
    world.time().runFor(20_000);
    assertThat(most.bodiesAsked).hasSizeLessThan(3_000);
    FakePeer whole = world.peer().with(Blocks.SERVED);
    world.connect(whole);
    assertThat(world.runUntilTip(last(Blocks.MAIN).hash(), 60_000)).isTrue();
    assertThat(whole.charges).isEmpty();
  }

  @Test
  void doesNotFollowAForkThatIsTooDeepAndSaysSo() {
    ChainLimits shallow = new ChainLimits(50, 10_000, 1L << 30, 10_000, 1 << 20, 1 << 20);
    Chain chain = FIXTURE.chain(new InMemoryChainStore(), shallow);
    Blocks.main(400)
        .forEach(block -> chain.submitBlock(block, FIXTURE.at(block.hash()).header().time()));
    SyncWorld world = new SyncWorld(chain);
    FakePeer peer = world.peer().with(Blocks.fork(200, 3_000));
    world.connect(peer);
    world.time().runFor(60_000);
    assertThat(world.sync().progress().obstacle()).contains(SyncObstacle.FORK_TOO_DEEP);
    assertThat(peer.headersAsked).hasSize(1);
    assertThat(peer.charges).isEmpty();
  }
}
