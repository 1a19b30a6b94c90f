package dev.cairn.core.block;

import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.TransactionId;
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

  private static final PairHasher DIGEST = new DigestPairHasher();

  /**
   * The nodes of the lowest level that was not yet reduced, in the front of the array; behind them
   * there is room for the last one's copy.
   */
  private final byte[] nodes;

  private final PairHasher hasher;
  private int width;
  private boolean mutated;

  /**
   * What a list of ids comes to.
   *
   * @param mutated whether two nodes side by side, both present, are equal on any level. Then a
   *     shorter list has the same root (CVE-2012-2459): such a body is refused, and its header not
   *     condemned, for the shorter one may be the right one
   */
  public record Result(MerkleRoot root, boolean mutated) {}

  private MerkleTree(List<TransactionId> leaves, PairHasher hasher) {
    if (leaves.isEmpty()) {
      throw new IllegalArgumentException("a tree has at least one leaf");
    }
    this.hasher = hasher;
    width = leaves.size();
    nodes = new byte[Math.multiplyExact(Math.addExact(width, width & 1), NODE)];
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
    return of(leaves, DIGEST);
  }

  /** The same with a hasher of the caller's choice. */
  public static Result of(List<TransactionId> leaves, PairHasher hasher) {
    MerkleTree tree = new MerkleTree(leaves, hasher);
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
    MerkleTree tree = new MerkleTree(leaves, DIGEST);
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
    for (int left = 0; left + 1 < width; left += 2) {
      mutated |= areEqual(left * NODE, (left + 1) * NODE);
    }
    if ((width & 1) == 1) {
      System.arraycopy(nodes, (width - 1) * NODE, nodes, width * NODE, NODE);
    }
    width = (width + 1) / 2;
    hasher.hashPairs(nodes, width);
  }

  private boolean areEqual(int left, int right) {
    return Arrays.equals(nodes, left, left + NODE, nodes, right, right + NODE);
  }
}
