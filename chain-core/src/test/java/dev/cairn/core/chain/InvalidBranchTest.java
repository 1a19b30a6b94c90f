package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An invalid block with valid work, and all that is built on it. */
class InvalidBranchTest {

  private final ChainFixture fixture = new ChainFixture();
  private final InMemoryChainStore store = new InMemoryChainStore();
  private final Chain chain = fixture.chain(store, ChainLimits.DEFAULT);
  private final ListenerLog log = new ListenerLog(chain);
  private final Block wrong = unpayable();
  private final List<Block> descendants = fixture.mineBranch(wrong.hash(), 4);

  private Block unpayable() {
    long tooMuch = ChainFixture.BALANCE;
    return fixture
        .on(fixture.genesis())
        .withUnchecked(fixture.transfer(0, 1, tooMuch, 0, 1))
        .mine();
  }

  private Verdict header(Chain on, Block block) {
    return on.submitHeader(block.header(), Origin.LOCAL, LATER);
  }

  @Test
  void blockIsRejectedAndNothingHasHappened() {
    Tip before = chain.tip();
    Verdicts.assertRejected(submit(chain, wrong), "BALANCE_TOO_LOW");
    assertThat(chain.tip()).isSameAs(before);
    assertThat(chain.block(wrong.hash())).isEmpty();
    assertThat(chain.header(wrong.hash())).isEmpty();
    assertThat(store.undo(wrong.hash())).isEmpty();
    assertThat(log.active).hasSize(1);
  }

  @Test
  void descendantsThatCameBeforeAreCondemnedWithIt() {
    header(chain, wrong);
    descendants.forEach(block -> header(chain, block));
    submit(chain, descendants.get(1), descendants.get(0));
    Verdicts.assertRejected(submit(chain, wrong), "BALANCE_TOO_LOW");
    assertBranchIsCondemned(chain);
    assertThat(log.condemned).containsOnlyKeys(wrong.hash());
    assertThat(chain.headersHeld()).isEqualTo(1);
  }

  @Test
  void descendantsThatComeAfterwardsAreCondemnedWithIt() {
    submit(chain, wrong);
    for (Block block : descendants) {
      Verdicts.assertRejected(submit(chain, block), "PARENT_INVALID");
    }
    assertBranchIsCondemned(chain);
  }

  @Test
  void descendantsThatWaitForTheBlockAreCondemnedWithIt() {
    for (Block block : descendants) {
      submit(chain, block);
    }
    submit(chain, wrong);
    assertBranchIsCondemned(chain);
    assertThat(chain.waitingBytes()).isZero();
    assertThat(log.late).hasSize(4);
    assertThat(log.late)
        .extracting(late -> Verdicts.code(late.verdict()))
        .containsOnly("PARENT_INVALID");
  }

  private void assertBranchIsCondemned(Chain on) {
    assertThat(on.condemnation(wrong.hash()).orElseThrow().reason())
        .isEqualTo(Rule.BALANCE_TOO_LOW);
    Verdicts.assertRejected(header(on, wrong), "BALANCE_TOO_LOW");
    Verdicts.assertRejected(submit(on, wrong), "BALANCE_TOO_LOW");
    for (Block block : descendants) {
      assertThat(on.condemnation(block.hash()).orElseThrow().reason())
          .isEqualTo(Rule.PARENT_INVALID);
      Verdicts.assertRejected(header(on, block), "PARENT_INVALID");
      assertThat(on.header(block.hash())).isEmpty();
      assertThat(on.block(block.hash())).isEmpty();
    }
  }

  @Test
  void branchStaysCondemnedAfterReopening() {
    header(chain, wrong);
    submit(chain, descendants);
    submit(chain, wrong);
    Rejection why = chain.condemnation(wrong.hash()).orElseThrow();
    Chain reopened = fixture.chain(store, ChainLimits.DEFAULT);
    assertBranchIsCondemned(reopened);
    assertThat(reopened.condemnation(wrong.hash())).contains(why);
    Block another = fixture.mine(descendants.get(3).hash());
    Verdicts.assertRejected(submit(reopened, another), "PARENT_INVALID");
    assertThat(submit(reopened, fixture.mine(fixture.genesis()))).isEqualTo(Verdicts.ACTIVE);
  }

