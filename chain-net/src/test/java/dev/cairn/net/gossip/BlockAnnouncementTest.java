package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.net.message.CompactBlock;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.HeaderAnnouncement;
import dev.cairn.net.message.WantCompactBlocks;
import dev.cairn.net.peer.Misbehaviour;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom a node tells what of a new tip. */
class BlockAnnouncementTest {

  private final GossipNode node = new GossipNode();
  private final ChainFixture fixture = node.fixture;

  private TestPeer openWantingCompact() {
    TestPeer peer = node.open();
    node.receive(peer, new WantCompactBlocks(true));
    return peer;
  }

  private static List<BlockHeader> headers(List<Block> blocks) {
    return blocks.stream().map(Block::header).toList();
  }

  @Test
  void tellsANewTipByItsHeader() {
    TestPeer peer = node.open();
    Block block = fixture.mine(fixture.genesis());
    node.connect(block);
    assertThat(peer.takeOne(HeaderAnnouncement.class).headers()).containsExactly(block.header());
    node.pass(1000);
    assertThat(peer.take(HeaderAnnouncement.class)).isEmpty();
  }

  @Test
  void tellsItInCompactFormToWhoeverWantsThat() {
    TestPeer peer = openWantingCompact();
    Block block = fixture.on(fixture.genesis()).with(fixture.transfer(0, 1, 5, 0, 1)).mine();
    node.connect(block);
    CompactBlock compact = peer.takeOne(CompactBlock.class);
    assertThat(compact.header()).isEqualTo(block.header());
    assertThat(PartialBlock.of(compact, block.transactions()).complete()).contains(block);
  }

  @Test
  void drawsASaltForEachBlockAndUsesItForAllPeers() {
    TestPeer one = openWantingCompact();
    TestPeer two = openWantingCompact();
    Block block = fixture.mine(fixture.genesis());
    node.connect(block);
    long salt = one.takeOne(CompactBlock.class).salt();
    assertThat(two.takeOne(CompactBlock.class).salt()).isEqualTo(salt);
    node.connect(fixture.mine(block.hash()));
    assertThat(one.takeOne(CompactBlock.class).salt()).isNotEqualTo(salt);
  }

  @Test
  void sendsHeadersAgainOnceThePeerWantsNoCompactBlocks() {
    TestPeer peer = openWantingCompact();
    node.receive(peer, new WantCompactBlocks(false));
    node.connect(fixture.mine(fixture.genesis()));
    peer.takeOne(HeaderAnnouncement.class);
  }

  @Test
  void sendsOnlyTheHeaderToAPeerThatDoesNotRead() {
    TestPeer peer = openWantingCompact();
    peer.writable = false;
    node.connect(fixture.mine(fixture.genesis()));
    peer.takeOne(HeaderAnnouncement.class);
  }

  @Test
  void doesNotTellWhoeverHasTheBlock() {
    TestPeer announcer = node.open();
    TestPeer sender = node.open();
    TestPeer other = node.open();
    Block block = fixture.mine(fixture.genesis());
    node.blocks.onShown(announcer, block.hash());
    assertThat(node.blocks.onFullBlock(sender, new FullBlock(block)))
        .as("for the sync, as the relay asked for nothing")
        .isFalse();
    node.connect(block);
    assertThat(announcer.take(HeaderAnnouncement.class)).isEmpty();
    assertThat(sender.take(HeaderAnnouncement.class)).isEmpty();
    other.takeOne(HeaderAnnouncement.class);
  }

  @Test
  void doesNotTellAPeerWhatItSaidInItsIntroduction() {
    Block block = fixture.mine(fixture.genesis());
    TestPeer peer = new TestPeer(900, true, block.hash());
    node.blocks.onOpen(peer);
    node.connect(block);
    assertThat(peer.take(HeaderAnnouncement.class)).isEmpty();
  }

