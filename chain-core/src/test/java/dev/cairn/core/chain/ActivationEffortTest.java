package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How often blocks are read, applied and undone: the blocks that are mined by {@code calling} and
 * {@code failing} call an application, which counts.
 */
class ActivationEffortTest {

  private static final int LENGTH = 60;
  private static final int ENDS = 20;

  private final ChainFixture fixture =
      new ChainFixture(FragileApplication.network(), new FragileApplication().withStandard());
  private final FragileApplication counting = new FragileApplication();
  private final CountingStore store = new CountingStore();
  private final Chain chain =
      Chain.open(
          fixture.parameters(),
          counting.withStandard(),
          store,
          SignatureChecks.onCallersThread(new SignatureCache(1 << 10, 0)),
          ChainLimits.DEFAULT);
  private final ListenerLog log = new ListenerLog(chain);
  private int applied;

  ActivationEffortTest() {
    counting.onApply = () -> applied++;
  }

  private Block calling(BlockHash parent) {
    return fixture.on(parent).with(call(parent)).mine();
  }

  /** A block whose call is applied, and which is refused after it. */
  private Block failing(BlockHash parent) {
    return fixture
        .on(parent)
        .with(call(parent))
        .withUnchecked(fixture.transfer(1, 2, 1, 1L << 40, 1))
        .mine();
  }

  private Transaction call(BlockHash parent) {
    return FragileApplication.call(
        fixture, 0, fixture.at(parent).account(ChainFixture.key(0)).sequence());
  }

  private List<Block> calling(BlockHash parent, int length) {
    List<Block> blocks = new ArrayList<>();
    BlockHash tip = parent;
    for (int i = 0; i < length; i++) {
      blocks.add(calling(tip));
      tip = blocks.get(i).hash();
    }
    return blocks;
  }

  private static BlockHash tipOf(List<Block> branch) {
    return branch.get(branch.size() - 1).hash();
  }

  /** Submits all headers, and then all bodies but the first, the last of them first. */
  private void submitAllButTheFirstBody(List<Block> blocks) {
    for (Block block : blocks) {
      assertThat(chain.submitHeader(block.header(), Origin.LOCAL, LATER))
          .isEqualTo(Verdicts.HEADER_ONLY);
    }
    List<Block> bodies = new ArrayList<>(blocks.subList(1, blocks.size()));
    Collections.reverse(bodies);
    for (Block body : bodies) {
      assertThat(submit(chain, body)).isEqualTo(Verdicts.WAITING_FOR_ANCESTOR);
    }
    assertThat(applied).isZero();
  }

  private void assertTip(BlockHash tip) {
    assertThat(chain.tip().hash()).isEqualTo(tip);
    assertThat(chain.tip().state().digest()).isEqualTo(fixture.at(tip).state().digest());
    log.assertComplete();
  }

  @Test
  void bodiesInReverseOrderAreAppliedOnceEach() {
    chain.removeListener(log);
    List<Block> branch = calling(fixture.genesis(), LENGTH);
    submitAllButTheFirstBody(branch);

    assertThat(submit(chain, branch.get(0))).isEqualTo(Verdicts.ACTIVE);

    assertThat(applied).isEqualTo(LENGTH);
    assertThat(store.bodiesRead).isLessThanOrEqualTo(LENGTH);
    assertThat(store.undoDataRead).isZero();
    assertThat(store.headersWritten)
        .as("the genesis; each when a descendant's body came, with its own, and complete")
        .isLessThanOrEqualTo(1 + 3 * LENGTH);
    assertThat(chain.tip().hash()).isEqualTo(tipOf(branch));
  }

  @Test
  void betterBranchInReverseOrderIsAppliedOnceAndTheOldOneUndoneOnce() {
    submit(chain, fixture.mineBranch(fixture.genesis(), LENGTH));
    List<Block> better = calling(fixture.genesis(), LENGTH + 3);
    submitAllButTheFirstBody(better);
    chain.removeListener(log);
    store.bodiesRead = 0;
    store.undoDataRead = 0;

    assertThat(submit(chain, better.get(0))).isEqualTo(Verdicts.ACTIVE);

    assertThat(applied).isEqualTo(LENGTH + 3);
    assertThat(store.undoDataRead).isEqualTo(LENGTH);
    assertThat(store.bodiesRead).isLessThanOrEqualTo(LENGTH + LENGTH + 3);
    assertThat(chain.tip().hash()).isEqualTo(tipOf(better));
  }

