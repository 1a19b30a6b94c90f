package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.block.Block;
import dev.cairn.core.value.BlockHash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reorganisations of hundreds and thousands of blocks, as a private chain brings them. */
class LongReorganisationTest {

  private final ChainFixture fixture = new ChainFixture();

  private List<Block> branch(int blocks, int to) {
    List<Block> branch = new ArrayList<>();
    BlockHash tip = fixture.genesis();
    for (int i = 0; i < blocks; i++) {
      Block block =
          i % 10 == 0
              ? fixture.on(tip).with(fixture.transfer(tip, i / 10 % 8, to, 1_000 + i)).mine()
              : fixture.on(tip).to(ChainFixture.key(i % 20)).mine();
      branch.add(block);
      tip = block.hash();
    }
    return branch;
  }

  @Test
  void thousandBlocksAreReplacedAndTheStateIsThatOfAFreshReplay() {
    int length = Seeds.rounds(1_000, 5_000);
    List<Block> open = branch(length, 20);
    List<Block> hidden = branch(length + 1, 21);
    InMemoryChainStore store = new InMemoryChainStore();
    Chain chain = fixture.chain(store, ChainLimits.DEFAULT);
    ListenerLog log = new ListenerLog(chain);
    submit(chain, open);
    submit(chain, hidden);
    assertThat(chain.tip().hash()).isEqualTo(hidden.get(length).hash());
    assertThat(log.disconnectedPerTip).endsWith(length);
    assertThat(log.disconnectedPerTip).filteredOn(blocks -> blocks > 0).hasSize(1);
    log.assertComplete();
    Replay.assertSameAs(chain);
    assertThat(chain.headersHeld()).isEqualTo(1 + 2 * length + 1);
    assertThat(chain.waitingBytes()).isZero();
    Chain reopened = fixture.chain(store, ChainLimits.DEFAULT);
    assertThat(reopened.tip().state().digest()).isEqualTo(chain.tip().state().digest());
  }

  @Test
  void releasedPrivateChainIsToldAsDeep() {
    int deep = ChainLimits.DEEP_REORGANISATION_BLOCKS;
    List<Block> open = branch(deep + 1, 20);
    List<Block> hidden = branch(deep + 2, 21);
    Chain chain = fixture.chain();
    ListenerLog log = new ListenerLog(chain);
    submit(chain, open);
    for (int i = hidden.size() - 1; i >= 0; i--) {
      chain.submitBlock(hidden.get(i), new Origin("miner"), LATER);
    }
    assertThat(chain.tip().hash()).isEqualTo(hidden.get(deep + 1).hash());
    assertThat(log.disconnectedPerTip).last().isEqualTo(deep + 1);
    log.assertComplete();
    Replay.assertSameAs(chain);
  }

  @Test
  void invalidEndOfALongBranchLeavesTheTip() {
    List<Block> open = branch(300, 20);
    List<Block> hidden = branch(300, 21);
    Block wrong =
        fixture
            .on(hidden.get(299).hash())
            .withUnchecked(fixture.transfer(0, 1, 1, 1L << 40, 1))
            .mine();
    Chain chain = fixture.chain();
    ListenerLog log = new ListenerLog(chain);
    submit(chain, open);
    Tip before = chain.tip();
    submit(chain, hidden);
    Verdicts.assertRejected(submit(chain, wrong), "SEQUENCE_MISMATCH");
    assertThat(chain.tip()).isSameAs(before);
    assertThat(log.condemned).hasSize(1);
    log.assertComplete();
  }
}
