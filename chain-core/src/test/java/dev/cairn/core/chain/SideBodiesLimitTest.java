package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static dev.cairn.core.chain.ChainFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes of the bodies off the active chain are bounded, in one run or in several. */
class SideBodiesLimitTest {

  private static final Verdict FULL = Verdicts.limit(LocalLimit.SIDE_BODIES_FULL);

  private final ChainFixture fixture = new ChainFixture();
  private int messages;

  private static ChainLimits sideBytes(long bytes) {
    return new ChainLimits(20_000, 100, bytes, 100, 1 << 20, 1 << 20);
  }

  /** Blocks of different sizes. */
  private List<Block> branch(BlockHash parent, int length) {
    List<Block> blocks = new ArrayList<>();
    BlockHash tip = parent;
    for (int i = 0; i < length; i++) {
      messages++;
      blocks.add(fixture.on(tip).message(Bytes.of(new byte[messages])).mine());
      tip = blocks.get(i).hash();
    }
    return blocks;
  }

  private static long bytes(List<Block> blocks) {
    return blocks.stream().mapToLong(Block::size).sum();
  }

  private static boolean stores(ChainStore store, List<Block> blocks) {
    return blocks.stream().allMatch(block -> store.block(block.hash()).isPresent());
  }

  @Test
  void leastWorthyBodyIsNotTakenAboveTheLimitAlsoAfterReopening() {
    List<Block> active = branch(fixture.genesis(), 5);
    List<Block> rich = branch(fixture.genesis(), 3);
    List<Block> poor = branch(fixture.genesis(), 1);
    long all = bytes(rich) + bytes(poor);
    for (long limit = all - 1; limit <= all + 1; limit++) {
      for (boolean reopens : new boolean[] {false, true}) {
        InMemoryChainStore store = new InMemoryChainStore();
        Chain chain = fixture.chain(store, sideBytes(limit));
        submit(chain, active);
        assertThat(submit(chain, rich)).isEqualTo(Verdicts.SIDE_BRANCH);
        if (reopens) {
          chain = fixture.chain(store, sideBytes(limit));
        }
        boolean fits = limit >= all;
        assertThat(submit(chain, poor)).isEqualTo(fits ? Verdicts.SIDE_BRANCH : FULL);
        assertThat(stores(store, poor)).isEqualTo(fits);
        assertThat(stores(store, rich)).isTrue();
        assertThat(stores(store, active)).isTrue();
        assertThat(chain.condemnation(poor.get(0).hash())).isEmpty();
      }
    }
  }

  @Test
  void blocksThatLeftTheActiveChainCountAlsoAfterReopening() {
    List<Block> old = branch(fixture.genesis(), 3);
    List<Block> better = branch(fixture.genesis(), 5);
    List<Block> poor = branch(fixture.genesis(), 1);
    long room = Math.max(bytes(old) + bytes(poor), bytes(better.subList(0, 3)));
    assertThat(room).as("enough to reorganise").isGreaterThan(bytes(better.subList(0, 3)));
    for (long limit = room - 1; limit <= room + 1; limit++) {
      for (boolean reopens : new boolean[] {false, true}) {
        InMemoryChainStore store = new InMemoryChainStore();
        Chain chain = fixture.chain(store, sideBytes(limit));
        submit(chain, old);
        if (reopens) {
          chain = fixture.chain(store, sideBytes(limit));
        }
        assertThat(submit(chain, better)).isEqualTo(Verdicts.ACTIVE);
        assertThat(stores(store, old)).isTrue();
        assertThat(submit(chain, poor)).isEqualTo(limit >= room ? Verdicts.SIDE_BRANCH : FULL);
        assertThat(stores(store, old)).isTrue();
      }
    }
  }

  /** One way to bring the blocks of a little tree, in which no two leaves have the same work. */
  private final class Story {
    private final List<Block> old = branch(fixture.genesis(), 5);
    private final List<Block> waiting = branch(old.get(0).hash(), 2);
    private final List<Block> poor = branch(fixture.genesis(), 1);
    private final List<Block> better = branch(old.get(2).hash(), 4);
    private final List<Block> late = branch(old.get(2).hash(), 1);

