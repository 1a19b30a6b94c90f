package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.net.message.BlockTransactions;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.CompactBlock;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetBlockTransactions;
import dev.cairn.net.message.HeaderAnnouncement;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of a compact block that a peer sends. */
class ReceivedCompactBlockTest {

  private static final long TIMEOUT_MILLIS = NetLimits.DEFAULT.stallMillis();

  private final GossipNode node = new GossipNode();
  private final ChainFixture fixture = node.fixture;
  private final List<Transaction> transactions =
      IntStream.range(0, 6).mapToObj(i -> fixture.transfer(i, 6, 10, 0, 1)).toList();
  private final Block block =
      fixture.on(fixture.genesis()).with(transactions.toArray(new Transaction[0])).mine();
  private final TestPeer peer = openAsked();

  /** A peer that was asked for compact blocks. */
  private TestPeer openAsked() {
    TestPeer asked = node.open(true);
    node.pass(GossipNode.TICK_MILLIS);
    asked.take(HeaderAnnouncement.class);
    return asked;
  }

  private void announce(TestPeer from, Block announced) {
    node.receive(from, ShortIds.announcement(announced, 7));
  }

  private List<Transaction> at(int... positions) {
    return IntStream.of(positions).mapToObj(i -> block.transactions().get(i - 1)).toList();
  }

  /** All but these are in the mempool. */
  private void knowAllBut(int... positions) {
    List<Transaction> unknown = at(positions);
    transactions.stream().filter(each -> !unknown.contains(each)).forEach(node::add);
  }

  private void assertFetched(Block fetched, TestPeer from) {
    assertThat(node.sync.fetches).containsExactly(new TestSync.Fetch(fetched.hash(), from));
  }

  @Test
  void isRebuiltFromTheMempoolAlone() {
    knowAllBut();
    announce(peer, block);
    assertThat(peer.sent()).isEmpty();
    node.pass(0);
    assertThat(node.isTip(block)).isTrue();
    assertThat(node.sync.announced).containsExactly(block.hash());
    assertThat(node.sync.fetches).isEmpty();
    assertThat(peer.charges).isEmpty();
    assertThat(peer.sent()).as("it is not told what it told").isEmpty();
  }

  @Test
  void isPutTogetherOnceForEachPeer() {
    CompactBlock empty = new CompactBlock(block.header(), 7, block.coinbase(), Bytes.EMPTY);
    for (int i = 0; i < 100; i++) {
      node.receive(peer, empty);
    }
    assertThat(node.sync.fetches).hasSize(1);
    TestPeer other = openAsked();
    node.receive(other, empty);
    assertThat(node.sync.fetches).hasSize(2);
  }

  @Test
  void isNotEvenKeptAsAHeaderWhenItsChainHasTooLittleWork() {
    node.sync.isWorthKeeping = false;
    knowAllBut();
    announce(peer, block);
    node.pass(0);
    assertThat(node.chain.header(block.hash())).isEmpty();
    assertThat(node.sync.announced).isEmpty();
    assertThat(peer.charges).isEmpty();
  }

  @Test
  void isRebuiltWithOneQuestionForWhatIsMissing() {
    knowAllBut(2, 5);
    announce(peer, block);
    assertThat(peer.takeOne(GetBlockTransactions.class))
        .isEqualTo(new GetBlockTransactions(block.hash(), List.of(2, 5)));
    node.receive(peer, new BlockTransactions(block.hash(), at(2, 5)));
    node.pass(0);
    assertThat(node.isTip(block)).isTrue();
    assertThat(peer.charges).isEmpty();
    assertThat(node.sync.fetches).isEmpty();
  }

  @Test
  void isRebuiltFromNothing() {
    announce(peer, block);
    assertThat(peer.takeOne(GetBlockTransactions.class).positions())
        .containsExactly(1, 2, 3, 4, 5, 6);
    node.receive(peer, new BlockTransactions(block.hash(), block.transactions()));
    node.pass(0);
    assertThat(node.isTip(block)).isTrue();
  }

