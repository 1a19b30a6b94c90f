package dev.cairn.net.sync;

import static dev.cairn.net.sync.Blocks.FIXTURE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.chain.Origin;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Work;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BranchTest {

  private final List<Block> blocks = Blocks.main(20);
  private final List<ChainedHeader> headers =
      blocks.stream().map(block -> FIXTURE.at(block.hash()).header()).toList();
  private final Branch branch = new Branch(headers);
  private final Set<BlockHash> unwanted = new TreeSet<>();

  private List<Integer> take(int last, int window) {
    List<Integer> taken = new ArrayList<>();
    Optional<ChainedHeader> next = next(last, window);
    while (next.isPresent()) {
      taken.add(headers.indexOf(next.get()));
      next = next(last, window);
    }
    return taken;
  }

  private Optional<ChainedHeader> next(int last, int window) {
    return branch.take(last, window, hash -> !unwanted.contains(hash), hash -> true);
  }

  private void giveBack(int position) {
    branch.giveBack(headers.get(position).hash(), headers.get(position).height());
  }

  @Test
  void givesEachOutOnceWithinTheWindowAndWhatThePeerHas() {
    assertThat(take(19, 3)).containsExactly(0, 1, 2);
    assertThat(take(19, 3)).isEmpty();
    assertThat(take(4, 20)).containsExactly(3, 4);
    assertThat(take(-1, 20)).isEmpty();
    assertThat(take(100, 20)).hasSize(15);
  }

  @Test
  void givesAgainOnlyWhatWasGivenBackTheLowestFirst() {
    take(9, 20);
    giveBack(7);
    giveBack(2);
    giveBack(15); // was never given out
    assertThat(take(5, 20)).containsExactly(2);
    assertThat(take(12, 20)).containsExactly(7, 10, 11, 12);
  }

  @Test
  void keepsForOthersWhatOnePeerMayNotBeAskedFor() {
    assertThat(branch.take(19, 20, hash -> true, hash -> !hash.equals(headers.get(0).hash())))
        .contains(headers.get(1));
    assertThat(take(3, 20)).containsExactly(0, 2, 3);
  }

  @Test
  void passesOverWhatIsNotWantedUntilItIsGivenBack() {
    unwanted.add(headers.get(1).hash());
    assertThat(take(2, 20)).containsExactly(0, 2);
    unwanted.clear();
    assertThat(take(2, 20)).isEmpty();
    giveBack(1);
    assertThat(take(2, 20)).containsExactly(1);
  }

  @Test
  void theWindowMovesWithTheFront() {
    Chain chain = FIXTURE.chain();
    headers.forEach(h -> chain.submitHeader(h.header(), Origin.LOCAL, ChainFixture.LATER));
    assertThat(take(19, 4)).containsExactly(0, 1, 2, 3);
    chain.submitBlock(blocks.get(1), ChainFixture.LATER);
    branch.advance(chain);
    assertThat(take(19, 4)).isEmpty();
    chain.submitBlock(blocks.get(0), ChainFixture.LATER);
    branch.advance(chain);
    assertThat(branch.front()).contains(headers.get(2));
    assertThat(take(19, 4)).containsExactly(4, 5);
    giveBack(1);
    assertThat(take(19, 4)).isEmpty();
  }

  @Test
  void endsWhereTheChainKnowsNoMore() {
    Chain chain = FIXTURE.chain();
    headers
        .subList(0, 12)
        .forEach(h -> chain.submitHeader(h.header(), Origin.LOCAL, ChainFixture.LATER));
    take(19, 20);
    giveBack(15);
    assertThat(branch.keepKnown(chain)).isTrue();
    assertThat(branch.last()).isEqualTo(headers.get(11));
    assertThat(take(19, 20)).isEmpty();
    assertThat(branch.keepKnown(FIXTURE.chain())).isFalse();
  }

  @Test
  void findsTheLastHeaderWithinAClaim() {
    assertThat(branch.lastWithin(Work.ZERO)).isEqualTo(-1);
    assertThat(branch.lastWithin(Work.of(BigInteger.ONE))).isEqualTo(-1);
    assertThat(branch.lastWithin(Work.of(BigInteger.TWO))).isZero();
    assertThat(branch.lastWithin(Work.of(BigInteger.valueOf(21)))).isEqualTo(9);
    assertThat(branch.lastWithin(Work.of(BigInteger.valueOf(40)))).isEqualTo(19);
    assertThat(branch.lastWithin(Work.of(BigInteger.valueOf(4_000)))).isEqualTo(19);
  }
}
