package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Height;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The header tree stays bounded, whatever strangers build. */
class HeaderTreeLimitTest {

  private static final Origin PEER = new Origin("peer");

  private final ChainFixture fixture = new ChainFixture();
  private final InMemoryChainStore store = new InMemoryChainStore();

  private static ChainLimits sideHeaders(int limit) {
    return new ChainLimits(20_000, limit, 1L << 30, 10_000, 1 << 20, 1 << 20);
  }

  private Verdict header(Chain chain, Block block) {
    return chain.submitHeader(block.header(), PEER, LATER);
  }

  @Test
  void hundredThousandSiblingsAreBoundedAndNotStored() {
    Chain chain = fixture.chain(store, ChainLimits.DEFAULT);
    ListenerLog log = new ListenerLog(chain);
    int limit = ChainLimits.DEFAULT.sideHeaders();
    ChainedHeader genesis = fixture.at(fixture.genesis()).header();
    for (int i = 0; i < 100_000; i++) {
      BlockHeader sibling = fixture.bareHeader(genesis, i);
      assertThat(chain.submitHeader(sibling, PEER, LATER)).isEqualTo(Verdicts.HEADER_ONLY);
      assertThat(chain.headersHeld()).isEqualTo(1 + Math.min(i + 1, limit));
    }
    assertThat(store.headersFrom(Height.GENESIS)).hasSize(1);
    assertThat(store.condemned()).isEmpty();
    List<Block> next = fixture.mineBranch(fixture.genesis(), 5);
    assertThat(submit(chain, next)).isEqualTo(Verdicts.ACTIVE);
    List<Block> best = fixture.mineBranch(next.get(0).hash(), 5);
    best.forEach(block -> assertThat(header(chain, block)).isEqualTo(Verdicts.HEADER_ONLY));
    assertThat(submit(chain, best)).isEqualTo(Verdicts.ACTIVE);
    assertThat(chain.headersHeld()).isLessThanOrEqualTo(1 + 6 + limit);
    log.assertComplete();
  }

  @Test
  void fullTreeStillFollowsTheActiveChain() {
    Chain chain = fixture.chain(store, sideHeaders(50));
    List<Block> active = fixture.mineBranch(fixture.genesis(), 3);
    submit(chain, active);
    ChainedHeader genesis = fixture.at(fixture.genesis()).header();
    for (int i = 0; i < 200; i++) {
      chain.submitHeader(fixture.bareHeader(genesis, i), PEER, LATER);
      assertThat(chain.headersHeld()).isLessThanOrEqualTo(4 + 50);
    }
    List<Block> next = fixture.mineBranch(active.get(2).hash(), 3);
    assertThat(submit(chain, next)).isEqualTo(Verdicts.ACTIVE);
    assertThat(chain.tip().hash()).isEqualTo(next.get(2).hash());
    List<Block> better = fixture.mineBranch(active.get(2).hash(), 4);
    for (Block block : better) {
      assertThat(header(chain, block)).isEqualTo(Verdicts.HEADER_ONLY);
    }
    submit(chain, better);
    assertThat(chain.tip().hash()).isEqualTo(better.get(3).hash());
    Replay.assertSameAs(chain);
  }

  @Test
  void leafWithTheLeastWorkGoesAtTheLimit() {
    Chain chain = fixture.chain(store, sideHeaders(4));
    List<Block> poor = fixture.mineBranch(fixture.genesis(), 2);
    List<Block> rich = fixture.mineBranch(fixture.genesis(), 4);
    poor.forEach(block -> header(chain, block));
    header(chain, rich.get(0));
    header(chain, rich.get(1));
    assertThat(chain.headersHeld()).isEqualTo(5);
    assertThat(header(chain, rich.get(2))).isEqualTo(Verdicts.HEADER_ONLY);
    assertThat(chain.header(poor.get(1).hash())).isEmpty();
    assertThat(chain.header(poor.get(0).hash())).isPresent();
    assertThat(header(chain, rich.get(3))).isEqualTo(Verdicts.HEADER_ONLY);
    assertThat(chain.header(poor.get(0).hash())).isEmpty();
    Block beyond = fixture.mine(rich.get(3).hash());
    assertThat(header(chain, beyond)).isEqualTo(Verdicts.limit(LocalLimit.HEADER_TREE_FULL));
    assertThat(chain.headersHeld()).isEqualTo(5);
    submit(chain, rich);
    assertThat(header(chain, beyond)).isEqualTo(Verdicts.HEADER_ONLY);
  }

