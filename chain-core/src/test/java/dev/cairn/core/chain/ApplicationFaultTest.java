package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An exception in an application is no verdict (docs/consensus.md, section 10.2). */
class ApplicationFaultTest {

  private final FragileApplication sound = new FragileApplication();
  private final ChainFixture fixture =
      new ChainFixture(FragileApplication.network(), sound.withStandard());
  private final FragileApplication fragile = new FragileApplication();
  private final InMemoryChainStore store = new InMemoryChainStore();
  private final Chain chain = open(fragile);
  private final ListenerLog log = new ListenerLog(chain);
  private final Block first = fixture.mine(fixture.genesis());
  private final Block second = calling(first.hash());
  private final Block third = fixture.mine(second.hash());

  private Chain open(FragileApplication application) {
    return Chain.open(
        fixture.parameters(),
        application.withStandard(),
        store,
        SignatureChecks.onCallersThread(new SignatureCache(16, 0)),
        ChainLimits.DEFAULT);
  }

  private Block calling(BlockHash parent) {
    return fixture.on(parent).with(FragileApplication.call(fixture, 0, 0)).mine();
  }

  private static void fail() {
    throw new IllegalArgumentException("a bug");
  }

  private static int recurse(int depth) {
    return depth == Integer.MIN_VALUE ? 0 : recurse(depth + 1) + 1;
  }

  private void assertStandsBefore(Block block, Block tip, Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Deferred.class);
    Verdict.Halted halted = chain.halted().orElseThrow();
    assertThat(verdict).isEqualTo(Verdict.deferred(halted));
    assertThat(halted.before()).isEqualTo(block.hash());
    assertThat(halted.detail()).contains("payload type");
    assertThat(chain.tip().hash()).isEqualTo(tip.hash());
    assertThat(chain.tip().state().digest()).isEqualTo(fixture.at(tip.hash()).state().digest());
    assertThat(store.condemned()).isEmpty();
    assertThat(chain.condemnation(block.hash())).isEmpty();
    log.assertComplete();
  }

  private void assertGoesOnWhenMended() {
    Chain mended = open(new FragileApplication());
    assertThat(mended.halted()).isEmpty();
    submit(mended, first, second, third);
    assertThat(mended.tip().hash()).isEqualTo(third.hash());
    assertThat(mended.tip().state().digest()).isEqualTo(fixture.at(third.hash()).state().digest());
    Replay.assertSameAs(mended);
  }

  @Test
  void exceptionInApplyStopsTheChainBeforeTheBlock() {
    fragile.onApply = ApplicationFaultTest::fail;
    submit(chain, first);
    assertStandsBefore(second, first, submit(chain, second));
    assertGoesOnWhenMended();
  }

  @Test
  void exceptionInCheckStopsTheChainBeforeTheBlock() {
    fragile.onCheck = ApplicationFaultTest::fail;
    submit(chain, first);
    assertStandsBefore(second, first, submit(chain, second));
    assertGoesOnWhenMended();
  }

  @Test
  void stackOverflowIsAFaultToo() {
    fragile.onApply = () -> recurse(0);
    submit(chain, first);
    assertStandsBefore(second, first, submit(chain, second));
    assertGoesOnWhenMended();
  }

  @Test
  void failedAssertionIsAFaultToo() {
    fragile.onApply =
        () -> {
          throw new AssertionError("a bug");
        };
    submit(chain, first);
    assertStandsBefore(second, first, submit(chain, second));
  }

  @Test
  void allLaterSubmissionsAreHalted() {
    fragile.onApply = ApplicationFaultTest::fail;
    submit(chain, first);
    Verdict halted = submit(chain, second);
    fragile.onApply = () -> {};
    List<Block> other = fixture.mineBranch(fixture.genesis(), 3);
    for (Block block : other) {
      assertThat(chain.submitHeader(block.header(), Origin.LOCAL, LATER)).isEqualTo(halted);
      assertThat(submit(chain, block)).isEqualTo(halted);
    }
    assertThat(submit(chain, second)).isEqualTo(halted);
    chain.advance(LATER);
    assertThat(chain.tip().hash()).isEqualTo(first.hash());
  }

  @Test
  void blockThatWasKeptIsAppliedOnOpeningWithTheMendedApplication() {
    fragile.onApply = ApplicationFaultTest::fail;
    submit(chain, first, second);
    FragileApplication still = new FragileApplication();
    still.onApply = ApplicationFaultTest::fail;
    Chain again = open(still);
    assertThat(again.halted().orElseThrow().before()).isEqualTo(second.hash());
    assertThat(again.tip().hash()).isEqualTo(first.hash());
    Chain mended = open(new FragileApplication());
    assertThat(mended.tip().hash()).isEqualTo(second.hash());
    Replay.assertSameAs(mended);
  }

  @Test
  void faultOnASideBranchLeavesTheChainOnTheOldTip() {
    List<Block> old = fixture.mineBranch(fixture.genesis(), 2);
    submit(chain, old);
    fragile.onApply = ApplicationFaultTest::fail;
    assertThat(submit(chain, first, second)).isEqualTo(Verdicts.SIDE_BRANCH);
    submit(chain, third);
    assertThat(chain.halted().orElseThrow().before()).isEqualTo(second.hash());
    assertThat(chain.tip().hash()).isEqualTo(old.get(1).hash());
    assertThat(chain.tip().state().digest())
        .isEqualTo(fixture.at(old.get(1).hash()).state().digest());
    assertThat(store.condemned()).isEmpty();
    log.assertComplete();
    Chain mended = open(new FragileApplication());
    assertThat(mended.tip().hash()).isEqualTo(third.hash());
    Replay.assertSameAs(mended);
  }

  @Test
  void firstCompleteOfEqualsWinsAfterMending() {
    Block atOnce = calling(first.hash());
    submit(chain, first);
    chain.submitHeader(atOnce.header(), Origin.LOCAL, LATER);
    fragile.onApply = ApplicationFaultTest::fail;
    submit(chain, second);
    Chain mended = open(new FragileApplication());
    assertThat(submit(mended, atOnce)).isEqualTo(Verdicts.SIDE_BRANCH);
    assertThat(mended.tip().hash()).isEqualTo(second.hash());
  }

  @Test
  void faultDoesNotHideAnInvalidSignatureOfAnEarlierTransaction() {
    fragile.onCheck = ApplicationFaultTest::fail;
    Transaction good = fixture.transfer(1, 2, 5, 0, 1);
    byte[] forged = good.encode().toArray();
    forged[forged.length - 1] ^= 1;
    Transaction bad = Transaction.decode(Bytes.of(forged)).value();
    Block block =
        fixture
            .on(fixture.genesis())
            .withUnchecked(bad, FragileApplication.call(fixture, 0, 0))
            .mine();
    Verdicts.assertRejected(submit(chain, block), "SIGNATURE_INVALID");
    assertThat(chain.halted()).isEmpty();
  }

  @Test
  void invalidSignatureAfterTheFaultDoesNotHideTheFault() {
    fragile.onCheck = ApplicationFaultTest::fail;
    byte[] forged = fixture.transfer(1, 2, 5, 0, 1).encode().toArray();
    forged[forged.length - 1] ^= 1;
    Transaction bad = Transaction.decode(Bytes.of(forged)).value();
    Block block =
        fixture
            .on(fixture.genesis())
            .withUnchecked(FragileApplication.call(fixture, 0, 0), bad)
            .mine();
    assertThat(submit(chain, block)).isInstanceOf(Verdict.Deferred.class);
    assertThat(chain.halted().orElseThrow().before()).isEqualTo(block.hash());
  }
}
