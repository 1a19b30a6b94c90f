package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.chain.ForwardingStore;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import dev.cairn.net.message.BlockTransactions;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetBlockTransactions;
import dev.cairn.net.message.HeaderAnnouncement;
import dev.cairn.net.peer.Misbehaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers to those who rebuild a block of ours. */
class BlockTransactionServerTest {

  private final GossipNode node = new GossipNode();
  private final ChainFixture fixture = node.fixture;
  private final Block block =
      fixture
          .on(fixture.genesis())
          .with(
              IntStream.range(0, 5)
                  .mapToObj(i -> fixture.transfer(i, 6, 10, 0, 1))
                  .toArray(Transaction[]::new))
          .mine();
  private final TestPeer peer = openAfterBlock();

  private TestPeer openAfterBlock() {
    node.connect(block);
    return node.open();
  }

  private void ask(Integer... positions) {
    node.receive(peer, new GetBlockTransactions(block.hash(), List.of(positions)));
  }

  @Test
  void givesWhatWasAskedForInItsOrder() {
    ask(1, 3, 5);
    BlockTransactions answer = peer.takeOne(BlockTransactions.class);
    assertThat(answer.hash()).isEqualTo(block.hash());
    assertThat(answer.transactions())
        .containsExactly(
            block.transactions().get(0), block.transactions().get(2), block.transactions().get(4));
  }

  @Test
  void chargesForPositionsOutsideOfTheBlock() {
    ask(6);
    ask(0, 1);
    ask(-1);
    ask(2, 2);
    ask(3, 2);
    ask();
    assertThat(peer.charges).hasSize(6).containsOnly(Misbehaviour.OVERSIZED_REQUEST);
    assertThat(peer.sent()).isEmpty();
  }

  @Test
  void givesTheWholeBlockWhenItIsOld() {
    List<Block> above = fixture.mineBranch(block.hash(), BlockTransactionServer.RECENT_BLOCKS);
    above.subList(0, BlockTransactionServer.RECENT_BLOCKS - 1).forEach(node::connect);
    peer.take(HeaderAnnouncement.class);
    ask(1);
    peer.takeOne(BlockTransactions.class);
    node.connect(above.get(BlockTransactionServer.RECENT_BLOCKS - 1));
    peer.take(HeaderAnnouncement.class);
    ask(1);
    assertThat(peer.takeOne(FullBlock.class).block()).isEqualTo(block);
  }

  @Test
  void answersForABlockThatHasLeftTheChain() {
    fixture.mineBranch(fixture.genesis(), 2).forEach(node::connect);
    peer.take(HeaderAnnouncement.class);
    ask(2);
    peer.takeOne(BlockTransactions.class);
  }

  @Test
  void saysThatABlockIsNotThere() {
    Block unknown = fixture.mine(block.hash());
    node.receive(peer, new GetBlockTransactions(unknown.hash(), List.of(1)));
    assertThat(peer.takeOne(BlocksNotFound.class).hashes()).containsExactly(unknown.hash());
    assertThat(peer.charges).isEmpty();
  }

  @Test
  void readsABlockOnceForAllWhoAskWhileTwoAreAskedFor() {
    List<BlockHash> reads = new ArrayList<>();
    Chain chain =
        fixture.chain(
            new ForwardingStore() {
              @Override
              public Optional<Block> block(BlockHash hash) {
                reads.add(hash);
                return super.block(hash);
              }
            },
            ChainLimits.DEFAULT);
    List<Block> above = fixture.mineBranch(block.hash(), 2);
    ChainFixture.submit(chain, block, above.get(0), above.get(1));
    BlockTransactionServer server = new BlockTransactionServer(chain);
    reads.clear();

    for (int i = 0; i < 5; i++) {
      assertThat(server.block(block.hash())).contains(block);
      assertThat(server.block(above.get(0).hash())).contains(above.get(0));
    }
    assertThat(reads).containsExactly(block.hash(), above.get(0).hash());

    server.block(block.hash());
    server.block(above.get(1).hash()); // takes the place of the one that was asked for longest ago
    server.block(block.hash());
    assertThat(reads).hasSize(3);
    server.block(above.get(0).hash());
    assertThat(reads).hasSize(4);
  }

  @Test
  void waitsForAPeerThatDoesNotRead() {
    node.setWritable(peer, false);
    ask(1);
    ask(2);
    assertThat(peer.sent()).isEmpty();
    node.setWritable(peer, true);
    assertThat(peer.take(BlockTransactions.class))
        .extracting(answer -> answer.transactions().get(0))
        .containsExactly(block.transactions().get(0), block.transactions().get(1));
  }

  @Test
  void chargesForMoreThanAFewRequestsThatWait() {
    node.setWritable(peer, false);
    for (int i = 0; i < BlockTransactionServer.WAITING_MAX; i++) {
      ask(1);
    }
    assertThat(peer.charges).isEmpty();
    ask(1);
    assertThat(peer.charges).containsExactly(Misbehaviour.OVERSIZED_REQUEST);
    node.setWritable(peer, true);
    assertThat(peer.take(BlockTransactions.class)).hasSize(BlockTransactionServer.WAITING_MAX);
  }
}
