package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.value.Height;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How deep a fork may begin, and what is let go of below (docs/consensus.md, section 10.3). */
class UndoLimitTest {

  private static final int UNDO = 5;
  private static final ChainLimits LIMITS =
      new ChainLimits(UNDO, 1_000, 1L << 30, 1_000, 1 << 20, 1 << 20);
  private static final Verdict TOO_DEEP = Verdicts.limit(LocalLimit.FORK_TOO_DEEP);

  private final ChainFixture fixture = new ChainFixture();
  private final InMemoryChainStore store = new InMemoryChainStore();
  private final Chain chain = fixture.chain(store, LIMITS);
  private final List<Block> active = fixture.mineBranch(fixture.genesis(), 20);

  private Block at(int height) {
    return active.get(height - 1);
  }

  private Verdict headerOn(Chain on, int height) {
    return on.submitHeader(fixture.mine(at(height).hash()).header(), Origin.LOCAL, LATER);
  }

  private void assertForksAreBounded(Chain on) {
    assertThat(headerOn(on, 20 - UNDO + 1)).isEqualTo(Verdicts.HEADER_ONLY);
    assertThat(headerOn(on, 20 - UNDO)).isEqualTo(Verdicts.HEADER_ONLY);
    assertThat(headerOn(on, 20 - UNDO - 1)).isEqualTo(TOO_DEEP);
    assertThat(headerOn(on, 1)).isEqualTo(TOO_DEEP);
    Block block = fixture.mine(at(20 - UNDO - 1).hash());
    assertThat(submit(on, block)).isEqualTo(TOO_DEEP);
    assertThat(on.condemnation(block.hash())).isEmpty();
    assertThat(on.waitingBytes()).isZero();
  }

  @Test
  void forkAtTheBoundIsTakenAndOneBelowIsTooDeep() {
    submit(chain, active);
    assertForksAreBounded(chain);
    assertForksAreBounded(fixture.chain(store, LIMITS));
  }

  @Test
  void deepestForkThatIsTakenCanWin() {
    submit(chain, active);
    ListenerLog log = new ListenerLog(chain);
    submit(chain, fixture.mineBranch(at(20 - UNDO).hash(), UNDO + 1));
    assertThat(log.disconnectedPerTip).containsExactly(UNDO);
    assertThat(chain.tip().height().value()).isEqualTo(21);
    log.assertComplete();
    Replay.assertSameAs(chain);
  }

  @Test
  void deepestForkCanWinAfterReopening() {
    submit(chain, active);
    Chain reopened = fixture.chain(store, LIMITS);
    submit(reopened, fixture.mineBranch(at(20 - UNDO).hash(), UNDO + 1));
    assertThat(reopened.tip().height().value()).isEqualTo(21);
    Replay.assertSameAs(reopened);
  }

  @Test
  void treeHoldsOnlyTheEndOfTheActiveChain() {
    submit(chain, active);
    assertThat(chain.headersHeld()).isEqualTo(UNDO + 1);
    assertThat(fixture.chain(store, LIMITS).headersHeld()).isEqualTo(UNDO + 1);
    assertThat(chain.header(at(1).hash())).isPresent();
    assertThat(chain.isActive(at(1).hash())).isTrue();
    assertThat(submit(chain, at(1))).isEqualTo(Verdicts.KNOWN);
    assertThat(chain.block(at(1).hash())).contains(at(1));
  }

  /** Undo data of what was pruned goes with the next block, so one more than the bound may stay. */
  private void assertUndoIsBounded(Chain on) {
    long tip = on.tip().height().value();
    for (long height = 1; height <= tip; height++) {
      boolean needed = height > tip - UNDO;
      if (needed || height < tip - UNDO) {
        assertThat(store.undo(on.hashAt(new Height(height)).orElseThrow()).isPresent())
            .as("undo data at height " + height + " of " + tip)
            .isEqualTo(needed);
      }
    }
  }

