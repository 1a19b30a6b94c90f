package dev.cairn.core.block;

/**
 * Hashes a level of a Merkle tree. The core has {@link DigestPairHasher}; a program that knows a
 * faster way on its machine hands that in.
 *
 * <p>Several threads may use one object, each with an array of its own.
 */
public interface PairHasher {

  /**
   * Replaces pairs of nodes by their parents: for each i below {@code pairs} the hash256 of the 64
   * bytes from 64 i on comes to the 32 bytes from 32 i on. What the other bytes of the pairs hold
   * afterwards is not said; those behind them stay as they are.
   *
   * @param nodes at least 64 bytes for each pair
   * @param pairs may be 0
   */
  void hashPairs(byte[] nodes, int pairs);
}