  @Test
  void manyInvalidEndsOfOneBranchCostTheBranchOnce() {
    List<Block> active = fixture.mineBranch(fixture.genesis(), LENGTH);
    submit(chain, active);
    List<Block> blocks = calling(fixture.genesis(), LENGTH);
    BlockHash fork = tipOf(blocks);
    List<Block> ends = new ArrayList<>();
    for (int i = 0; i < ENDS; i++) {
      ends.add(failing(fork));
    }
    blocks.addAll(ends);
    blocks.addAll(calling(ends.get(ENDS / 2).hash(), 5));
    submitAllButTheFirstBody(blocks);
    store.undoDataRead = 0;

    assertThat(submit(chain, blocks.get(0))).isEqualTo(Verdicts.SIDE_BRANCH);

    assertThat(applied).isEqualTo(LENGTH + ENDS);
    assertThat(store.undoDataRead).isEqualTo(LENGTH);
    assertThat(log.condemned)
        .containsOnlyKeys(ends.stream().map(Block::hash).toArray(BlockHash[]::new));
    assertTip(tipOf(active));
  }

  @Test
  void condemnedEndCostsNothingWhenItIsOfferedAgainOrBuiltUpon() {
    submit(chain, fixture.mineBranch(fixture.genesis(), LENGTH));
    List<Block> side = calling(fixture.genesis(), LENGTH);
    Block end = failing(tipOf(side));
    submit(chain, side);
    Verdicts.assertRejected(submit(chain, end), "SEQUENCE_MISMATCH");
    assertThat(applied).isEqualTo(LENGTH + 1);
    store.undoDataRead = 0;
    store.bodiesRead = 0;

    for (int i = 0; i < 5; i++) {
      Verdicts.assertRejected(submit(chain, end), "SEQUENCE_MISMATCH");
    }
    for (Block more : calling(end.hash(), 5)) {
      Verdicts.assertRejected(submit(chain, more), "PARENT_INVALID");
    }

    assertThat(applied).isEqualTo(LENGTH + 1);
    assertThat(store.undoDataRead).isZero();
    assertThat(store.bodiesRead).isZero();
  }

  @Test
  void validEndIsAppliedOnWhatWasAppliedForTheInvalidOnes() {
    submit(chain, fixture.mineBranch(fixture.genesis(), LENGTH));
    List<Block> blocks = calling(fixture.genesis(), LENGTH);
    BlockHash fork = tipOf(blocks);
    List<Block> invalid = List.of(failing(fork), failing(fork));
    Block valid = calling(fork);
    blocks.addAll(invalid);
    blocks.add(valid);
    for (Block end : invalid) { // so that they are tried before the valid one
      blocks.addAll(calling(end.hash(), 1));
    }
    submitAllButTheFirstBody(blocks);

    assertThat(submit(chain, blocks.get(0))).isEqualTo(Verdicts.ACTIVE);

    assertThat(applied).isEqualTo(LENGTH + invalid.size() + 1);
    assertTip(valid.hash());
    assertThat(log.condemned).hasSize(2);
    assertThat(log.disconnectedPerTip).last().isEqualTo(LENGTH);
    Replay.assertSameAs(chain);
  }

  @Test
  void branchThatPartsBelowAFailureIsAppliedFromItsOwnFork() {
    submit(chain, fixture.mineBranch(fixture.genesis(), LENGTH));
    List<Block> blocks = calling(fixture.genesis(), LENGTH);
    Block invalid = failing(tipOf(blocks));
    List<Block> other = calling(blocks.get(LENGTH / 2 - 1).hash(), LENGTH / 2 + 1);
    blocks.add(invalid);
    blocks.addAll(calling(invalid.hash(), 3));
    blocks.addAll(other);
    submitAllButTheFirstBody(blocks);

    assertThat(submit(chain, blocks.get(0))).isEqualTo(Verdicts.ACTIVE);

    assertThat(applied).isEqualTo(LENGTH + 1 + LENGTH + 1);
    assertTip(tipOf(other));
    assertThat(log.condemned).containsOnlyKeys(invalid.hash());
    Replay.assertSameAs(chain);
  }

  @Test
  void invalidBlockOnTheTipLeavesNothingForTheNextCandidate() {
    Block parent = calling(fixture.genesis());
    Block invalid = failing(parent.hash());
    Block valid = calling(parent.hash());
    submitAllButTheFirstBody(List.of(parent, invalid, calling(invalid.hash()), valid));

    assertThat(submit(chain, parent)).isEqualTo(Verdicts.ACTIVE);

    assertThat(applied).isEqualTo(3);
    assertTip(valid.hash());
    assertThat(log.condemned).containsOnlyKeys(invalid.hash());
    Replay.assertSameAs(chain);
  }
}
