package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Headers and bodies that come apart and out of order (docs/consensus.md, section 10.1). */
class BodyOrderTest {

  private final ChainFixture fixture = new ChainFixture();
  private final Chain chain = fixture.chain();
  private final ListenerLog log = new ListenerLog(chain);

  private Verdict header(Block block) {
    return chain.submitHeader(block.header(), Origin.LOCAL, LATER);
  }

  @Test
  void headersFirstAndThenBodiesInOrder() {
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 10);
    for (Block block : branch) {
      assertThat(header(block)).isEqualTo(Verdicts.HEADER_ONLY);
    }
    assertThat(chain.tip().hash()).isEqualTo(fixture.genesis());
    for (Block block : branch) {
      assertThat(chain.block(block.hash())).isEmpty();
      assertThat(submit(chain, block)).isEqualTo(Verdicts.ACTIVE);
      assertThat(chain.block(block.hash())).contains(block);
    }
    log.assertComplete();
    Replay.assertSameAs(chain);
  }

  @Test
  void lastMissingBodyCompletesManyBlocks() {
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 50);
    branch.forEach(this::header);
    for (Block block : branch.subList(1, 50)) {
      assertThat(submit(chain, block)).isEqualTo(Verdicts.WAITING_FOR_ANCESTOR);
    }
    assertThat(chain.tip().hash()).isEqualTo(fixture.genesis());
    assertThat(submit(chain, branch.get(0))).isEqualTo(Verdicts.ACTIVE);
    assertThat(chain.tip().hash()).isEqualTo(branch.get(49).hash());
    log.assertComplete();
    Replay.assertSameAs(chain);
  }

  @Test
  void wholeBranchComesInReverse() {
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 30);
    for (int i = 29; i > 0; i--) {
      assertThat(submit(chain, branch.get(i)))
          .isEqualTo(
              Verdict.deferred(new Verdict.MissingParent(branch.get(i).header().previous())));
    }
    assertThat(submit(chain, branch.get(0))).isEqualTo(Verdicts.ACTIVE);
    assertThat(chain.tip().hash()).isEqualTo(branch.get(29).hash());
    assertThat(chain.waitingBytes()).isZero();
    assertThat(log.late).hasSize(29);
    log.assertComplete();
  }

  @Test
  void sideBranchIsCompletedByTheBodyAboveTheFork() {
    List<Block> active = fixture.mineBranch(fixture.genesis(), 5);
    List<Block> better = fixture.mineBranch(active.get(1).hash(), 4);
    submit(chain, active);
    better.forEach(this::header);
    submit(chain, better.subList(1, 4));
    assertThat(chain.tip().hash()).isEqualTo(active.get(4).hash());
    assertThat(submit(chain, better.get(0))).isEqualTo(Verdicts.ACTIVE);
    assertThat(chain.tip().hash()).isEqualTo(better.get(3).hash());
    assertThat(log.disconnectedPerTip).containsExactly(0, 0, 0, 0, 0, 3);
    log.assertComplete();
    Replay.assertSameAs(chain);
  }

  @Test
  void repeatedHeadersAndBodiesChangeNothing() {
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 3);
    submit(chain, branch);
    Tip tip = chain.tip();
    for (Block block : branch) {
      assertThat(header(block)).isEqualTo(Verdicts.KNOWN);
      assertThat(submit(chain, block)).isEqualTo(Verdicts.KNOWN);
    }
    assertThat(chain.tip()).isSameAs(tip);
    assertThat(log.disconnectedPerTip).hasSize(3);
  }

  @Test
  void repeatedHeaderWithoutBodyIsKnownAndItsBodyStillTaken() {
    Block block = fixture.mine(fixture.genesis());
    assertThat(header(block)).isEqualTo(Verdicts.HEADER_ONLY);
    assertThat(header(block)).isEqualTo(Verdicts.KNOWN);
    assertThat(submit(chain, block)).isEqualTo(Verdicts.ACTIVE);
  }

  @Test
  void headerAloneIsNotStored() {
    InMemoryChainStore store = new InMemoryChainStore();
    Block block = fixture.mine(fixture.genesis());
    fixture.chain(store, ChainLimits.DEFAULT).submitHeader(block.header(), Origin.LOCAL, LATER);
    assertThat(store.header(block.hash())).isEmpty();
    Chain reopened = fixture.chain(store, ChainLimits.DEFAULT);
    assertThat(reopened.header(block.hash())).isEmpty();
    assertThat(submit(reopened, block)).isEqualTo(Verdicts.ACTIVE);
  }
}