  @Test
  void undoDataBelowTheBoundIsRemoved() {
    for (Block block : active) {
      submit(chain, block);
      assertUndoIsBounded(chain);
    }
    Chain reopened = fixture.chain(store, LIMITS);
    assertUndoIsBounded(reopened);
    submit(reopened, fixture.mineBranch(at(20).hash(), 7));
    assertUndoIsBounded(reopened);
  }

  @Test
  void undoDataOfAReplacedBranchIsRemovedWithIt() {
    submit(chain, active);
    List<Block> winner = fixture.mineBranch(at(16).hash(), 5);
    submit(chain, winner);
    submit(chain, fixture.mineBranch(winner.get(4).hash(), UNDO + 1));
    submit(chain, fixture.mine(chain.tip().hash()));
    assertUndoIsBounded(chain);
    for (int height = 17; height <= 20; height++) {
      assertThat(store.undo(at(height).hash())).isEmpty();
      assertThat(store.header(at(height).hash())).isEmpty();
      assertThat(store.block(at(height).hash())).isEmpty();
    }
    Replay.assertSameAs(chain);
  }

  @Test
  void reorganisationAtTheBoundIsToldWithTheBlocksThatItPrunes() {
    ChainLimits one = new ChainLimits(1, 1_000, 1L << 30, 1_000, 1 << 20, 1 << 20);
    Chain shallow = fixture.chain(new InMemoryChainStore(), one);
    ListenerLog log = new ListenerLog(shallow);
    submit(shallow, at(1));
    List<Block> better = fixture.mineBranch(fixture.genesis(), 2);
    submit(shallow, better);
    log.assertComplete();
    submit(shallow, fixture.mineBranch(better.get(0).hash(), 2));
    log.assertComplete();
    assertThat(log.disconnectedPerTip).containsExactly(0, 1, 1);
    Replay.assertSameAs(shallow);
  }

  @Test
  void manyBlocksThatAreCompleteAtOnceAreToldWithTheirBodies() {
    List<Block> old = fixture.mineBranch(fixture.genesis(), 3);
    submit(chain, old);
    ListenerLog log = new ListenerLog(chain);
    for (int i = 19; i >= 0; i--) {
      submit(chain, active.get(i));
    }
    log.assertComplete();
    assertThat(chain.tip().hash()).isEqualTo(at(20).hash());
    assertThat(chain.headersHeld()).isEqualTo(UNDO + 1);
    Replay.assertSameAs(chain);
  }

  @Test
  void nothingStaysInTheStoreWhenManyBlocksWerePrunedBeforeClosing() {
    submit(chain, fixture.mine(fixture.genesis()));
    for (int i = 19; i >= 0; i--) {
      submit(chain, active.get(i));
    }
    Chain reopened = fixture.chain(store, LIMITS);
    submit(reopened, fixture.mine(at(20).hash()));
    assertUndoIsBounded(reopened);
    assertThat(store.headersFrom(Height.GENESIS)).hasSize(22);
  }

  @Test
  void limitMayChangeFromRunToRun() {
    submit(chain, active);
    Chain wider = fixture.chain(store, ChainLimits.DEFAULT);
    assertThat(headerOn(wider, 20 - UNDO)).isEqualTo(Verdicts.HEADER_ONLY);
    List<Block> deep = fixture.mineBranch(at(5).hash(), 17);
    assertThat(submit(wider, deep.get(0))).isEqualTo(TOO_DEEP);
    submit(wider, deep);
    assertThat(wider.tip().hash()).isEqualTo(at(20).hash());
    submit(wider, fixture.mineBranch(at(20).hash(), 20));
    assertThat(wider.headersHeld()).isGreaterThanOrEqualTo(20 + UNDO);
    Replay.assertSameAs(wider);
    ChainLimits narrow = new ChainLimits(2, 1_000, 1L << 30, 1_000, 1 << 20, 1 << 20);
    Chain narrower = fixture.chain(store, narrow);
    assertThat(narrower.headersHeld()).isLessThanOrEqualTo(3);
  }
}
