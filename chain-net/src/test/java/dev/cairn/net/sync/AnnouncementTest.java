package dev.cairn.net.sync;

import static dev.cairn.net.sync.Blocks.FIXTURE;
import static dev.cairn.net.sync.Blocks.last;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Origin;
import dev.cairn.core.value.BlockHash;
import dev.cairn.net.message.GetBlocks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** New blocks near the tip: from whom they are fetched, and when. */
class AnnouncementTest {

  private static final int LENGTH = 20;

  private final SyncWorld world = new SyncWorld(FIXTURE.chain());
  private final FakePeer peer = world.peer().with(Blocks.main(LENGTH));
  private final FakePeer other = world.peer().with(Blocks.main(LENGTH));
  private final Block next = Blocks.MAIN.get(LENGTH);

  AnnouncementTest() {
    world.connect(peer, other);
    assertThat(world.runUntilTip(last(Blocks.main(LENGTH)).hash(), 10_000)).isTrue();
    world.time().runFor(2_000);
    peer.with(Blocks.main(LENGTH + 1));
    other.with(Blocks.main(LENGTH + 1));
    peer.received.clear();
    other.received.clear();
  }

  private void submitHeader(BlockHeader header) {
    world.chain().submitHeader(header, Origin.LOCAL, world.scheduler().wallClock());
  }

  private boolean arrives(BlockHash hash, long withinMillis) {
    return world.runUntilTip(hash, withinMillis);
  }

  @Test
  void leavesABlockToWhoeverPutsItTogetherAndFetchesItAfterAWhile() {
    submitHeader(next.header());
    world.sync().onCompactHeader(peer, next.header());
    world.time().runFor(1_900);
    assertThat(peer.received).isEmpty();
    assertThat(other.received).isEmpty();
    assertThat(arrives(next.hash(), 1_000)).isTrue();
    assertThat(peer.received).containsExactly(new GetBlocks(List.of(next.hash())));
    assertThat(other.received).isEmpty();
  }

  @Test
  void fetchesAtOnceWhatCouldNotBePutTogether() {
    submitHeader(next.header());
    world.sync().onCompactHeader(peer, next.header());
    world.sync().fetch(next.hash(), peer);
    assertThat(peer.received).containsExactly(new GetBlocks(List.of(next.hash())));
    world.sync().fetch(next.hash(), peer);
    world.sync().fetch(next.hash(), other);
    assertThat(arrives(next.hash(), 100)).isTrue();
    assertThat(peer.received).hasSize(1);
    assertThat(other.received).isEmpty();
  }

  @Test
  void fetchesFromAnotherWhenTheAnnouncerStalls() {
    peer.answers = message -> false;
    submitHeader(next.header());
    world.sync().onCompactHeader(peer, next.header());
    world.sync().onCompactHeader(other, next.header());
    world.sync().fetch(next.hash(), peer);
    assertThat(arrives(next.hash(), 3_000)).isTrue();
    assertThat(other.bodiesAsked).contains(next.hash());
  }

  @Test
  void fetchesFromAnotherWhenTheAnnouncerHasLeft() {
    submitHeader(next.header());
    world.sync().onCompactHeader(peer, next.header());
    world.sync().onCompactHeader(other, next.header());
    peer.vanish();
    world.sync().fetch(next.hash(), peer);
    assertThat(arrives(next.hash(), 100)).isTrue();
  }

  @Test
  void asksForTheHeadersBetweenWhenACompactHeaderDoesNotConnect() {
    List<Block> more = Blocks.main(LENGTH + 5);
    peer.with(more);
    int asked = peer.headersAsked.size();
    world.sync().onCompactHeader(peer, last(more).header());
    assertThat(arrives(last(more).hash(), 500)).isTrue();
    assertThat(peer.headersAsked).hasSize(asked + 1);
    assertThat(other.headersAsked).hasSize(1);
  }

  @Test
  void fetchesASiblingOfTheTipSoThatItIsThereWhenItWins() {
    List<Block> fork = Blocks.fork(LENGTH - 1, 1);
    BlockHash tip = world.chain().tip().hash();
    peer.announce(fork, 1);
    world.time().runFor(500);
    assertThat(world.chain().tip().hash()).isEqualTo(tip);
    assertThat(world.chain().hasBody(last(fork).hash())).isTrue();
    List<Block> winning = new ArrayList<>(fork);
    winning.addAll(FIXTURE.mineBranch(last(fork).hash(), 1));
    peer.announce(winning, 1);
    assertThat(arrives(last(winning).hash(), 100)).isTrue();
  }

  @Test
  void doesNotFetchWhatHasLessWorkThanTheTip() {
    peer.announce(Blocks.fork(LENGTH - 5, 2), 2);
    world.time().runFor(5_000);
    assertThat(peer.received).isEmpty();
    assertThat(peer.charges).isEmpty();
  }

  @Test
  void fetchesSeveralAnnouncedBlocksInTheirOrder() {
    List<Block> more = Blocks.main(LENGTH + 10);
    peer.announce(more, 10);
    assertThat(arrives(last(more).hash(), 100)).isTrue();
    assertThat(peer.received).hasSize(1);
    assertThat(((GetBlocks) peer.received.get(0)).hashes())
        .isEqualTo(more.subList(LENGTH, LENGTH + 10).stream().map(Block::hash).toList());
  }

  @Test
  void takesABlockThatCameByAnotherWay() {
    peer.answers = message -> false;
    other.answers = message -> false;
    peer.announce(Blocks.main(LENGTH + 1), 1);
    world.time().runFor(100);
    world.chain().submitBlock(next, world.scheduler().wallClock());
    world.time().runFor(30_000);
    assertThat(other.received).isEmpty();
    assertThat(world.sync().progress().phase()).isEqualTo(SyncProgress.Phase.SYNCED);
    assertThat(world.sync().isNearTip()).isTrue();
  }
}
