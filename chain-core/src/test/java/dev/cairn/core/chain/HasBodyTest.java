package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import java.util.List;
import org.junit.jupiter.api.Test;

class HasBodyTest {

  private final ChainFixture fixture = new ChainFixture();
  private final Chain chain = fixture.chain();

  @Test
  void knowsABodyOnWhateverBranch() {
    Block block = fixture.mine(fixture.genesis());
    Block sibling = fixture.mine(fixture.genesis());
    assertThat(chain.hasBody(block.hash())).isFalse();
    submit(chain, block, sibling);
    assertThat(chain.hasBody(block.hash())).isTrue();
    assertThat(chain.hasBody(sibling.hash())).isTrue();
  }

  @Test
  void doesNotTakeAHeaderForABody() {
    Block block = fixture.mine(fixture.genesis());
    chain.submitHeader(block.header(), Origin.LOCAL, LATER);
    assertThat(chain.header(block.hash())).isPresent();
    assertThat(chain.hasBody(block.hash())).isFalse();
  }

  @Test
  void knowsABodyThatWaitsForItsAncestors() {
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 2);
    chain.submitHeader(branch.get(0).header(), Origin.LOCAL, LATER);
    submit(chain, branch.get(1));
    assertThat(chain.hasBody(branch.get(0).hash())).isFalse();
    assertThat(chain.hasBody(branch.get(1).hash())).isTrue();
  }

  @Test
  void agreesWithTheStoreAboutWhatIsOnlyThere() {
    InMemoryChainStore store = new InMemoryChainStore();
    ChainLimits few = new ChainLimits(8, 8, 1 << 20, 8, 1 << 20, 1 << 20);
    Chain small = fixture.chain(store, few);
    List<Block> branch = fixture.mineBranch(fixture.genesis(), 40);
    submit(small, branch);
    assertThat(small.headersHeld()).isLessThan(branch.size());
    for (Block block : branch) {
      assertThat(small.hasBody(block.hash())).isEqualTo(small.block(block.hash()).isPresent());
    }
  }
}
