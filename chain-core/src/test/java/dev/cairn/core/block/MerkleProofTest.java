package dev.cairn.core.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.Seeds;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MerkleProofTest {

  /** Transactions 0 to 69: 98 bytes and more, all different. */
  private static final List<Bytes> TRANSACTIONS = transactions();

  private static final int MOST = 70;

  @Test
  void provesEveryTransactionOfEverySize() {
    for (int size = 1; size <= MOST; size++) {
      MerkleRoot root = root(size);
      for (int index = 0; index < size; index++) {
        MerkleProof proof = proof(size, index);
        assertThat(proof.index()).isEqualTo(index);
        assertThat(proof.path()).hasSize(32 - Integer.numberOfLeadingZeros(size - 1));
        assertThat(proof.check(TRANSACTIONS.get(index), root))
            .as("%d of %d", index, size)
            .isEmpty();
        assertThat(
                proof.rootWith(TransactionId.of(Sha256.hash256(TRANSACTIONS.get(index).toArray()))))
            .isEqualTo(root);
      }
    }
  }

  @Test
  void refusesEveryOtherTransaction() {
    MerkleRoot root = root(13);
    for (int index = 0; index < 13; index++) {
      MerkleProof proof = proof(13, index);
      for (int other = 0; other < MOST; other++) {
        if (other != index) {
          assertRefused(ProofFault.PROOF_ROOT_MISMATCH, proof.check(TRANSACTIONS.get(other), root));
        }
      }
    }
  }

  @Test
  void refusesAnotherRoot() {
    assertRefused(
        ProofFault.PROOF_ROOT_MISMATCH, proof(13, 4).check(TRANSACTIONS.get(4), root(12)));
  }

  @Test
  void refusesEveryChangedBitOfThePath() {
    for (int size : new int[] {2, 3, 13}) {
      int index = size - 1;
      MerkleProof proof = proof(size, index);
      MerkleRoot root = root(size);
      for (int level = 0; level < proof.path().size(); level++) {
        for (int bit = 0; bit < 256; bit++) {
          byte[] node = proof.path().get(level).toArray();
          node[bit / 8] ^= (byte) (1 << (bit % 8));
          List<MerkleRoot> path = new ArrayList<>(proof.path());
          path.set(level, MerkleRoot.of(node));
          assertRefused(
              ProofFault.PROOF_ROOT_MISMATCH,
              new MerkleProof(index, path).check(TRANSACTIONS.get(index), root));
        }
      }
    }
  }

  @Test
  void refusesEveryOtherIndex() {
    for (int size = 1; size <= MOST; size++) {
      MerkleRoot root = root(size);
      for (int index = 0; index < size; index++) {
        MerkleProof proof = proof(size, index);
        for (int other = 0; other < 2 << proof.path().size(); other++) {
          Optional<Rejection> verdict =
              new MerkleProof(other, proof.path()).check(TRANSACTIONS.get(index), root);
          assertThat(verdict.isEmpty())
              .as("index %d for %d of %d", other, index, size)
              .isEqualTo(other == index);
        }
      }
    }
  }

  @Test
  void refusesTheIndexOfTheCopyThatFillsALevel() {
    // Three leaves make four places: the last one is the third leaf again.
    assertRefused(
        ProofFault.PROOF_INDEX_OF_COPY,
        new MerkleProof(3, proof(3, 2).path()).check(TRANSACTIONS.get(2), root(3)));
    // Five leaves make eight: 5, 6 and 7 are copies of 4, on the lowest level or the next.
    for (int copy = 5; copy < 8; copy++) {
      assertRefused(
          ProofFault.PROOF_INDEX_OF_COPY,
          new MerkleProof(copy, proof(5, 4).path()).check(TRANSACTIONS.get(4), root(5)));
    }
    assertThat(proof(5, 4).check(TRANSACTIONS.get(4), root(5))).isEmpty();
  }

  @Test
  void refusesIndexesFrom2ToTheLengthOn() {
    for (int index = 0; index <= 9; index++) {
      Optional<Rejection> verdict =
          new MerkleProof(index, proof(8, 7).path()).check(TRANSACTIONS.get(7), root(8));
      if (index == 7) {
        assertThat(verdict).isEmpty();
      } else {
        Reason reason =
            index < 8 ? ProofFault.PROOF_ROOT_MISMATCH : ProofFault.PROOF_INDEX_OUT_OF_RANGE;
        assertRefused(reason, verdict);
      }
    }
    assertRefused(
        ProofFault.PROOF_INDEX_OUT_OF_RANGE,
        new MerkleProof(1, List.of()).check(TRANSACTIONS.get(0), root(1)));
    assertRefused(
        ProofFault.PROOF_INDEX_OUT_OF_RANGE,
        new MerkleProof(Long.MAX_VALUE, proof(8, 7).path()).check(TRANSACTIONS.get(7), root(8)));
  }

  @Test
  void refusesShorterAndLongerPaths() {
    MerkleProof proof = proof(13, 5);
    List<MerkleRoot> path = proof.path();
    for (int length = 0; length < path.size(); length++) {
      Reason reason =
          length < 3 ? ProofFault.PROOF_INDEX_OUT_OF_RANGE : ProofFault.PROOF_ROOT_MISMATCH;
      assertRefused(
          reason, new MerkleProof(5, path.subList(0, length)).check(TRANSACTIONS.get(5), root(13)));
    }
    List<MerkleRoot> longer = new ArrayList<>(path);
    longer.add(root(13));
    assertRefused(
        ProofFault.PROOF_ROOT_MISMATCH,
        new MerkleProof(5, longer).check(TRANSACTIONS.get(5), root(13)));
    List<MerkleRoot> fromTheSecondOn = path.subList(1, path.size());
    assertRefused(
        ProofFault.PROOF_ROOT_MISMATCH,
        new MerkleProof(2, fromTheSecondOn).check(TRANSACTIONS.get(5), root(13)));
  }

  @Test
  void judgesPathsOf31To33Nodes() {
    for (int length = 31; length <= 33; length++) {
      // All to the right: our node is always the left child, which is index 0.
      List<MerkleRoot> path = Collections.nCopies(length, MerkleRoot.ZERO);
      byte[] node = Sha256.hash256(TRANSACTIONS.get(0).toArray());
      for (int level = 0; level < length; level++) {
        node = Sha256.hash256(Arrays.copyOf(node, 64));
      }
      Optional<Rejection> verdict =
          new MerkleProof(0, path).check(TRANSACTIONS.get(0), MerkleRoot.of(node));
      if (length <= 32) {
        assertThat(verdict).as("%d nodes", length).isEmpty();
      } else {
        assertRefused(ProofFault.PROOF_TOO_LONG, verdict);
      }
    }
  }

  @Test
  void judgesTheGreatestIndexOfTheLongestPath() {
    List<MerkleRoot> path = Collections.nCopies(32, MerkleRoot.ZERO);
    byte[] node = Sha256.hash256(TRANSACTIONS.get(0).toArray());
    for (int level = 0; level < 32; level++) {
      node = Sha256.hash256(ByteBuffer.allocate(64).position(32).put(node).array());
    }
    MerkleRoot root = MerkleRoot.of(node);
    long greatest = (1L << 32) - 1;
    assertThat(new MerkleProof(greatest, path).check(TRANSACTIONS.get(0), root)).isEmpty();
    assertRefused(
        ProofFault.PROOF_INDEX_OUT_OF_RANGE,
        new MerkleProof(greatest + 1, path).check(TRANSACTIONS.get(0), root));
  }

  @Test
  void refusesAnInnerNodeThatPosesAsATransaction() {
    // The 64 bytes below the root hash to it, as the bytes of a transaction would.
    byte[] children = new byte[64];
    TransactionId.of(Sha256.hash256(TRANSACTIONS.get(0).toArray())).copyTo(children, 0);
    TransactionId.of(Sha256.hash256(TRANSACTIONS.get(1).toArray())).copyTo(children, 32);
    MerkleRoot root = root(2);
    assertThat(MerkleRoot.of(Sha256.hash256(children))).isEqualTo(root);
    assertRefused(
        ProofFault.PROOF_TRANSACTION_TOO_SHORT,
        new MerkleProof(0, List.of()).check(Bytes.of(children), root));
    // The same one level above a leaf of a larger tree.
    assertRefused(
        ProofFault.PROOF_TRANSACTION_TOO_SHORT,
        new MerkleProof(0, proof(4, 0).path().subList(1, 2)).check(Bytes.of(children), root(4)));
  }

  @Test
  void refusesTransactionsShorterThan98Bytes() {
    for (int length = 96; length <= 99; length++) {
      Bytes transaction = Bytes.of(new byte[length]);
      MerkleRoot root = MerkleRoot.of(Sha256.hash256(transaction.toArray()));
      Optional<Rejection> verdict = new MerkleProof(0, List.of()).check(transaction, root);
      if (length < 98) {
        assertRefused(ProofFault.PROOF_TRANSACTION_TOO_SHORT, verdict);
      } else {
        assertThat(verdict).isEmpty();
      }
    }
  }

  @Test
  void refusesNegativeIndexes() {
    assertThatIllegalArgumentException().isThrownBy(() -> new MerkleProof(-1, List.of()));
  }

  @Test
  void cannotBeChangedThroughItsPath() {
    List<MerkleRoot> path = new ArrayList<>(proof(2, 0).path());
    MerkleProof proof = new MerkleProof(0, path);
    path.clear();
    assertThat(proof).isEqualTo(proof(2, 0));
  }

  @Test
  void isWrittenAsIndexLengthAndPath() {
    MerkleProof proof = new MerkleProof(253, List.of(MerkleRoot.ZERO, node(1)));
    assertThat(proof.encode().toHex())
        .isEqualTo("fdfd00" + "02" + "00".repeat(32) + node(1).toHex());
    assertThat(new MerkleProof(0, List.of()).encode().toHex()).isEqualTo("0000");
  }

  @Test
  void isReadAsItWasWritten() {
    for (int size : new int[] {1, 2, 3, 13, 70}) {
      for (int index = 0; index < size; index++) {
        MerkleProof proof = proof(size, index);
        assertThat(MerkleProof.decode(proof.encode()).value()).isEqualTo(proof);
      }
    }
    MerkleProof extreme = new MerkleProof(Long.MAX_VALUE, Collections.nCopies(32, MerkleRoot.ZERO));
    assertThat(MerkleProof.decode(extreme.encode()).value()).isEqualTo(extreme);
  }

  @Test
  void refusesToReadPathsOf33Nodes() {
    Bytes encoded = new MerkleProof(0, Collections.nCopies(33, MerkleRoot.ZERO)).encode();
    assertRefused(ProofFault.PROOF_TOO_LONG, MerkleProof.decode(encoded).rejection());
    // Without any of the nodes that it announces, too: nothing is read or allocated for them.
    Bytes announced = Bytes.ofHex("00" + "ff" + "ffffffffffffff7f");
    assertRefused(ProofFault.PROOF_TOO_LONG, MerkleProof.decode(announced).rejection());
  }

  @Test
  void refusesToReadEveryTruncation() {
    Bytes encoded = proof(13, 5).encode();
    for (int length = 0; length < encoded.length(); length++) {
      assertRefused(Rule.TRUNCATED, MerkleProof.decode(encoded.slice(0, length)).rejection());
    }
  }

  @Test
  void refusesToReadWhatIsNotCanonical() {
    assertRefused(Rule.TRAILING_BYTES, MerkleProof.decode(Bytes.ofHex("000000")).rejection());
    assertRefused(
        Rule.VARINT_NOT_SHORTEST, MerkleProof.decode(Bytes.ofHex("fd050000")).rejection());
    assertRefused(
        Rule.VARINT_NOT_SHORTEST, MerkleProof.decode(Bytes.ofHex("00fd0000")).rejection());
    assertRefused(
        Rule.VALUE_OUT_OF_RANGE,
        MerkleProof.decode(Bytes.ofHex("ff0000000000000080" + "00")).rejection());
  }

  @Test
  void readsAnyBytesWithoutAnException() {
    Random random = Seeds.random("readsAnyBytesWithoutAnException");
    for (int round = 0; round < Seeds.rounds(5000, 500_000); round++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      if (bytes.length > 2 && random.nextBoolean()) {
        bytes[0] &= 0x7f;
        bytes[1] = (byte) ((bytes.length - 2) / 32);
      }
      Checked<MerkleProof> checked = MerkleProof.decode(Bytes.of(bytes));
      if (checked.isPassed()) {
        assertThat(checked.value().encode()).isEqualTo(Bytes.of(bytes));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFaultHasAHint(ProofFault fault) {
    assertThat(fault.hint()).isNotBlank();
    assertThat(fault.name()).startsWith("PROOF_");
  }

  private static void assertRefused(Reason reason, Optional<Rejection> verdict) {
    assertThat(verdict.map(Rejection::reason)).hasValue(reason);
  }

  private static MerkleProof proof(int size, int index) {
    return MerkleTree.proof(ids(size), index);
  }

  private static MerkleRoot root(int size) {
    return MerkleTree.of(ids(size)).root();
  }

  private static List<TransactionId> ids(int size) {
    return TRANSACTIONS.subList(0, size).stream()
        .map(transaction -> TransactionId.of(Sha256.hash256(transaction.toArray())))
        .toList();
  }

  private static MerkleRoot node(int number) {
    return MerkleRoot.of(Sha256.hash(new byte[] {(byte) number}));
  }

  private static List<Bytes> transactions() {
    List<Bytes> transactions = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      byte[] bytes = new byte[98 + i];
      bytes[0] = (byte) i;
      transactions.add(Bytes.of(bytes));
    }
    return transactions;
  }
}
