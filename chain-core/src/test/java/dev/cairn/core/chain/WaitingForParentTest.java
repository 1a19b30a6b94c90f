package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.validation.ChainedHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Headers and blocks whose parent nobody has shown yet (docs/consensus.md, section 10.2). */
class WaitingForParentTest {

  private static final int DEEP = 10_000;

  private final ChainFixture fixture = new ChainFixture();

  private static Origin peer(int number) {
    return new Origin("peer " + number);
  }

  private static long heap(Block block) {
    return new WaitingRoom.Item(block.header(), Optional.of(block), peer(0)).bytes();
  }

  private static ChainLimits waiting(long bytes, long bytesPerOrigin) {
    return new ChainLimits(20_000, 65_536, 1L << 30, 10_000, bytes, bytesPerOrigin);
  }

  @Test
  void deepChainOfAnUnknownParentWaitsAndIsTakenInOrderOnASmallStack() throws Exception {
    List<Block> branch = fixture.mineBranch(fixture.genesis(), DEEP + 1);
    Chain chain = fixture.chain();
    ListenerLog log = new ListenerLog(chain);
    List<Throwable> failures = new ArrayList<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              for (int i = DEEP; i > 0; i--) {
                chain.submitBlock(branch.get(i), peer(i % 5), LATER);
              }
              assertThat(chain.waitingBytes()).isEqualTo(DEEP * heap(branch.get(0)));
              submit(chain, branch.get(0));
            },
            "small stack",
            160 << 10);
    thread.setUncaughtExceptionHandler((unused, thrown) -> failures.add(thrown));
    thread.start();
    thread.join();
    assertThat(failures).isEmpty();
    assertThat(chain.tip().hash()).isEqualTo(branch.get(DEEP).hash());
    assertThat(chain.waitingBytes()).isZero();
    log.assertComplete();
    assertThat(log.late).hasSize(DEEP);
    for (int i = 1; i <= DEEP; i++) {
      assertThat(log.late.get(i - 1))
          .isEqualTo(new ListenerLog.Late(branch.get(i).hash(), peer(i % 5), Verdicts.ACTIVE));
    }
  }

  @Test
  void headersThatWaitAreTakenWhenTheirParentComes() {
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 3);
    Chain chain = fixture.chain();
    ListenerLog log = new ListenerLog(chain);
    chain.submitHeader(branch.get(2).header(), peer(2), LATER);
    chain.submitHeader(branch.get(1).header(), peer(1), LATER);
    assertThat(chain.header(branch.get(1).hash())).isEmpty();
    chain.submitHeader(branch.get(0).header(), peer(0), LATER);
    assertThat(log.late)
        .containsExactly(
            new ListenerLog.Late(branch.get(1).hash(), peer(1), Verdicts.HEADER_ONLY),
            new ListenerLog.Late(branch.get(2).hash(), peer(2), Verdicts.HEADER_ONLY));
  }

  @Test
  void blockTakesThePlaceOfItsWaitingHeaderAndStays() {
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 2);
    Block orphan = branch.get(1);
    Chain chain = fixture.chain();
    ListenerLog log = new ListenerLog(chain);
    chain.submitHeader(orphan.header(), peer(0), LATER);
    assertThat(chain.waitingBytes()).isEqualTo(WaitingRoom.HEAP_BYTES_OF_ITEM + BlockHeader.BYTES);
    chain.submitBlock(orphan, peer(0), LATER);
    assertThat(chain.waitingBytes()).isEqualTo(heap(orphan));
    chain.submitHeader(orphan.header(), peer(0), LATER);
    chain.submitBlock(orphan, peer(0), LATER);
    assertThat(chain.waitingBytes()).isEqualTo(heap(orphan));
    submit(chain, branch.get(0));
    assertThat(log.late)
        .containsExactly(new ListenerLog.Late(orphan.hash(), peer(0), Verdicts.ACTIVE));
  }

  @Test
  void falseBodyThatWaitsDoesNotKeepOutTheTrueOneOfAnother() {
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 2);
    Block orphan = branch.get(1);
    Block mutated =
        new Block(orphan.header(), branch.get(0).coinbase(), branch.get(0).transactions());
    Chain chain = fixture.chain();
    ListenerLog log = new ListenerLog(chain);
    chain.submitBlock(mutated, peer(0), LATER);
    chain.submitBlock(orphan, peer(1), LATER);
    submit(chain, branch.get(0));
    assertThat(log.late).hasSize(2);
    Verdicts.assertRejected(log.late.get(0).verdict(), "MERKLE_ROOT_MISMATCH");
    assertThat(log.late.get(1).verdict()).isEqualTo(Verdicts.ACTIVE);
    assertThat(chain.tip().hash()).isEqualTo(orphan.hash());
  }

  @Test
  void oldestOfAnOriginGoesAtItsLimit() {
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 6);
    long size = heap(branch.get(0));
    for (long room = 4 * size - 1; room <= 4 * size + 1; room++) {
      Chain chain = fixture.chain(new InMemoryChainStore(), waiting(1 << 20, room));
      for (Block block : branch.subList(1, 6)) {
        chain.submitBlock(block, peer(0), LATER);
      }
      int kept = (int) (room / size);
      assertThat(chain.waitingBytes()).isEqualTo(kept * size);
      submit(chain, branch.get(0));
      assertThat(chain.tip().height().value()).isEqualTo(1);
      submit(chain, branch.subList(1, 6 - kept));
      assertThat(chain.tip().height().value()).isEqualTo(6);
    }
  }

  @Test
  void floodOfOneOriginDoesNotPushOutAnother() {
    Block parent = fixture.mine(fixture.genesis());
    Block honest = fixture.mine(parent.hash());
    List<Block> flood = fixture.mineBranch(fixture.mine(fixture.genesis()).hash(), 500);
    long size = heap(honest);
    Chain chain = fixture.chain(new InMemoryChainStore(), waiting(30 * size, 20 * size));
    chain.submitBlock(honest, peer(0), LATER);
    for (int i = 0; i < flood.size(); i++) {
      chain.submitBlock(flood.get(i), peer(1 + i % 7), LATER);
      assertThat(chain.waitingBytes()).isLessThanOrEqualTo(30 * size);
    }
    submit(chain, parent);
    assertThat(chain.tip().hash()).isEqualTo(honest.hash());
  }

  @Test
  void blockLargerThanTheRoomIsDeferredAndNotKept() {
    Block orphan = fixture.mineBranch(fixture.genesis(), 2).get(1);
    Chain chain = fixture.chain(new InMemoryChainStore(), waiting(1_000, heap(orphan) - 1));
    assertThat(chain.submitBlock(orphan, peer(0), LATER))
        .isEqualTo(Verdict.deferred(new Verdict.MissingParent(orphan.header().previous())));
    assertThat(chain.waitingBytes()).isZero();
  }

  @Test
  void headersWithoutWorkDoNotWait() {
    Block orphan = fixture.mineBranch(fixture.genesis(), 2).get(1);
    BlockHeader lazy = orphan.header();
    while (lazy.bits().target().isMetBy(lazy.hash())) {
      lazy = lazy.withNonce(lazy.nonce() + 1);
    }
    Chain chain = fixture.chain();
    Verdicts.assertRejected(chain.submitHeader(lazy, peer(0), LATER), "WORK_BELOW_TARGET");
    assertThat(chain.waitingBytes()).isZero();
    assertThat(chain.condemnation(lazy.hash())).isEmpty();
  }

  @Test
  void manyChildrenOfOneUnknownParentAreTakenInTheOrderInWhichTheyCame() {
    Block parent = fixture.mine(fixture.genesis());
    ChainedHeader place = fixture.at(parent.hash()).header();
    Chain chain = fixture.chain();
    ListenerLog log = new ListenerLog(chain);
    List<BlockHeader> children = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      children.add(fixture.bareHeader(place, i));
      chain.submitHeader(children.get(i), peer(i % 3), LATER);
    }
    chain.submitHeader(parent.header(), Origin.LOCAL, LATER);
    assertThat(log.late)
        .extracting(ListenerLog.Late::hash)
        .isEqualTo(children.stream().map(BlockHeader::hash).toList());
  }
}
