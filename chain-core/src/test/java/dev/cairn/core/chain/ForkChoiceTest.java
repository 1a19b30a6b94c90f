package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.value.BlockHash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which complete block is the tip (docs/consensus.md, section 10.1). */
class ForkChoiceTest {

  private final ChainFixture fixture = new ChainFixture();

  @Test
  void emptyChainStandsAtTheGenesis() {
    Chain chain = fixture.chain();
    assertThat(chain.tip().hash()).isEqualTo(fixture.genesis());
    assertThat(chain.tip().state().digest())
        .isEqualTo(fixture.at(fixture.genesis()).state().digest());
    assertThat(chain.submitHeader(chain.network().genesis(), Origin.LOCAL, LATER))
        .isEqualTo(Verdicts.KNOWN);
  }

  @Test
  void branchWithMostWorkWins() {
    Chain chain = fixture.chain();
    List<Block> shorter = fixture.mineBranch(fixture.genesis(), 3);
    List<Block> longer = fixture.mineBranch(shorter.get(0).hash(), 3);
    assertThat(submit(chain, shorter)).isEqualTo(Verdicts.ACTIVE);
    assertThat(submit(chain, longer.subList(0, 2))).isEqualTo(Verdicts.SIDE_BRANCH);
    assertThat(chain.tip().hash()).isEqualTo(shorter.get(2).hash());
    assertThat(submit(chain, longer.get(2))).isEqualTo(Verdicts.ACTIVE);
    assertThat(chain.tip().hash()).isEqualTo(longer.get(2).hash());
    Replay.assertSameAs(chain);
  }