  @Test
  void isFetchedWholeWhenAnotherTransactionHasItsShortId() {
    Transaction other = fixture.transfer(7, 0, 1, 0, 1);
    knowAllBut(3);
    node.add(other);
    byte[] ids = ShortIds.announcement(block, 7).shortIds().toArray();
    long collision = new ShortIds(block.header(), 7).of(other.id());
    for (int i = 0; i < CompactBlock.SHORT_ID_BYTES; i++) {
      ids[2 * CompactBlock.SHORT_ID_BYTES + i] = (byte) (collision >>> (8 * i));
    }
    node.receive(peer, new CompactBlock(block.header(), 7, block.coinbase(), Bytes.of(ids)));
    assertFetched(block, peer);
    assertThat(peer.charges).isEmpty();
    assertThat(node.intake.blocks).isEmpty();
  }

  @Test
  void isFetchedWholeWhenOtherTransactionsAreDelivered() {
    knowAllBut(2, 5);
    announce(peer, block);
    node.receive(peer, new BlockTransactions(block.hash(), at(5, 2)));
    assertFetched(block, peer);
    assertThat(peer.charges).containsExactly(Misbehaviour.WRONG_BODY);
    assertThat(node.intake.blocks).isEmpty();
  }

  @Test
  void isFetchedWholeWhenTooFewOrTooManyAreDelivered() {
    knowAllBut(2, 5);
    announce(peer, block);
    node.receive(peer, new BlockTransactions(block.hash(), at(2)));
    assertFetched(block, peer);
    assertThat(peer.charges).containsExactly(Misbehaviour.WRONG_BODY);
    TestPeer another = openAsked();
    announce(another, block);
    node.receive(another, new BlockTransactions(block.hash(), at(2, 5, 6)));
    assertThat(another.charges).containsExactly(Misbehaviour.WRONG_BODY);
  }

  @Test
  void isFetchedWholeWhenTheAnswerIsLate() {
    knowAllBut(2);
    announce(peer, block);
    node.pass(TIMEOUT_MILLIS - 1);
    assertThat(node.sync.fetches).isEmpty();
    node.pass(GossipNode.TICK_MILLIS);
    assertFetched(block, peer);
    node.receive(peer, new BlockTransactions(block.hash(), at(2)));
    assertThat(peer.charges).isEmpty();
  }

  @Test
  void isFetchedFromAnotherPeerWhenTheAnswerIsLate() {
    TestPeer other = node.open();
    announce(peer, block);
    node.blocks.onShown(other, block.hash());
    node.pass(TIMEOUT_MILLIS + GossipNode.TICK_MILLIS);
    assertFetched(block, other);
  }

  @Test
  void isFetchedFromAnotherPeerWhenItsSenderIsGone() {
    knowAllBut(2);
    TestPeer other = node.open();
    node.blocks.onShown(other, block.hash());
    announce(peer, block);
    node.close(peer);
    assertFetched(block, other);
  }

  @Test
  void isGivenBackToTheSyncWhenNobodyElseHasIt() {
    knowAllBut(2);
    announce(peer, block);
    node.close(peer);
    assertFetched(block, peer);
  }

  @Test
  void isFetchedWholeWhenItsSenderHasItNoMore() {
    knowAllBut(2);
    announce(peer, block);
    assertThat(node.blocks.onBlocksNotFound(peer, new BlocksNotFound(List.of(block.hash()))))
        .isTrue();
    assertFetched(block, peer);
    assertThat(node.blocks.onBlocksNotFound(peer, new BlocksNotFound(List.of(block.hash()))))
        .as("for the sync")
        .isFalse();
  }

  @Test
  void isTakenWholeAsTheAnswer() {
    knowAllBut(2);
    announce(peer, block);
    assertThat(node.blocks.onFullBlock(peer, new FullBlock(block))).isTrue();
    node.pass(0);
    assertThat(node.isTip(block)).isTrue();
    assertThat(node.sync.fetches).isEmpty();
  }

