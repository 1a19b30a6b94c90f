package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.TestBlock;
import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.chain.InMemoryChainStore;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChainStepTest {

  private static final NetworkParameters NETWORK = NetworkParameters.dev();

  private final InMemoryChainStore store = new InMemoryChainStore();
  private final Chain chain =
      Chain.open(
          NETWORK,
          Applications.standard(),
          store,
          SignatureChecks.onCallersThread(new SignatureCache(16, 1)),
          ChainLimits.DEFAULT);

  private BlockHash mine() {
    Block block = TestBlock.onTip(chain).seal();
    chain.submitBlock(block, Timestamp.MAX);
    return block.hash();
  }

  private List<BlockHash> mine(int blocks) {
    List<BlockHash> hashes = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      hashes.add(mine());
    }
    return hashes;
  }

  /** A branch of its own from the genesis on. */
  private List<BlockHash> branch(int blocks) {
    Chain other = Chain.inMemory(NETWORK, Applications.standard());
    List<BlockHash> hashes = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      TestBlock draft = TestBlock.onTip(other);
      draft.message = Bytes.of((byte) 7);
      Block block = draft.seal();
      other.submitBlock(block, Timestamp.MAX);
      chain.submitBlock(block, Timestamp.MAX);
      hashes.add(block.hash());
    }
    return hashes;
  }

  private static List<BlockHash> hashes(ChainStep step) {
    return ((ChainStep.Forward) step).blocks().stream().map(ChainedHeader::hash).toList();
  }

  @Test
  void saysNothingAtTheTip() {
    assertThat(ChainStep.after(NETWORK.genesis().hash(), store, 10))
        .isEqualTo(new ChainStep.Nothing());
    BlockHash tip = mine();
    assertThat(ChainStep.after(tip, store, 10)).isEqualTo(new ChainStep.Nothing());
  }

  @Test
  void goesForwardInSteps() {
    List<BlockHash> mined = mine(5);
    ChainStep first = ChainStep.after(NETWORK.genesis().hash(), store, 2);
    assertThat(hashes(first)).isEqualTo(mined.subList(0, 2));
    assertThat(hashes(ChainStep.after(mined.get(1), store, 10))).isEqualTo(mined.subList(2, 5));
  }

  @Test
  void goesBackToTheCommonAncestor() {
    List<BlockHash> old = mine(2);
    List<BlockHash> better = branch(3);
    ChainStep.Back back = (ChainStep.Back) ChainStep.after(old.get(1), store, 10);
    assertThat(back.from()).isEqualTo(old.get(1));
    assertThat(back.to()).isEqualTo(better.get(2));
    assertThat(back.commonAncestor().height()).isEqualTo(Height.GENESIS);
    assertThat(back.disconnectedCount()).isEqualTo(2);
    assertThat(back.disconnected()).containsExactly(old.get(1), old.get(0));
    assertThat(back.connected()).isEqualTo(better);
    assertThat(hashes(ChainStep.after(back.commonAncestor().hash(), store, 10))).isEqualTo(better);
  }

  @Test
  void listsNoMoreThanTheLimitOfALongReorganisation() {
    List<BlockHash> old = mine(ChainStep.LISTED_MAX + 1);
    branch(ChainStep.LISTED_MAX + 2);
    ChainStep.Back back =
        (ChainStep.Back) ChainStep.after(old.get(ChainStep.LISTED_MAX), store, 10);
    assertThat(back.disconnectedCount()).isEqualTo(ChainStep.LISTED_MAX + 1);
    assertThat(back.disconnected()).hasSize(ChainStep.LISTED_MAX);
    assertThat(back.connected()).hasSize(ChainStep.LISTED_MAX);
    assertThat(back.to()).isEqualTo(chain.tip().hash());
  }

  @Test
  void sendsAClientOfAnUnknownBlockAway() {
    mine();
    assertThat(ChainStep.after(BlockHash.ZERO, store, 10)).isEqualTo(new ChainStep.Lost());
  }
}
