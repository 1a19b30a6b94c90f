package dev.cairn.net.sync;

import static dev.cairn.net.sync.Blocks.FIXTURE;
import static dev.cairn.net.sync.Blocks.last;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.block.Block;
import dev.cairn.core.value.BlockHash;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Peers of all kinds at random: one good one is enough. */
class SyncPropertyTest {

  private static final int LENGTH = 600;
  private static final int PEERS = 8;

  private static final List<ServedChain> CHAINS =
      List.of(
          ServedChain.of(Blocks.main(LENGTH)),
          ServedChain.of(Blocks.main(LENGTH - 1)),
          ServedChain.of(Blocks.main(LENGTH / 3)),
          ServedChain.of(Blocks.fork(LENGTH / 2, LENGTH / 3)),
          ServedChain.of(Blocks.fork(LENGTH - 5, 4)),
          ServedChain.of(Blocks.fork(0, LENGTH - 1)));

  @Test
  void getsTheBestChainWhoeverElseIsThere() {
    Random random = Seeds.random("getsTheBestChainWhoeverElseIsThere");
    for (int round = 0; round < Seeds.rounds(20, 500); round++) {
      long seed = random.nextLong();
      new Round(new Random(seed)).run("round " + round + ", " + seed);
    }
  }

  /** One world with random peers. */
  private static final class Round {
    private final Random random;
    private final SyncWorld world;
    private final List<FakePeer> all = new ArrayList<>();
    private final List<FakePeer> honest = new ArrayList<>();
    private final List<FakePeer> fickle = new ArrayList<>();
    private int lies;

    Round(Random random) {
      this.random = random;
      world =
          new SyncWorld(
              FIXTURE.chain(),
              Limits.with(
                  "downloadWindow",
                  16 << random.nextInt(7),
                  "headersAhead",
                  2_000 + random.nextInt(3_000)));
      world.judgeMillis = random.nextInt(20);
    }

    void run(String name) {
      FakePeer good = world.peer().with(CHAINS.get(0));
      slowly(good);
      honest.add(good);
      all.add(good);
      for (int i = 1; i < PEERS; i++) {
        all.add(stranger());
      }
      List<FakePeer> order = new ArrayList<>(all);
      Collections.shuffle(order, random);
      for (FakePeer peer : order) {
        world.connect(peer);
        world.time().runFor(random.nextInt(200));
        fickle.removeIf(this::mayVanish);
      }
      BlockHash best = last(Blocks.main(LENGTH)).hash();
      for (int i = 0; i < 2_000 && !world.chain().tip().hash().equals(best); i++) {
        world.time().runFor(100);
        fickle.removeIf(this::mayVanish);
      }
      assertThat(world.chain().tip().hash()).as(name).isEqualTo(best);
      assertThat(honest).as(name).allSatisfy(peer -> assertThat(peer.charges).isEmpty());
      assertThat(all)
          .as(name)
          .allSatisfy(
              peer -> {
                int again = peer.bodiesAsked.size() - new TreeSet<>(peer.bodiesAsked).size();
                assertThat(again).isLessThanOrEqualTo(lies); // a true copy was dropped for a lie
                assertThat(peer.inFlightMost).isLessThanOrEqualTo(16);
              });
    }

    private boolean mayVanish(FakePeer peer) {
      if (random.nextInt(20) > 0) {
        return false;
      }
      peer.vanish();
      return true;
    }

    private void slowly(FakePeer peer) {
      peer.latencyMillis = 1 + random.nextInt(150);
      peer.bodyMillis = random.nextInt(30);
    }

    private FakePeer stranger() {
      ServedChain chain = CHAINS.get(random.nextInt(CHAINS.size()));
      FakePeer peer = (random.nextBoolean() ? world.peer() : world.inboundPeer()).with(chain);
      slowly(peer);
      switch (random.nextInt(7)) {
        case 0 -> honest.add(peer);
        case 1 -> peer.answers = message -> random.nextInt(10) > 0;
        case 2 -> peer.has = hash -> random.nextInt(10) > 0;
        case 3 -> peer.lie = this::otherBody;
        case 4 -> peer.answers = message -> false;
        case 5 ->
            peer.claiming(BlockHash.of(new byte[32]), BigInteger.TWO.pow(random.nextInt(250)), 9);
        default -> fickle.add(peer);
      }
      return peer;
    }

    private Block otherBody(Block block) {
      return random.nextInt(5) > 0 ? block : lie(block);
    }

    private Block lie(Block block) {
      lies++;
      return new Block(block.header(), Blocks.MAIN.get(LENGTH + 1).coinbase(), List.of());
    }
  }
}
