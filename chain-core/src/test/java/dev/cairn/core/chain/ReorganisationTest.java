package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.ledger.StateOverlay;
import dev.cairn.core.ledger.StateReader;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Moving from one branch to another, and staying when the other one turns out to be invalid. */
class ReorganisationTest {

  private final ChainFixture fixture = new ChainFixture();
  private final InMemoryChainStore store = new InMemoryChainStore();
  private final Chain chain = fixture.chain(store, ChainLimits.DEFAULT);
  private final ListenerLog log = new ListenerLog(chain);

  private BlockHash payments(BlockHash parent, int blocks, int to, List<Block> branch) {
    BlockHash tip = parent;
    for (int i = 0; i < blocks; i++) {
      Block block = fixture.on(tip).with(fixture.transfer(tip, i % 4, to, 1_000 + i)).mine();
      branch.add(block);
      tip = block.hash();
    }
    return tip;
  }

  @Test
  void stateOfTheOldBranchIsGone() {
    List<Block> old = new ArrayList<>();
    List<Block> better = new ArrayList<>();
    payments(fixture.genesis(), 5, 20, old);
    payments(fixture.genesis(), 6, 21, better);
    submit(chain, old);
    assertThat(chain.tip().account(ChainFixture.key(20)).balance()).isNotEqualTo(Amount.ZERO);
    submit(chain, better);
    assertThat(chain.tip().account(ChainFixture.key(20)).balance()).isEqualTo(Amount.ZERO);
    assertThat(chain.tip().account(ChainFixture.key(21)).balance()).isEqualTo(new Amount(6_015));
    assertThat(log.disconnectedPerTip).endsWith(5);
    log.assertComplete();
    Replay.assertSameAs(chain);
  }

  @Test
  void thereAndBackGivesTheFormerState() {
    List<Block> first = new ArrayList<>();
    List<Block> second = new ArrayList<>();
    payments(fixture.genesis(), 3, 20, first);
    payments(fixture.genesis(), 4, 21, second);
    submit(chain, first);
    submit(chain, second);
    List<Block> more = new ArrayList<>();
    BlockHash end = payments(first.get(2).hash(), 2, 22, more);
    submit(chain, more);
    assertThat(chain.tip().hash()).isEqualTo(end);
    assertThat(chain.tip().state().digest()).isEqualTo(fixture.at(end).state().digest());
    assertThat(log.disconnectedPerTip).endsWith(4);
    log.assertComplete();
    Replay.assertSameAs(chain);
  }

  @Test
  void undoDataOfEveryActiveBlockTakesTheStateBack() {
    List<Block> branch = new ArrayList<>();
    payments(fixture.genesis(), 6, 20, branch);
    submit(chain, branch);
    var state = new StateOverlay(chain.tip().state());
    for (int i = 5; i >= 0; i--) {
      state.apply(store.undo(branch.get(i).hash()).orElseThrow());
      BlockHash below = branch.get(i).header().previous();
      assertThat(Replay.entries(state)).isEqualTo(Replay.entries(fixture.at(below).state()));
    }
  }

  @Test
  void invalidLastBlockOfTheBetterBranchLeavesTheTipWhereItWas() {
    List<Block> old = new ArrayList<>();
    List<Block> other = new ArrayList<>();
    payments(fixture.genesis(), 4, 20, old);
    BlockHash fork = payments(old.get(0).hash(), 3, 21, other);
    Block last = fixture.on(fork).withUnchecked(fixture.transfer(0, 1, 1, 99, 1)).mine();
    submit(chain, old);
    submit(chain, other);
    Tip before = chain.tip();
    List<StateReader.Entry> entries = Replay.entries(before.state());
    Verdict verdict = submit(chain, last);
    Verdicts.assertRejected(verdict, "SEQUENCE_MISMATCH");
    assertThat(chain.tip()).isSameAs(before);
    assertThat(Replay.entries(store.state())).isEqualTo(entries);
    assertThat(log.condemned).containsOnlyKeys(last.hash());
    for (Block intermediate : other) {
      assertThat(chain.condemnation(intermediate.hash())).isEmpty();
      assertThat(chain.header(intermediate.hash())).isPresent();
    }
    log.assertComplete();
    assertThat(log.disconnectedPerTip).containsExactly(0, 0, 0, 0);
    Replay.assertSameAs(chain);
    assertThat(submit(chain, fixture.mine(fork))).isEqualTo(Verdicts.ACTIVE);
    Replay.assertSameAs(chain);
  }

  @Test
  void invalidBlockAboveBetterOnesLeavesTheBetterOnes() {
    List<Block> old = fixture.mineBranch(fixture.genesis(), 2);
    List<Block> other = fixture.mineBranch(fixture.genesis(), 4);
    Block last =
        fixture.on(other.get(3).hash()).withUnchecked(fixture.transfer(0, 1, 1, 7, 1)).mine();
    submit(chain, old);
    other.forEach(block -> chain.submitHeader(block.header(), Origin.LOCAL, LATER));
    chain.submitHeader(last.header(), Origin.LOCAL, LATER);
    submit(chain, other.subList(1, 4));
    submit(chain, last);
    assertThat(submit(chain, other.get(0))).isEqualTo(Verdicts.ACTIVE);
    assertThat(chain.tip().hash()).isEqualTo(other.get(3).hash());
    assertThat(chain.condemnation(last.hash()).orElseThrow().reason())
        .isEqualTo(Rule.SEQUENCE_MISMATCH);
    log.assertComplete();
    Replay.assertSameAs(chain);
  }

  @Test
  void nextBestBranchIsChosenWhenTheBestIsInvalid() {
    List<Block> old = fixture.mineBranch(fixture.genesis(), 2);
    List<Block> fair = fixture.mineBranch(fixture.genesis(), 3);
    Block wrong =
        fixture.on(fixture.genesis()).withUnchecked(fixture.transfer(0, 1, 1, 5, 1)).mine();
    List<Block> onWrong = fixture.mineBranch(wrong.hash(), 4);
    submit(chain, old);
    chain.submitHeader(wrong.header(), Origin.LOCAL, LATER);
    submit(chain, onWrong);
    submit(chain, fair);
    Verdicts.assertRejected(submit(chain, wrong), "SEQUENCE_MISMATCH");
    assertThat(chain.tip().hash()).isEqualTo(fair.get(2).hash());
    assertThat(log.condemned).containsOnlyKeys(wrong.hash());
    onWrong.forEach(block -> assertThat(chain.condemnation(block.hash())).isPresent());
    log.assertComplete();
    Replay.assertSameAs(chain);
  }

  @Test
  void blocksThatWereAppliedBelowAnInvalidOneCanStillWin() {
    List<Block> old = fixture.mineBranch(fixture.genesis(), 3);
    List<Block> other = new ArrayList<>();
    BlockHash fork = payments(fixture.genesis(), 3, 21, other);
    Block wrong = fixture.on(fork).withUnchecked(fixture.transfer(0, 1, 1, 50, 1)).mine();
    submit(chain, old);
    submit(chain, other);
    submit(chain, wrong);
    List<Block> right = new ArrayList<>();
    payments(fork, 2, 23, right);
    assertThat(submit(chain, right.get(0))).isEqualTo(Verdicts.ACTIVE);
    submit(chain, right.get(1));
    log.assertComplete();
    Replay.assertSameAs(chain);
    Chain reopened = fixture.chain(store, ChainLimits.DEFAULT);
    submit(reopened, fixture.mineBranch(old.get(2).hash(), 3));
    assertThat(reopened.tip().height().value()).isEqualTo(6);
    Replay.assertSameAs(reopened);
  }
}