  @Test
  void tellsAllHeadersOfAReorganisation() {
    TestPeer peer = openWantingCompact();
    node.connect(fixture.mine(fixture.genesis()));
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 3);
    peer.take(CompactBlock.class);
    node.connect(branch.get(0));
    assertThat(peer.sent()).as("no tip").isEmpty();
    node.connect(branch.get(1));
    assertThat(peer.takeOne(HeaderAnnouncement.class).headers())
        .containsExactlyElementsOf(headers(branch.subList(0, 2)));
    node.connect(branch.get(2));
    peer.takeOne(CompactBlock.class);
  }

  @Test
  void tellsTheLastSixteenHeadersOfALongReorganisation() {
    TestPeer peer = node.open();
    node.sync.isNearTip = false;
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 20);
    branch.forEach(node::connect);
    assertThat(peer.sent()).isEmpty();
    node.sync.isNearTip = true;
    node.pass(GossipNode.TICK_MILLIS);
    assertThat(peer.take(HeaderAnnouncement.class))
        .containsExactly(new HeaderAnnouncement(headers(branch.subList(4, 20))));
  }

  @Test
  void leavesOutWhatThePeerHas() {
    TestPeer peer = node.open();
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 3);
    node.sync.isNearTip = false;
    node.connect(branch.get(0), branch.get(1), branch.get(2));
    node.blocks.onShown(peer, branch.get(1).hash());
    node.sync.isNearTip = true;
    node.pass(GossipNode.TICK_MILLIS);
    assertThat(peer.take(HeaderAnnouncement.class))
        .containsExactly(new HeaderAnnouncement(headers(branch.subList(2, 3))));
  }

  @Test
  void leavesOutWhatItHasToldThePeer() {
    TestPeer peer = node.open();
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 3);
    node.connect(branch.get(0));
    fixture.mineBranch(fixture.genesis(), 2).forEach(node::connect);
    peer.take(HeaderAnnouncement.class);
    node.connect(branch.get(1), branch.get(2));
    assertThat(peer.takeOne(HeaderAnnouncement.class).headers())
        .containsExactlyElementsOf(headers(branch.subList(1, 3)));
  }

  @Test
  void tellsNothingWhileItIsFarFromTheTipAndCatchesUpLater() {
    TestPeer peer = node.open();
    node.sync.isNearTip = false;
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 5);
    branch.forEach(node::connect);
    node.pass(1000);
    assertThat(peer.sent()).isEmpty();
    node.sync.isNearTip = true;
    node.pass(GossipNode.TICK_MILLIS);
    assertThat(peer.take(HeaderAnnouncement.class))
        .containsExactly(new HeaderAnnouncement(headers(branch)));
    node.pass(1000);
    assertThat(peer.sent()).isEmpty();
  }

  @Test
  void asksForCompactBlocksOnlyNearTheTip() {
    node.sync.isNearTip = false;
    TestPeer peer = node.open(true);
    node.pass(1000);
    assertThat(peer.sent()).isEmpty();
    node.sync.isNearTip = true;
    node.pass(GossipNode.TICK_MILLIS);
    assertThat(peer.takeOne(WantCompactBlocks.class).wanted()).isTrue();
  }

  @Test
  void asksWhoeverWasTheFirstWithABlock() {
    for (int i = 0; i < 3; i++) {
      node.open(true);
    }
    node.pass(GossipNode.TICK_MILLIS);
    TestPeer fast = node.open();
    TestPeer slow = node.open();
    node.pass(GossipNode.TICK_MILLIS);
    Block block = fixture.mine(fixture.genesis());
    node.blocks.onShown(fast, block.hash());
    node.blocks.onShown(slow, block.hash());
    node.connect(block);
    assertThat(fast.takeOne(WantCompactBlocks.class).wanted()).isTrue();
    assertThat(slow.sent()).isEmpty();
  }

  @Test
  void chargesForCompactBlocksThatNobodyAskedFor() {
    TestPeer peer = node.open();
    node.receive(peer, ShortIds.announcement(fixture.mine(fixture.genesis()), 1));
    assertThat(peer.charges).containsExactly(Misbehaviour.UNREQUESTED);
    assertThat(node.chain.headersHeld()).isEqualTo(1);
  }

  @Test
  void forgetsAPeerThatIsGone() {
    TestPeer peer = openWantingCompact();
    node.close(peer);
    node.blocks.onShown(peer, fixture.genesis());
    node.connect(fixture.mine(fixture.genesis()));
    node.pass(1000);
    assertThat(peer.sent()).isEmpty();
  }
}
