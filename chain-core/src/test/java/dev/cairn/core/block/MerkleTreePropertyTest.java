package dev.cairn.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.TransactionId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MerkleTreePropertyTest {

  @Test
  void agreesWithTheDefinitionForAllSizes() {
    Random random = Seeds.random("agreesWithTheDefinitionForAllSizes");
    for (int size = 1; size <= 200; size++) {
      List<TransactionId> ids = draw(random, size, Integer.MAX_VALUE);
      assertThat(MerkleTree.of(ids)).as("%d leaves", size).isEqualTo(define(ids));
    }
  }

  @Test
  void agreesWithTheDefinitionWhenLeavesAreRepeated() {
    Random random = Seeds.random("agreesWithTheDefinitionWhenLeavesAreRepeated");
    int mutated = 0;
    int rounds = Seeds.rounds(500, 20_000);
    for (int round = 0; round < rounds; round++) {
      List<TransactionId> ids = draw(random, 1 + random.nextInt(24), 1 + random.nextInt(8));
      if (random.nextBoolean()) {
        int tail = Math.min(ids.size(), 1 << random.nextInt(4));
        ids.addAll(List.copyOf(ids.subList(ids.size() - tail, ids.size())));
      }
      MerkleTree.Result result = MerkleTree.of(ids);
      assertThat(result).as("%s", ids).isEqualTo(define(ids));
      mutated += result.mutated() ? 1 : 0;
    }
    assertThat(mutated).isBetween(rounds / 10, rounds * 9 / 10);
  }

  @Test
  void listsWithTheSameRootAreMutatedButForOne() {
    // What CVE-2012-2459 needs: two unmutated lists of one root must not exist.
    Random random = Seeds.random("listsWithTheSameRootAreMutatedButForOne");
    for (int size = 1; size <= 32; size++) {
      List<TransactionId> ids = draw(random, size, Integer.MAX_VALUE);
      MerkleRoot root = MerkleTree.of(ids).root();
      for (int tail = 1; tail <= size; tail++) {
        List<TransactionId> longer = new ArrayList<>(ids);
        longer.addAll(ids.subList(size - tail, size));
        MerkleTree.Result result = MerkleTree.of(longer);
        assertThat(result.mutated() || !result.root().equals(root)).isTrue();
      }
    }
  }

  /** Level by level with new lists, as the definition reads. */
  private static MerkleTree.Result define(List<TransactionId> ids) {
    List<byte[]> level = new ArrayList<>();
    ids.forEach(id -> level.add(id.toArray()));
    return define(level, false);
  }

  private static MerkleTree.Result define(List<byte[]> level, boolean mutatedBelow) {
    if (level.size() == 1) {
      return new MerkleTree.Result(MerkleRoot.of(level.get(0)), mutatedBelow);
    }
    boolean mutated = mutatedBelow;
    for (int i = 0; i + 1 < level.size(); i += 2) {
      mutated |= Arrays.equals(level.get(i), level.get(i + 1));
    }
    List<byte[]> present = new ArrayList<>(level);
    if (present.size() % 2 == 1) {
      present.add(present.get(present.size() - 1));
    }
    List<byte[]> above = new ArrayList<>();
    for (int i = 0; i < present.size(); i += 2) {
      byte[] once = Sha256.hash(present.get(i), present.get(i + 1));
      above.add(Sha256.hash(once));
    }
    return define(above, mutated);
  }

  private static List<TransactionId> draw(Random random, int size, int kinds) {
    List<TransactionId> ids = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      byte[] number = Integer.toString(random.nextInt(kinds)).getBytes(StandardCharsets.US_ASCII);
      ids.add(TransactionId.of(Sha256.hash(number)));
    }
    return ids;
  }
}
