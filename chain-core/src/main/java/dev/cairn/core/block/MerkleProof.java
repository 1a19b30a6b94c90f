package dev.cairn.core.block;

import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Shows to somebody who has a block's header alone that the block includes a transaction
 * (docs/consensus.md, section 7). Canonical bytes:
 *
 * <pre>
 * +--------------+--------------------+---------------------------------+
 * | index varint | path length varint | path, 32 bytes each, leaf first |
 * +--------------+--------------------+---------------------------------+
 * </pre>
 *
 * <p>Any index and path can be held; whether they prove something is what {@link #check} tells. It
 * asks for the transaction's bytes, not its id: 64 bytes whose hash256 is in the tree may be two
 * nodes, and no transaction is that short.
 *
 * @param index the transaction's index in its block, from 0, the coinbase being 0
 * @param path the neighbours of the nodes between the transaction and the root, from the leaf up.
 *     Each is the root of the part of the tree below it, hence the type; the first one is an id
 */
public record MerkleProof(long index, List<MerkleRoot> path) {

  /** The greatest number of nodes in a path. */
  public static final int MAX_PATH_LENGTH = 32;

  /**
   * A proof that was not checked yet.
   *
   * @throws IllegalArgumentException when the index is negative
   */
  public MerkleProof {
    if (index < 0) {
      throw new IllegalArgumentException("negative index: " + index);
    }
    path = List.copyOf(path);
  }

  /**
   * Why this does not prove that the block with this root includes this transaction; empty when it
   * does. Reasons: {@link ProofFault}, the first one that holds. The bytes are not decoded: that
   * they are a valid transaction follows from the block being valid.
   *
   * @param transaction all bytes of the transaction, the signature included
   * @param root from a header that the caller trusts
   */
  public Optional<Rejection> check(Bytes transaction, MerkleRoot root) {
    if (path.size() > MAX_PATH_LENGTH) {
      return refused(ProofFault.PROOF_TOO_LONG, path.size(), "at most " + MAX_PATH_LENGTH);
    }
    if (index >>> path.size() != 0) {
      return refused(
          ProofFault.PROOF_INDEX_OUT_OF_RANGE, index, "less than " + (1L << path.size()));
    }
    if (transaction.length() < Coinbase.BYTES_MIN) {
      return refused(
          ProofFault.PROOF_TRANSACTION_TOO_SHORT,
          transaction.length() + " bytes",
          "at least " + Coinbase.BYTES_MIN);
    }
    return checkPath(Sha256.hash256(transaction.toArray()), root);
  }

  private Optional<Rejection> checkPath(byte[] leaf, MerkleRoot root) {
    byte[] node = leaf;
    boolean isCopy = false;
    for (int level = 0; level < path.size(); level++) {
      isCopy |= isRight(level) && Arrays.equals(path.get(level).toArray(), node);
      node = parent(node, level);
    }
    MerkleRoot computed = MerkleRoot.of(node);
    if (!computed.equals(root)) {
      return refused(ProofFault.PROOF_ROOT_MISMATCH, computed, root);
    }
    // Else a transaction at the end of an odd level would have several indexes.
    return isCopy
        ? refused(ProofFault.PROOF_INDEX_OF_COPY, index, "the index of the transaction itself")
        : Optional.empty();
  }

  /** The root of the tree with this id at the index: a few hashes, however wide the tree is. */
  public MerkleRoot rootWith(TransactionId id) {
    byte[] node = id.toArray();
    for (int level = 0; level < path.size(); level++) {
      node = parent(node, level);
    }
    return MerkleRoot.of(node);
  }

  private boolean isRight(int level) {
    return ((index >>> level) & 1) != 0;
  }

  private byte[] parent(byte[] node, int level) {
    byte[] pair = new byte[2 * MerkleRoot.LENGTH];
    System.arraycopy(node, 0, pair, isRight(level) ? MerkleRoot.LENGTH : 0, MerkleRoot.LENGTH);
    path.get(level).copyTo(pair, isRight(level) ? 0 : MerkleRoot.LENGTH);
    return Sha256.hash256(pair);
  }

  private static Optional<Rejection> refused(ProofFault fault, Object got, Object expected) {
    return Optional.of(Rejection.of(fault, got, expected));
  }

  /** The canonical bytes. */
  public Bytes encode() {
    ByteWriter writer = new ByteWriter().varint(index).varint(path.size());
    for (MerkleRoot node : path) {
      writer.bytes(node);
    }
    return writer.toBytes();
  }

  /**
   * Reads the canonical bytes; a path that is too long is refused before it is read. The proof is
   * not checked by that.
   */
  public static Checked<MerkleProof> decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    long index = reader.varint();
    long length = reader.varint();
    if (length > MAX_PATH_LENGTH) {
      reader.refuse(ProofFault.PROOF_TOO_LONG, length, "at most " + MAX_PATH_LENGTH);
    }
    List<MerkleRoot> path = new ArrayList<>();
    for (int i = 0; i < length && !reader.failed(); i++) {
      path.add(reader.bytes32(MerkleRoot::of));
    }
    return reader.finish(() -> new MerkleProof(index, path));
  }
}