  @Test
  void headerThatBreaksARuleOfContextIsCondemnedWithItsChildren() {
    Block parent = fixture.mine(fixture.genesis());
    submit(chain, parent);
    BlockHeader early = mutated(parent, parent.header().time().plusSeconds(-1));
    BlockHeader child = mutated(early, parent.header().time());
    assertThat(chain.submitHeader(child, Origin.LOCAL, LATER))
        .isEqualTo(Verdict.deferred(new Verdict.MissingParent(early.hash())));
    Verdicts.assertRejected(chain.submitHeader(early, Origin.LOCAL, LATER), "TIME_BEFORE_PARENT");
    assertThat(chain.condemnation(early.hash())).isPresent();
    assertThat(chain.condemnation(child.hash()).orElseThrow().reason())
        .isEqualTo(Rule.PARENT_INVALID);
    assertThat(log.late).hasSize(1);
  }

  private static BlockHeader mutated(Block parent, Timestamp time) {
    return mutated(parent.header(), time);
  }

  private static BlockHeader mutated(BlockHeader parent, Timestamp time) {
    return ChainFixture.mined(
        new BlockHeader(
            BlockHeader.VERSION, parent.hash(), parent.merkleRoot(), time, parent.bits(), 0));
  }

  @Test
  void oldestCondemnedIsForgottenAtTheLimitAndJudgedAgainWithTheSameReason() {
    ChainLimits limits = new ChainLimits(20_000, 100, 1L << 30, 3, 1 << 20, 1 << 20);
    InMemoryChainStore small = new InMemoryChainStore();
    Chain forgetful = fixture.chain(small, limits);
    List<Block> bad = new ArrayList<>();
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      bad.add(unpayable());
      verdicts.add(submit(forgetful, bad.get(i)));
      assertThat(small.condemned()).hasSize(Math.min(3, i + 1));
    }
    assertThat(forgetful.condemnation(bad.get(0).hash())).isEmpty();
    assertThat(forgetful.condemnation(bad.get(1).hash())).isPresent();
    assertThat(submit(forgetful, bad.get(0))).isEqualTo(verdicts.get(0));
    assertThat(forgetful.condemnation(bad.get(1).hash())).isEmpty();
    assertThat(small.condemned())
        .extracting(Condemnation::hash)
        .containsExactly(bad.get(2).hash(), bad.get(3).hash(), bad.get(0).hash());
    Chain reopened = fixture.chain(small, limits);
    assertThat(reopened.condemnation(bad.get(1).hash())).isEmpty();
    assertThat(submit(reopened, bad.get(2))).isEqualTo(verdicts.get(2));
    submit(reopened, bad.get(1));
    assertThat(reopened.condemnation(bad.get(2).hash())).isEmpty();
  }

  @Test
  void floodOfCheapHeadersPushesOutNoCondemnedBlock() {
    ChainLimits limits = new ChainLimits(20_000, 100, 1L << 30, 3, 1 << 20, 1 << 20);
    InMemoryChainStore small = new InMemoryChainStore();
    Chain forgetful = fixture.chain(small, limits);
    List<Block> bad = List.of(wrong, unpayable(), unpayable());
    submit(forgetful, bad);
    List<BlockHeader> flood = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      flood.add(fixture.bareHeader(fixture.at(wrong.hash()).header(), i));
      Verdicts.assertRejected(
          forgetful.submitHeader(flood.get(i), Origin.LOCAL, LATER), "PARENT_INVALID");
    }
    assertThat(bad).allMatch(block -> forgetful.condemnation(block.hash()).isPresent());
    assertThat(flood.stream().filter(header -> forgetful.condemnation(header.hash()).isPresent()))
        .isEqualTo(flood.subList(97, 100));
    assertThat(small.condemned())
        .extracting(Condemnation::hash)
        .isEqualTo(bad.stream().map(Block::hash).toList());
    Chain reopened = fixture.chain(small, limits);
    assertThat(bad).allMatch(block -> reopened.condemnation(block.hash()).isPresent());
    assertThat(flood).noneMatch(header -> reopened.condemnation(header.hash()).isPresent());
  }

  @Test
  void branchLongerThanTheMemoryIsRejectedAllTheSameAndItsRootRemembered() {
    ChainLimits limits = new ChainLimits(20_000, 100, 1L << 30, 2, 1 << 20, 1 << 20);
    Chain forgetful = fixture.chain(new InMemoryChainStore(), limits);
    header(forgetful, wrong);
    submit(forgetful, descendants);
    Verdicts.assertRejected(submit(forgetful, wrong), "BALANCE_TOO_LOW");
    Verdicts.assertRejected(submit(forgetful, wrong), "BALANCE_TOO_LOW");
    assertThat(forgetful.headersHeld()).isEqualTo(1);
    for (Block block : descendants) {
      Verdicts.assertRejected(header(forgetful, block), "PARENT_INVALID");
    }
  }
}
