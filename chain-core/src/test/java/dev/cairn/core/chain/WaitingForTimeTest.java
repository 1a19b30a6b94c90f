package dev.cairn.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Timestamp;
import org.junit.jupiter.api.Test;

/** Headers too far ahead of the local clock (docs/consensus.md, sections 4.3 and 10.2). */
class WaitingForTimeTest {

  private static final Origin PEER = new Origin("peer");

  private final ChainFixture fixture = new ChainFixture();
  private final InMemoryChainStore store = new InMemoryChainStore();
  private final Chain chain = fixture.chain(store, ChainLimits.DEFAULT);
  private final ListenerLog log = new ListenerLog(chain);
  private final long maxFuture = fixture.parameters().maxFutureSeconds();
  private final Timestamp now = fixture.parameters().genesisTime().plusSeconds(5_000);
  private final Block atLimit = fixture.on(fixture.genesis()).at(now.plusSeconds(maxFuture)).mine();
  private final Block early =
      fixture.on(fixture.genesis()).at(now.plusSeconds(maxFuture + 1)).mine();

  private static Verdict tooEarly(Timestamp until) {
    return Verdict.deferred(new Verdict.TooEarly(until));
  }

  @Test
  void headerAtTheLimitIsTakenAtOnceAndOneSecondMoreWaits() {
    Block below = fixture.on(fixture.genesis()).at(now.plusSeconds(maxFuture - 1)).mine();
    assertThat(chain.submitHeader(below.header(), PEER, now)).isEqualTo(Verdicts.HEADER_ONLY);
    assertThat(chain.submitHeader(atLimit.header(), PEER, now)).isEqualTo(Verdicts.HEADER_ONLY);
    assertThat(chain.nextDeferred()).isEmpty();
    assertThat(chain.submitHeader(early.header(), PEER, now))
        .isEqualTo(tooEarly(now.plusSeconds(1)));
    assertThat(chain.nextDeferred()).contains(now.plusSeconds(1));
    assertThat(chain.header(early.hash())).isEmpty();
  }

  @Test
  void blockIsTakenExactlyWhenItsTimeHasCome() {
    chain.submitBlock(early, PEER, now);
    chain.advance(now);
    assertThat(chain.tip().hash()).isEqualTo(fixture.genesis());
    chain.advance(now.plusSeconds(1));
    assertThat(chain.tip().hash()).isEqualTo(early.hash());
    assertThat(chain.nextDeferred()).isEmpty();
    assertThat(chain.waitingBytes()).isZero();
    assertThat(log.late).containsExactly(new ListenerLog.Late(early.hash(), PEER, Verdicts.ACTIVE));
  }

  @Test
  void nothingIsCondemnedAndNothingStored() {
    chain.submitBlock(early, PEER, now);
    assertThat(chain.condemnation(early.hash())).isEmpty();
    assertThat(store.header(early.hash())).isEmpty();
    assertThat(store.condemned()).isEmpty();
    assertThat(log.condemned).isEmpty();
    Chain reopened = fixture.chain(store, ChainLimits.DEFAULT);
    assertThat(reopened.nextDeferred()).isEmpty();
    assertThat(reopened.submitBlock(early, PEER, now.plusSeconds(1))).isEqualTo(Verdicts.ACTIVE);
  }

  @Test
  void acceptedBlockIsNotJudgedAgainstTheClockAgain() {
    chain.submitHeader(atLimit.header(), PEER, now);
    Timestamp longBefore = fixture.parameters().genesisTime();
    assertThat(chain.submitHeader(atLimit.header(), PEER, longBefore)).isEqualTo(Verdicts.KNOWN);
    assertThat(chain.submitBlock(atLimit, PEER, longBefore)).isEqualTo(Verdicts.ACTIVE);
    Chain reopened = fixture.chain(store, ChainLimits.DEFAULT);
    assertThat(reopened.submitBlock(atLimit, PEER, longBefore)).isEqualTo(Verdicts.KNOWN);
  }