  @Test
  void isForgottenWhenItComesByAnotherWay() {
    knowAllBut(2);
    announce(peer, block);
    node.connect(block);
    node.pass(2 * TIMEOUT_MILLIS);
    assertThat(node.sync.fetches).isEmpty();
    node.receive(peer, new BlockTransactions(block.hash(), at(2)));
    assertThat(peer.charges).isEmpty();
    assertThat(node.intake.blocks).isEmpty();
  }

  @Test
  void keepsNobodyFromTheNextOneWhenItHasComeByAnotherWay() {
    announce(peer, block);
    peer.takeOne(GetBlockTransactions.class);
    node.connect(block);
    Block next = onTip(0);
    announce(peer, next);
    assertThat(peer.takeOne(GetBlockTransactions.class).hash()).isEqualTo(next.hash());
  }

  @Test
  void isForgottenWhenItComesByAnotherWayOnASideBranch() {
    knowAllBut(2);
    announce(peer, block);
    node.connect(fixture.mine(fixture.genesis()), block);
    assertThat(node.isTip(block)).isFalse();
    node.pass(2 * TIMEOUT_MILLIS);
    assertThat(node.sync.fetches).isEmpty();
  }

  @Test
  void isRebuiltOnceWhenSeveralSendIt() {
    knowAllBut(2);
    TestPeer other = openAsked();
    node.intake.delayMillis = 500;
    announce(peer, block);
    announce(other, block);
    node.receive(other, new BlockTransactions(block.hash(), at(2)));
    node.receive(peer, new BlockTransactions(block.hash(), at(2)));
    TestPeer third = openAsked();
    announce(third, block);
    assertThat(third.sent()).as("it is being judged").isEmpty();
    node.pass(500);
    assertThat(node.isTip(block)).isTrue();
    assertThat(node.intake.blocks).hasSize(1);
    assertThat(peer.charges).isEmpty();
    assertThat(other.charges).isEmpty();
    assertThat(node.sync.fetches).isEmpty();
  }

  @Test
  void ofAnUnknownParentIsForTheSync() {
    Block child = fixture.mine(block.hash());
    announce(peer, child);
    assertThat(node.sync.announced).containsExactly(child.hash());
    assertThat(peer.sent()).isEmpty();
    assertThat(peer.charges).isEmpty();
  }

  @Test
  void withoutWorkIsKeptByNobody() {
    BlockHeader right = block.header();
    BlockHeader wrong = right;
    while (wrong.bits().target().isMetBy(wrong.hash())) {
      wrong = wrong.withNonce(wrong.nonce() + 1);
    }
    CompactBlock compact = ShortIds.announcement(block, 7);
    node.receive(peer, new CompactBlock(wrong, 7, compact.coinbase(), compact.shortIds()));
    assertThat(peer.charges).containsExactly(Misbehaviour.INVALID_HEADER);
    assertThat(peer.sent()).isEmpty();
    assertThat(node.sync.announced).isEmpty();
    assertThat(node.chain.headersHeld()).isEqualTo(1);
  }

  @Test
  void thatBreaksARuleIsHeldAgainstItsSender() {
    Block invalid =
        fixture
            .on(fixture.genesis())
            .withUnchecked(fixture.transfer(0, 1, 5, 3, 1)) // a sequence that is not next
            .mine();
    announce(peer, invalid);
    node.receive(peer, new BlockTransactions(invalid.hash(), invalid.transactions()));
    node.pass(0);
    assertThat(peer.charges).containsExactly(Misbehaviour.INVALID_BLOCK);
    assertThat(node.sync.fetches).isEmpty();
    assertThat(node.chain.tip().height().value()).isZero();
  }