  @Test
  void amongEqualsTheLastStaysSoThatTheNextBlockIsNeverKeptOut() {
    Chain chain = fixture.chain(store, sideHeaders(2));
    Block first = fixture.mine(fixture.genesis());
    Block second = fixture.mine(fixture.genesis());
    Block third = fixture.mine(fixture.genesis());
    header(chain, first);
    header(chain, second);
    assertThat(submit(chain, third)).isEqualTo(Verdicts.ACTIVE);
    assertThat(chain.header(first.hash())).isEmpty();
    assertThat(chain.condemnation(first.hash())).isEmpty();
    assertThat(chain.header(second.hash())).isPresent();
    assertThat(header(chain, first)).isEqualTo(Verdicts.HEADER_ONLY);
  }

  @Test
  void headerWithLessWorkThanAllOthersIsNotTaken() {
    Chain chain = fixture.chain(store, sideHeaders(5));
    List<Block> rich = fixture.mineBranch(fixture.genesis(), 5);
    List<Block> poor = fixture.mineBranch(fixture.genesis(), 2);
    rich.forEach(block -> header(chain, block));
    assertThat(header(chain, poor.get(0))).isEqualTo(Verdicts.HEADER_ONLY);
    Verdict full = Verdicts.limit(LocalLimit.HEADER_TREE_FULL);
    assertThat(header(chain, poor.get(1))).isEqualTo(full);
    assertThat(submit(chain, poor.get(1))).isEqualTo(full);
    assertThat(chain.block(poor.get(1).hash())).isEmpty();
    assertThat(chain.condemnation(poor.get(1).hash())).isEmpty();
    submit(chain, rich);
    assertThat(header(chain, poor.get(1))).isEqualTo(Verdicts.HEADER_ONLY);
  }

  @Test
  void headersWithoutBodiesCannotKeepTheChainFromMovingOn() {
    Chain chain = fixture.chain(store, sideHeaders(5));
    fixture.mineBranch(fixture.genesis(), 7).forEach(block -> header(chain, block));
    Block honest = fixture.mine(fixture.genesis());
    assertThat(submit(chain, honest)).isEqualTo(Verdicts.ACTIVE);
    assertThat(submit(chain, fixture.mine(honest.hash()))).isEqualTo(Verdicts.ACTIVE);
  }

  @Test
  void bodiesOffTheActiveChainAreBoundedInBytes() {
    Block first = fixture.mine(fixture.genesis());
    ChainLimits limits = new ChainLimits(20_000, 100, 3L * first.size(), 10_000, 1 << 20, 1 << 20);
    Chain chain = fixture.chain(store, limits);
    submit(chain, fixture.mineBranch(fixture.genesis(), 3));
    List<Block> siblings = List.of(first, fixture.mine(fixture.genesis()));
    siblings.forEach(block -> assertThat(submit(chain, block)).isEqualTo(Verdicts.SIDE_BRANCH));
    Block third = fixture.mine(fixture.genesis());
    assertThat(submit(chain, third)).isEqualTo(Verdicts.SIDE_BRANCH);
    Block fourth = fixture.mine(fixture.genesis());
    submit(chain, fourth);
    assertThat(
            List.of(first, siblings.get(1), third, fourth).stream()
                .filter(block -> store.block(block.hash()).isPresent()))
        .as("only three have room")
        .hasSize(3);
    assertThat(chain.tip().height().value()).isEqualTo(3);
  }

  @Test
  void droppedSideBlockIsGoneFromTheStoreAndCanComeAgain() {
    Chain chain = fixture.chain(store, sideHeaders(2));
    List<Block> active = fixture.mineBranch(fixture.genesis(), 2);
    Block side = fixture.mine(fixture.genesis());
    submit(chain, active);
    assertThat(submit(chain, side)).isEqualTo(Verdicts.SIDE_BRANCH);
    List<Block> ahead = fixture.mineBranch(active.get(1).hash(), 2);
    ahead.forEach(block -> header(chain, block));
    assertThat(store.header(side.hash())).isEmpty();
    assertThat(store.block(side.hash())).isEmpty();
    assertThat(chain.condemnation(side.hash())).isEmpty();
    submit(chain, ahead);
    assertThat(submit(chain, side)).isEqualTo(Verdicts.SIDE_BRANCH);
    assertThat(fixture.chain(store, sideHeaders(2)).header(side.hash())).isPresent();
  }
}