  @Test
  void childrenOfAnEarlyBlockWaitForIt() {
    Block child = fixture.on(early.hash()).secondsAfterParent(0).mine();
    Block grandchild = fixture.on(child.hash()).secondsAfterParent(2).mine();
    chain.submitBlock(early, PEER, now);
    assertThat(chain.submitBlock(child, PEER, now))
        .isEqualTo(Verdict.deferred(new Verdict.MissingParent(early.hash())));
    chain.submitBlock(grandchild, PEER, now);
    chain.advance(now.plusSeconds(1));
    assertThat(chain.tip().hash()).isEqualTo(child.hash());
    assertThat(chain.nextDeferred()).contains(now.plusSeconds(3));
    chain.advance(now.plusSeconds(3));
    assertThat(chain.tip().hash()).isEqualTo(grandchild.hash());
    assertThat(log.late)
        .extracting(ListenerLog.Late::verdict)
        .containsExactly(
            Verdicts.ACTIVE, Verdicts.ACTIVE, tooEarly(now.plusSeconds(3)), Verdicts.ACTIVE);
    log.assertComplete();
  }

  @Test
  void severalTimesAreReleasedInTheirOrder() {
    Block later = fixture.on(fixture.genesis()).at(now.plusSeconds(maxFuture + 9)).mine();
    Block same = fixture.on(fixture.genesis()).at(now.plusSeconds(maxFuture + 1)).mine();
    chain.submitBlock(later, PEER, now);
    chain.submitBlock(early, PEER, now);
    chain.submitBlock(same, PEER, now);
    assertThat(chain.nextDeferred()).contains(now.plusSeconds(1));
    chain.advance(now.plusSeconds(100));
    assertThat(log.late)
        .extracting(ListenerLog.Late::hash)
        .containsExactly(early.hash(), same.hash(), later.hash());
    assertThat(chain.tip().hash()).isEqualTo(early.hash());
  }

  @Test
  void repeatedSubmissionAfterItsTimeIsTakenAndTheWaitingOneIsKnown() {
    chain.submitBlock(early, PEER, now);
    assertThat(chain.submitBlock(early, PEER, now)).isEqualTo(tooEarly(now.plusSeconds(1)));
    assertThat(chain.submitBlock(early, PEER, now.plusSeconds(1))).isEqualTo(Verdicts.ACTIVE);
    chain.advance(now.plusSeconds(1));
    assertThat(log.late).containsExactly(new ListenerLog.Late(early.hash(), PEER, Verdicts.KNOWN));
  }

  @Test
  void earlyHeaderThatBreaksARuleIsCondemnedAtOnce() {
    Block wrong = fixture.on(fixture.genesis()).at(now.plusSeconds(maxFuture + 1)).mine();
    var header = wrong.header();
    var otherBits =
        ChainFixture.mined(
            new BlockHeader(
                header.version(),
                header.previous(),
                header.merkleRoot(),
                header.time(),
                new CompactBits(0x207ffffe),
                0));
    Verdicts.assertRejected(chain.submitHeader(otherBits, PEER, now), "BITS_MISMATCH");
  }

  @Test
  void waitingForTimeIsBoundedLikeWaitingForAParent() {
    long item = WaitingRoom.HEAP_BYTES_OF_ITEM + BlockHeader.BYTES;
    ChainLimits limits = new ChainLimits(20_000, 65_536, 1L << 30, 10_000, 1 << 20, 10 * item);
    Chain small = fixture.chain(new InMemoryChainStore(), limits);
    for (int i = 1; i <= 30; i++) {
      Block block = fixture.on(fixture.genesis()).at(now.plusSeconds(maxFuture + i)).mine();
      small.submitHeader(block.header(), PEER, now);
      assertThat(small.waitingBytes()).isEqualTo(item * Math.min(10, i));
    }
    assertThat(small.nextDeferred()).contains(now.plusSeconds(21));
  }
}
