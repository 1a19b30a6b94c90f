package dev.cairn.core.chain;

import static dev.cairn.core.chain.ChainFixture.LATER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.block.Block;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.BlockHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any order of the headers and bodies of a tree, with repetitions, leads to the same chain. */
class BodyOrderPropertyTest {

  private static final int ORDERS = 5;

  @Test
  void everyOrderOfValidBlocksGivesTheBestTipAndItsState() {
    Random random = Seeds.random("BodyOrderPropertyTest.valid");
    for (int round = 0; round < Seeds.rounds(40, 3_000); round++) {
      ChainFixture fixture = fixture(round);
      check(new RandomTree(fixture, random, 4 + random.nextInt(20), 0), random);
    }
  }

  @Test
  void everyOrderWithInvalidBlocksGivesTheBestValidTipAndItsState() {
    Random random = Seeds.random("BodyOrderPropertyTest.invalid");
    for (int round = 0; round < Seeds.rounds(40, 3_000); round++) {
      ChainFixture fixture = fixture(round);
      check(new RandomTree(fixture, random, 4 + random.nextInt(20), 15), random);
    }
  }

  private static ChainFixture fixture(int round) {
    NetworkParameters.Builder network =
        round % 2 == 0 ? ChainFixture.network() : ChainFixture.networkWithDifficulty();
    return new ChainFixture(network.build(), Applications.standard());
  }

  private static void check(RandomTree tree, Random random) {
    for (int i = 0; i < ORDERS; i++) {
      InMemoryChainStore store = new InMemoryChainStore();
      Chain chain = tree.fixture.chain(store, ChainLimits.DEFAULT);
      ListenerLog log = new ListenerLog(chain);
      for (Runnable submission : submissions(tree, chain, random)) {
        submission.run();
        log.assertComplete();
      }
      assertRight(tree, chain, log);
      assertThat(tree.fixture.chain(store, ChainLimits.DEFAULT).tip().hash())
          .isEqualTo(chain.tip().hash());
    }
  }

  private static List<Runnable> submissions(RandomTree tree, Chain chain, Random random) {
    List<Runnable> all = new ArrayList<>();
    for (Block block : tree.blocks) {
      Runnable header = () -> chain.submitHeader(block.header(), Origin.LOCAL, LATER);
      Runnable body = () -> chain.submitBlock(block, LATER);
      all.add(body);
      Collections.addAll(all, header, random.nextBoolean() ? header : body);
    }
    Collections.shuffle(all, random);
    return all;
  }

  private static void assertRight(RandomTree tree, Chain chain, ListenerLog log) {
    assertThat(chain.tip().header().work()).isEqualTo(tree.mostWork());
    tree.winner().ifPresent(best -> assertThat(chain.tip().hash()).isEqualTo(best.hash()));
    assertThat(chain.tip().state().digest())
        .isEqualTo(tree.fixture.at(chain.tip().hash()).state().digest());
    Replay.assertSameAs(chain);
    assertThat(chain.waitingBytes()).isZero();
    for (BlockHash hash : log.condemned.keySet()) {
      assertThat(tree.isValid(hash)).isFalse();
    }
    for (Block block : tree.blocks) {
      assertThat(chain.header(block.hash()).isPresent() || !tree.isValid(block.hash())).isTrue();
    }
  }
}
