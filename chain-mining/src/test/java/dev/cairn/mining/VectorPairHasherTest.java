package dev.cairn.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.Seeds;
import dev.cairn.core.block.DigestPairHasher;
import dev.cairn.core.block.MerkleTree;
import dev.cairn.core.block.PairHasher;
import dev.cairn.core.value.TransactionId;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VectorPairHasherTest {

  private final PairHasher vector = new VectorPairHasher();

  @Test
  void givesTheRootsOfTheCore() {
    Random random = Seeds.random("givesTheRootsOfTheCore");
    IntStream.concat(IntStream.rangeClosed(1, 300), IntStream.of(9_001))
        .forEach(
            leaves -> {
              List<TransactionId> ids = Stream.generate(() -> id(random)).limit(leaves).toList();
              assertThat(MerkleTree.of(ids, vector))
                  .as("%s leaves", leaves)
                  .isEqualTo(MerkleTree.of(ids));
            });
  }

  @Test
  void leavesWhatIsBehindThePairsAsItIs() {
    Random random = Seeds.random("leavesWhatIsBehindThePairsAsItIs");
    for (int pairs = 0; pairs <= 100; pairs++) {
      byte[] nodes = new byte[64 * pairs + 33];
      random.nextBytes(nodes);
      byte[] before = nodes.clone();
      byte[] expected = nodes.clone();
      new DigestPairHasher().hashPairs(expected, pairs);

      vector.hashPairs(nodes, pairs);

      assertThat(Arrays.copyOf(nodes, 32 * pairs)).isEqualTo(Arrays.copyOf(expected, 32 * pairs));
      assertThat(Arrays.copyOfRange(nodes, 64 * pairs, nodes.length))
          .isEqualTo(Arrays.copyOfRange(before, 64 * pairs, nodes.length));
    }
  }

  @Test
  void refusesMorePairsThanThereAre() {
    byte[] nodes = new byte[64 * 100 - 1];

    assertThatThrownBy(() -> vector.hashPairs(nodes, 100))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(nodes).containsOnly(0);
  }

  private static TransactionId id(Random random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return TransactionId.of(bytes);
  }
}
