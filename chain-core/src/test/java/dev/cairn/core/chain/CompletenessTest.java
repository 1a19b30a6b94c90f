package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletenessTest {

  private final ChainFixture fixture = new ChainFixture();

  @Test
  void isCompleteOnceAllBodiesBelowAreThere() {
    Chain chain = fixture.chain();
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 3);
    branch.forEach(block -> chain.submitHeader(block.header(), Origin.LOCAL, LATER));
    submit(chain, branch.get(0), branch.get(2));
    assertThat(branch).map(Block::hash).map(chain::isComplete).containsExactly(true, false, false);
    submit(chain, branch.get(1));
    assertThat(branch).map(Block::hash).allMatch(chain::isComplete);
    assertThat(chain.isComplete(fixture.genesis())).isTrue();
    assertThat(chain.isComplete(fixture.mine(fixture.genesis()).hash())).isFalse();
  }

  @Test
  void canHaveChildrenAboveWhatIsTooDeepOnly() {
    ChainLimits few = new ChainLimits(8, 8, 1 << 20, 8, 1 << 20, 1 << 20);
    Chain chain = fixture.chain(new InMemoryChainStore(), few);
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 40);
    submit(chain, branch);
    assertThat(chain.canHaveChildren(branch.get(30).hash())).isFalse();
    assertThat(chain.canHaveChildren(branch.get(31).hash())).isTrue();
    assertThat(chain.canHaveChildren(branch.get(39).hash())).isTrue();
    assertThat(chain.isComplete(branch.get(0).hash())).isTrue();
  }

  @Test
  void onlyBlocksOfTheActiveChainAreActive() {
    Chain chain = fixture.chain();
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 3);
    List<Block> better = fixture.mineBranch(fixture.genesis(), 4);
    submit(chain, branch);
    assertThat(branch).map(Block::hash).allMatch(chain::isActive);
    submit(chain, better);
    assertThat(branch).map(Block::hash).noneMatch(chain::isActive);
    assertThat(better).map(Block::hash).allMatch(chain::isActive);
    assertThat(chain.isActive(fixture.genesis())).isTrue();
    assertThat(chain.isActive(fixture.mine(fixture.genesis()).hash())).isFalse();
  }
}
