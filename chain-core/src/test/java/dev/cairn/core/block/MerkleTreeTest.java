package dev.cairn.core.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.Json;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.TransactionId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {

  @Test
  void givesTheRootsOfBitcoinsBlocks() {
    List<?> blocks = list(object(Json.resource("vectors/bitcoin-blocks.json")), "blocks");
    assertThat(blocks).hasSize(2);
    for (Object each : blocks) {
      Map<?, ?> block = object(each);
      List<TransactionId> ids = new ArrayList<>();
      for (Object id : list(block, "transactionIds")) {
        ids.add(TransactionId.parse((String) id).value());
      }
      MerkleTree.Result result = MerkleTree.of(ids);
      assertThat(result.root()).hasToString((String) block.get("merkleRoot"));
      assertThat(result.mutated()).isFalse();
      assertThat(ids).hasSizeGreaterThan(1);
    }
  }

  @Test
  void rootOfOneTransactionIsItsId() {
    // Bitcoin's genesis block, whose Merkle root is the id of its coinbase
    String id = "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b";
    MerkleTree.Result result = MerkleTree.of(List.of(TransactionId.parse(id).value()));
    assertThat(result.root()).hasToString(id);
    assertThat(result.mutated()).isFalse();
  }

  @Test
  void rootOfTwoIsTheirDoubleHash() {
    byte[] pair = new byte[64];
    id(1).copyTo(pair, 0);
    id(2).copyTo(pair, 32);
    assertThat(MerkleTree.of(ids(1, 2)).root()).isEqualTo(MerkleRoot.of(Sha256.hash256(pair)));
  }

  @Test
  void lastOfAnOddLevelIsItsOwnNeighbour() {
    byte[] left = MerkleTree.of(ids(1, 2)).root().toArray();
    byte[] pair = new byte[64];
    id(3).copyTo(pair, 0);
    id(3).copyTo(pair, 32);
    byte[] top = ByteBuffer.allocate(64).put(left).put(Sha256.hash256(pair)).array();
    assertThat(MerkleTree.of(ids(1, 2, 3)))
        .isEqualTo(new MerkleTree.Result(MerkleRoot.of(Sha256.hash256(top)), false));
  }

  @Test
  void refusesToTakeTheRootOfNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.of(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.proof(List.of(), 0));
  }

  @Test
  void refusesToProveWhatIsNotThere() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> MerkleTree.proof(ids(1, 2, 3), 3));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> MerkleTree.proof(ids(1, 2, 3), -1));
  }

  @Test
  void detectsARepeatedLastLeaf() {
    assertMutationOf(ids(1, 2, 3), ids(1, 2, 3, 3));
    assertThat(MerkleTree.of(ids(1, 1)).mutated()).isTrue();
  }

  @Test
  void detectsARepeatedPairAtTheEnd() {
    assertMutationOf(ids(1, 2, 3, 4, 5, 6), ids(1, 2, 3, 4, 5, 6, 5, 6));
  }

  @Test
  void detectsARepetitionOnAHigherLevel() {
    assertMutationOf(
        ids(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
        ids(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 9, 10, 11, 12));
    assertMutationOf(
        ids(1, 2, 3, 4, 5, 6, 7, 8, 9), ids(1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9, 9, 9, 9, 9));
  }

  @Test
  void detectsARepetitionInTheMiddle() {
    assertThat(MerkleTree.of(ids(1, 2, 3, 3, 4, 5)).mutated()).isTrue();
    assertThat(MerkleTree.of(ids(1, 2, 1, 2, 4)).mutated()).isTrue();
  }

  @Test
  void takesNoRepetitionAcrossPairsForAMutation() {
    // No shorter list has the same root: that a transaction occurs twice is for other rules.
    assertThat(MerkleTree.of(ids(1, 2, 2, 3)).mutated()).isFalse();
    assertThat(MerkleTree.of(ids(1, 2, 3, 1)).mutated()).isFalse();
    assertThat(MerkleTree.of(ids(3, 4, 1, 2, 1, 2)).mutated()).isFalse();
  }

  @Test
  void doesNotChangeTheList() {
    List<TransactionId> ids = new ArrayList<>(ids(1, 2, 3));
    MerkleTree.of(ids);
    MerkleTree.proof(ids, 1);
    assertThat(ids).isEqualTo(ids(1, 2, 3));
  }

  private static void assertMutationOf(List<TransactionId> honest, List<TransactionId> mutated) {
    assertThat(MerkleTree.of(honest).mutated()).isFalse();
    assertThat(MerkleTree.of(mutated).mutated()).isTrue();
    assertThat(MerkleTree.of(mutated).root()).isEqualTo(MerkleTree.of(honest).root());
  }

  private static List<TransactionId> ids(int... numbers) {
    List<TransactionId> ids = new ArrayList<>();
    for (int number : numbers) {
      ids.add(id(number));
    }
    return ids;
  }

  private static TransactionId id(int number) {
    return TransactionId.of(Sha256.hash256(new byte[] {(byte) number}));
  }

  private static Map<?, ?> object(@Nullable Object json) {
    return (Map<?, ?>) Objects.requireNonNull(json);
  }

  private static List<?> list(Map<?, ?> object, String name) {
    return (List<?>) Objects.requireNonNull(object.get(name));
  }
}