  @Test
  void workCountsAndNotLength() {
    ChainFixture adjusting =
        new ChainFixture(
            ChainFixture.networkWithDifficulty().build(), new ChainFixture().applications());
    List<Block> fast = new ArrayList<>();
    List<Block> slow = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      fast.add(adjusting.on(hashOf(adjusting, fast)).secondsAfterParent(0).mine());
    }
    for (int i = 0; i < 40; i++) {
      slow.add(adjusting.on(hashOf(adjusting, slow)).secondsAfterParent(60).mine());
    }
    Chain chain = adjusting.chain();
    submit(chain, slow);
    submit(chain, fast);
    assertThat(chain.tip().height().value()).isEqualTo(30);
    assertThat(chain.tip().hash()).isEqualTo(fast.get(29).hash());
    Replay.assertSameAs(chain);
  }

  private static BlockHash hashOf(ChainFixture on, List<Block> blocks) {
    return blocks.isEmpty() ? on.genesis() : blocks.get(blocks.size() - 1).hash();
  }

  @Test
  void firstCompleteOfEqualsWinsInEveryOrderOfArrival() {
    List<Block> equals = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      equals.add(fixture.mine(fixture.genesis()));
    }
    Block next = fixture.mine(equals.get(3).hash());
    for (List<Block> order : permutations(equals)) {
      Chain chain = fixture.chain();
      for (Block block : order) {
        submit(chain, block);
        assertThat(chain.tip().hash()).isEqualTo(order.get(0).hash());
      }
      submit(chain, next);
      assertThat(chain.tip().hash()).isEqualTo(next.hash());
    }
  }

  @Test
  void fiveNodesWithFiveTipsConvergeAfterTheNextBlock() {
    List<Block> equals = new ArrayList<>();
    List<Chain> nodes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      List<Block> branch = fixture.mineBranch(fixture.genesis(), 2);
      equals.addAll(branch);
      nodes.add(fixture.chain());
      submit(nodes.get(i), branch);
    }
    nodes.forEach(node -> submit(node, equals));
    assertThat(nodes.stream().map(node -> node.tip().hash()).distinct()).hasSize(5);
    Block next = fixture.mine(nodes.get(2).tip().hash());
    nodes.forEach(node -> submit(node, next));
    for (Chain node : nodes) {
      assertThat(node.tip().hash()).isEqualTo(next.hash());
      assertThat(node.tip().state().digest()).isEqualTo(fixture.at(next.hash()).state().digest());
    }
  }

  @Test
  void orderOfBodiesCountsAndNotOfHeaders() {
    Chain chain = fixture.chain();
    Block headerFirst = fixture.mine(fixture.genesis());
    Block bodyFirst = fixture.mine(fixture.genesis());
    chain.submitHeader(headerFirst.header(), Origin.LOCAL, LATER);
    chain.submitHeader(bodyFirst.header(), Origin.LOCAL, LATER);
    submit(chain, bodyFirst, headerFirst);
    assertThat(chain.tip().hash()).isEqualTo(bodyFirst.hash());
  }

  @Test
  void orderOfCompletionCountsAndNotOfTheLastBody() {
    Chain chain = fixture.chain();
    List<Block> early = fixture.mineBranch(fixture.genesis(), 2);
    List<Block> late = fixture.mineBranch(fixture.genesis(), 2);
    chain.submitHeader(early.get(0).header(), Origin.LOCAL, LATER);
    assertThat(submit(chain, early.get(1))).isEqualTo(Verdicts.WAITING_FOR_ANCESTOR);
    submit(chain, late);
    assertThat(submit(chain, early.get(0))).isEqualTo(Verdicts.SIDE_BRANCH);
    assertThat(chain.tip().hash()).isEqualTo(late.get(1).hash());
  }

  @Test
  void childrenOfOneParentAreCompleteInTheOrderOfTheirBodies() {
    Block parent = fixture.mine(fixture.genesis());
    List<Block> children = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      children.add(fixture.mine(parent.hash()));
    }
    for (List<Block> order : permutations(children)) {
      Chain chain = fixture.chain();
      chain.submitHeader(parent.header(), Origin.LOCAL, LATER);
      children.forEach(child -> chain.submitHeader(child.header(), Origin.LOCAL, LATER));
      submit(chain, order);
      assertThat(chain.tip().hash()).isEqualTo(fixture.genesis());
      submit(chain, parent);
      assertThat(chain.tip().hash()).isEqualTo(order.get(0).hash());
    }
  }

  @Test
  void choiceAndNumbersStayAfterReopening() {
    InMemoryChainStore store = new InMemoryChainStore();
    Block first = fixture.mine(fixture.genesis());
    Block second = fixture.mine(fixture.genesis());
    Block third = fixture.mine(fixture.genesis());
    submit(fixture.chain(store, ChainLimits.DEFAULT), second, third);
    Chain reopened = fixture.chain(store, ChainLimits.DEFAULT);
    assertThat(reopened.tip().hash()).isEqualTo(second.hash());
    assertThat(submit(reopened, first)).isEqualTo(Verdicts.SIDE_BRANCH);
    assertThat(reopened.tip().hash()).isEqualTo(second.hash());
    assertThat(List.of(second, third, first))
        .extracting(block -> store.header(block.hash()).orElseThrow().order())
        .containsExactly(1L, 2L, 3L);
    Block onThird = fixture.mine(third.hash());
    assertThat(submit(fixture.chain(store, ChainLimits.DEFAULT), onThird))
        .isEqualTo(Verdicts.ACTIVE);
    assertThat(store.tip()).contains(onThird.hash());
  }

  @Test
  void incompleteBranchGoesOnWhereItWasAfterReopening() {
    InMemoryChainStore store = new InMemoryChainStore();
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 4);
    Chain chain = fixture.chain(store, ChainLimits.DEFAULT);
    branch.forEach(block -> chain.submitHeader(block.header(), Origin.LOCAL, LATER));
    submit(chain, branch.get(0), branch.get(3), branch.get(1));
    Chain reopened = fixture.chain(store, ChainLimits.DEFAULT);
    assertThat(reopened.tip().hash()).isEqualTo(branch.get(1).hash());
    submit(reopened, branch.get(2));
    assertThat(reopened.tip().hash()).isEqualTo(branch.get(3).hash());
    Replay.assertSameAs(reopened);
  }

  private static List<List<Block>> permutations(List<Block> blocks) {
    if (blocks.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Block>> all = new ArrayList<>();
    for (Block first : blocks) {
      List<Block> others = new ArrayList<>(blocks);
      others.remove(first);
      for (List<Block> rest : permutations(others)) {
        List<Block> order = new ArrayList<>(List.of(first));
        order.addAll(rest);
        all.add(order);
      }
    }
    return all;
  }
}
