package dev.cairn.core.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The Merkle tree and proofs of inclusion: docs/consensus.md, section 7. */
final class ReferenceMerkle {

  private ReferenceMerkle() {}

  static byte[] root(List<byte[]> leaves) {
    List<byte[]> level = leaves;
    while (level.size() > 1) {
      level = nextLevel(level);
    }
    return level.get(0);
  }

  static List<byte[]> nextLevel(List<byte[]> level) {
    List<byte[]> next = new ArrayList<>();
    for (int i = 0; i < level.size(); i += 2) {
      byte[] right = i + 1 < level.size() ? level.get(i + 1) : level.get(i);
      next.add(ReferenceHash.hash256(level.get(i), right));
    }
    return next;
  }

  /** Whether two nodes of one pair are equal at any level: CVE-2012-2459. */
  static boolean isMutated(List<byte[]> leaves) {
    List<byte[]> level = leaves;
    while (level.size() > 1) {
      for (int i = 0; i + 1 < level.size(); i += 2) {
        if (Arrays.equals(level.get(i), level.get(i + 1))) {
          return true;
        }
      }
      level = nextLevel(level);
    }
    return false;
  }

  /** The inclusion proof of the leaf at an index. */
  static byte[] prove(List<byte[]> leaves, int index) {
    List<byte[]> path = new ArrayList<>();
    List<byte[]> level = leaves;
    for (int i = index; level.size() > 1; i /= 2) {
      int sibling = i % 2 == 1 ? i - 1 : Math.min(i + 1, level.size() - 1);
      path.add(level.get(sibling));
      level = nextLevel(level);
    }
    ReferenceWriter out = new ReferenceWriter().varint(index).varint(path.size());
    path.forEach(out::bytes);
    return out.toArray();
  }

  /** "VALID", or the reason why a proof does not show that the transaction is in the tree. */
  static String judgeProof(byte[] proof, byte[] transaction, byte[] root) {
    try {
      checkProof(proof, transaction, root);
      return "VALID";
    } catch (ReferenceRefusal refusal) {
      return refusal.reason();
    }
  }

  private static void checkProof(byte[] proof, byte[] transaction, byte[] root) {
    ReferenceReader in = new ReferenceReader(proof);
    long index = in.varint();
    long length = in.varint();
    ReferenceRefusal.when(length > 32, "PROOF_TOO_LONG");
    List<byte[]> path = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      path.add(in.bytes(32));
    }
    in.end();
    ReferenceRefusal.when(index >= 1L << length, "PROOF_INDEX_OUT_OF_RANGE");
    ReferenceRefusal.when(transaction.length < 98, "PROOF_TRANSACTION_TOO_SHORT");
    byte[] node = ReferenceHash.hash256(transaction);
    for (int level = 0; level < length; level++) {
      boolean siblingStandsLeft = (index >> level & 1) == 1;
      byte[] sibling = path.get(level);
      node =
          siblingStandsLeft
              ? ReferenceHash.hash256(sibling, node)
              : ReferenceHash.hash256(node, sibling);
    }
    ReferenceRefusal.when(!Arrays.equals(node, root), "PROOF_ROOT_MISMATCH");
  }
}
