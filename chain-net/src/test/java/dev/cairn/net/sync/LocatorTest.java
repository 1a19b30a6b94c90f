package dev.cairn.net.sync;

import static dev.cairn.net.sync.Blocks.FIXTURE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.chain.Origin;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocatorTest {

  private final Chain chain = FIXTURE.chain();

  private void active(int length) {
    Blocks.main(length).forEach(block -> chain.submitBlock(block, ChainFixture.LATER));
  }

  private List<Long> heights(List<BlockHash> locator) {
    return locator.stream().map(h -> chain.header(h).orElseThrow().height().value()).toList();
  }

  @Test
  void isTheGenesisAloneInANewChain() {
    assertThat(Locator.from(chain, chain.tip().header())).containsExactly(FIXTURE.genesis());
  }

  @Test
  void namesTheNewestTenThenEverGreaterSteps() {
    active(100);
    assertThat(heights(Locator.from(chain, chain.tip().header())))
        .containsExactly(
            100L, 99L, 98L, 97L, 96L, 95L, 94L, 93L, 92L, 91L, 89L, 85L, 77L, 61L, 29L, 0L);
  }

  @Test
  void goesFromAHeaderWithoutBodyDownToTheActiveChain() {
    active(40);
    List<Block> fork = FIXTURE.mineBranch(Blocks.MAIN.get(29).hash(), 14);
    fork.forEach(block -> chain.submitHeader(block.header(), Origin.LOCAL, ChainFixture.LATER));
    ChainedHeader top = chain.header(fork.get(13).hash()).orElseThrow();
    List<BlockHash> locator = Locator.from(chain, top);
    assertThat(heights(locator))
        .containsExactly(44L, 43L, 42L, 41L, 40L, 39L, 38L, 37L, 36L, 35L, 33L, 29L, 21L, 5L, 0L);
    assertThat(locator.subList(0, 11)).allMatch(hash -> !chain.isActive(hash));
    assertThat(locator.subList(11, 15)).allMatch(chain::isActive);
  }

  @Test
  void beginsWithAHeaderThatIsNotOfTheChain() {
    active(20);
    BlockHash newest = Blocks.MAIN.get(50).hash();
    List<BlockHash> locator = Locator.after(chain, newest);
    assertThat(locator.get(0)).isEqualTo(newest);
    assertThat(heights(locator.subList(1, locator.size())))
        .containsExactly(20L, 19L, 18L, 17L, 16L, 15L, 14L, 13L, 12L, 10L, 6L, 0L);
  }
}