    /** What is said to the bodies in their order. */
    List<Verdict> tell(ChainStore store, ChainLimits limits, boolean reopens) {
      List<Block> bodies = new ArrayList<>(old);
      bodies.add(waiting.get(1));
      bodies.addAll(poor);
      bodies.add(waiting.get(0));
      bodies.addAll(better.subList(0, 3));
      bodies.addAll(late);
      bodies.addAll(better.subList(3, 4));
      Chain chain = fixture.chain(store, limits);
      List<Verdict> verdicts = new ArrayList<>();
      for (Block body : bodies) {
        if (reopens) {
          chain = fixture.chain(store, limits);
        }
        if (body.equals(waiting.get(1))) {
          chain.submitHeader(waiting.get(0).header(), Origin.LOCAL, LATER);
        }
        verdicts.add(submit(chain, body));
      }
      return verdicts;
    }

    List<Block> all() {
      List<Block> all = new ArrayList<>();
      List.of(old, waiting, poor, better, late).forEach(all::addAll);
      return all;
    }
  }

  @Test
  void verdictsAreThoseOfOneRunWhenTheChainIsReopenedBeforeEachBody() {
    Story story = new Story();
    List<Integer> refusals = new ArrayList<>();
    for (long limit = 0; limit <= bytes(story.all()); limit += 10) {
      InMemoryChainStore inOneRun = new InMemoryChainStore();
      InMemoryChainStore inMany = new InMemoryChainStore();

      List<Verdict> verdicts = story.tell(inOneRun, sideBytes(limit), false);

      assertThat(story.tell(inMany, sideBytes(limit), true)).as("" + limit).isEqualTo(verdicts);
      assertThat(inMany.tip()).isEqualTo(inOneRun.tip());
      for (Block block : story.all()) {
        assertThat(inMany.block(block.hash())).isEqualTo(inOneRun.block(block.hash()));
      }
      refusals.add((int) verdicts.stream().filter(FULL::equals).count());
    }
    assertThat(refusals).first().isEqualTo(5);
    assertThat(refusals).last().isEqualTo(0);
    assertThat(refusals).contains(1, 2);
  }

  @Test
  void leastWorthyBodiesGoWhenReopenedWithASmallerLimit() {
    List<Block> active = branch(fixture.genesis(), 5);
    List<Block> rich = branch(fixture.genesis(), 3);
    List<Block> poor = branch(fixture.genesis(), 2);
    long all = bytes(rich) + bytes(poor);
    for (long limit = all - 1; limit <= all; limit++) {
      InMemoryChainStore store = new InMemoryChainStore();
      Chain chain = fixture.chain(store, ChainLimits.DEFAULT);
      submit(chain, active);
      submit(chain, rich);
      submit(chain, poor);

      Chain smaller = fixture.chain(store, sideBytes(limit));

      assertThat(stores(store, poor.subList(1, 2))).isEqualTo(limit == all);
      assertThat(smaller.header(poor.get(1).hash()).isPresent()).isEqualTo(limit == all);
      assertThat(stores(store, poor.subList(0, 1))).isTrue();
      assertThat(stores(store, rich)).isTrue();
      assertThat(stores(store, active)).isTrue();
      assertThat(smaller.tip().hash()).isEqualTo(active.get(4).hash());
    }
  }

  @Test
  void chainGrowsWithoutAnyRoomForSideBodies() {
    InMemoryChainStore store = new InMemoryChainStore();
    Chain chain = fixture.chain(store, sideBytes(0));
    List<Block> active = branch(fixture.genesis(), 3);
    for (Block block : active) {
      assertThat(submit(chain, block)).isEqualTo(Verdicts.ACTIVE);
    }
    assertThat(submit(chain, branch(fixture.genesis(), 1))).isEqualTo(FULL);
    assertThat(stores(store, active)).isTrue();
  }

  @Test
  void ofEqualBodiesTheSameOneGoesAlsoAfterReopening() {
    List<Block> active = branch(fixture.genesis(), 5);
    for (int round = 0; round < 10; round++) {
      List<Block> siblings = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        siblings.addAll(branch(fixture.genesis(), 1));
      }
      List<Boolean> inOneRun = storedAfter(active, siblings, false);
      assertThat(inOneRun).contains(false).contains(true);
      assertThat(storedAfter(active, siblings, true)).isEqualTo(inOneRun);
    }
  }

  private List<Boolean> storedAfter(List<Block> active, List<Block> siblings, boolean reopens) {
    InMemoryChainStore store = new InMemoryChainStore();
    ChainLimits limits = sideBytes(bytes(siblings) - 1);
    Chain chain = fixture.chain(store, limits);
    submit(chain, active);
    submit(chain, siblings.subList(0, 3));
    if (reopens) {
      chain = fixture.chain(store, limits);
    }
    submit(chain, siblings.get(3));
    return siblings.stream().map(block -> stores(store, List.of(block))).toList();
  }
}