  @Test
  void belowTheTipIsNotRebuilt() {
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 2);
    branch.forEach(node::connect);
    peer.take(HeaderAnnouncement.class);
    announce(peer, block);
    assertThat(peer.sent()).isEmpty();
    assertThat(node.sync.fetches).isEmpty();
    assertThat(node.sync.announced).containsExactly(block.hash());
  }

  @Test
  void isNotRebuiltFarFromTheTip() {
    node.sync.isNearTip = false;
    announce(peer, block);
    assertThat(peer.sent()).isEmpty();
    assertThat(node.sync.announced).containsExactly(block.hash());
  }

  @Test
  void isFetchedWholeWhileAnotherOneOfTheSamePeerIsRebuilt() {
    Block sibling = fixture.on(fixture.genesis()).with(at(1).toArray(new Transaction[0])).mine();
    announce(peer, block);
    announce(peer, sibling);
    assertThat(peer.takeOne(GetBlockTransactions.class).hash()).isEqualTo(block.hash());
    assertFetched(sibling, peer);
  }

  /** So many peers, each of which was the first with a block, so that it may send compact ones. */
  private List<TestPeer> openFirsts(int count, boolean isOutbound) {
    List<TestPeer> firsts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TestPeer first = node.open(isOutbound);
      Block next = fixture.mine(node.chain.tip().hash());
      node.blocks.onShown(first, next.hash());
      node.connect(next);
      firsts.add(first);
    }
    firsts.forEach(each -> each.take(HeaderAnnouncement.class));
    return firsts;
  }

  /** A block on the tip with one transaction that is not in the mempool. */
  private Block onTip(int number) {
    return fixture
        .on(node.chain.tip().hash())
        .with(fixture.transfer(node.chain.tip().hash(), number % 6, 7, 5 + number))
        .mine();
  }

  @Test
  void isAskedOfAFewPeersOnly() {
    List<TestPeer> many = openFirsts(6, true);
    Block next = onTip(0);
    many.forEach(each -> announce(each, next));
    long asked =
        many.stream().filter(each -> !each.take(GetBlockTransactions.class).isEmpty()).count();
    assertThat(asked).isEqualTo(NetLimits.DEFAULT.compactBlockPeers());
    assertThat(node.sync.fetches).isEmpty();
    assertThat(node.sync.announced).hasSize(6);
  }

  @Test
  void isAlwaysAskedOfOneThatWeDialled() {
    List<TestPeer> strangers = openFirsts(4, false);
    TestPeer dialled = openFirsts(1, true).get(0);
    Block next = onTip(0);
    strangers.forEach(each -> announce(each, next));
    long asked =
        strangers.stream().filter(each -> !each.take(GetBlockTransactions.class).isEmpty()).count();
    assertThat(asked).isEqualTo(NetLimits.DEFAULT.compactBlockPeers() - 1);
    announce(dialled, next);
    dialled.takeOne(GetBlockTransactions.class);
  }

  @Test
  void isNotAskedOfAPeerThatOwesAnswers() {
    for (int i = 0; i < 3; i++) {
      Block sibling = fixture.on(fixture.genesis()).with(fixture.transfer(i, 7, 3, 0, 1)).mine();
      announce(peer, sibling);
      node.pass(TIMEOUT_MILLIS + GossipNode.TICK_MILLIS);
    }
    assertThat(peer.take(GetBlockTransactions.class)).hasSize(2);
    assertThat(node.sync.fetches).hasSize(3);
    assertThat(peer.charges).isEmpty();
  }

  @Test
  void transactionsThatNobodyAskedForAreCharged() {
    node.receive(peer, new BlockTransactions(block.hash(), at(1)));
    assertThat(peer.charges).containsExactly(Misbehaviour.UNREQUESTED);
  }

  @Test
  void isFetchedWholeWhenTooManyAreRebuilt() {
    int most = NetLimits.DEFAULT.compactBlocksInFlight();
    List<TestPeer> many = openFirsts(most + 2, true);
    int asked = 0;
    for (int i = 0; i < many.size(); i++) {
      announce(many.get(i), onTip(i));
      asked += many.get(i).take(GetBlockTransactions.class).size();
    }
    assertThat(asked).isEqualTo(most);
    assertThat(node.sync.fetches).hasSize(2);
  }
}
