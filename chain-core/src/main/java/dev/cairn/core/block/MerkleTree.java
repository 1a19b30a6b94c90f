package dev.cairn.core.block;

import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.TransactionId;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Bitcoin's Merkle tree over the ids of a block's transactions, the coinbase first
 * (docs/consensus.md, section 7). A node is hash256 of its two children, 64 bytes; on a level with
 * an odd number of nodes the last one is its own neighbour:
 *
 * <pre>
 *            root
 *          /      \
 *        ab        cc
 *       /  \      /  \
 *      a    b    c   (c)
 * </pre>
 */
public final class MerkleTree {

  private static final int NODE = MerkleRoot.LENGTH;

  /** The nodes of the lowest level that was not yet reduced, in the front of the array. */
  private final byte[] nodes;

  private int width;
  private boolean mutated;
  private final MessageDigest digest = Sha256.fresh();

  /**
   * What a list of ids comes to.
   *
   * @param mutated whether two nodes side by side, both present, are equal on any level. Then a
   *     shorter list has the same root (CVE-2012-2459): such a body is refused, and its header not
   *     condemned, for the shorter one may be the right one
   */
  public record Result(MerkleRoot root, boolean mutated) {}

  private MerkleTree(List<TransactionId> leaves) {
    if (leaves.isEmpty()) {
      throw new IllegalArgumentException("a tree has at least one leaf");
    }
    width = leaves.size();
    nodes = new byte[Math.multiplyExact(width, NODE)];
    int offset = 0;
    for (TransactionId leaf : leaves) {
      leaf.copyTo(nodes, offset);
      offset += NODE;
    }
  }

  /**
   * The root over these ids, in this order.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Result of(List<TransactionId> leaves) {
    MerkleTree tree = new MerkleTree(leaves);
    while (tree.width > 1) {
      tree.reduceOneLevel();
    }
    return new Result(MerkleRoot.of(tree.nodes, 0), tree.mutated);
  }

  /**
   * Proves that the id at this index is among these ids.
   *
   * @throws IllegalArgumentException when there is no id
   * @throws IndexOutOfBoundsException when there is no id at the index
   */
  public static MerkleProof proof(List<TransactionId> leaves, int index) {
    MerkleTree tree = new MerkleTree(leaves);
    Objects.checkIndex(index, leaves.size());
    List<MerkleRoot> path = new ArrayList<>();
    int position = index;
    while (tree.width > 1) {
      int neighbour = Math.min(position ^ 1, tree.width - 1);
      path.add(MerkleRoot.of(tree.nodes, neighbour * NODE));
      tree.reduceOneLevel();
      position >>= 1;
    }
    return new MerkleProof(index, path);
  }

  private void reduceOneLevel() {
    int parents = (width + 1) / 2;
    for (int parent = 0; parent < parents; parent++) {
      int left = 2 * parent * NODE;
      boolean hasRight = 2 * parent + 1 < width;
      int right = hasRight ? left + NODE : left;
      mutated |= hasRight && areEqual(left, right);
      hashPair(left, right, parent * NODE);
    }
    width = parents;
  }

  private boolean areEqual(int left, int right) {
    return Arrays.equals(nodes, left, left + NODE, nodes, right, right + NODE);
  }

  /** The parent takes the place of a node that is not needed any more. */
  private void hashPair(int left, int right, int parent) {
    if (right == left + NODE) {
      digest.update(nodes, left, 2 * NODE);
    } else {
      digest.update(nodes, left, NODE);
      digest.update(nodes, right, NODE);
    }
    digestInto(parent);
    digest.update(nodes, parent, NODE);
    digestInto(parent);
  }

  private void digestInto(int offset) {
    try {
      digest.digest(nodes, offset, NODE);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 does not fit 32 bytes", e);
    }
  }
}
