package dev.cairn.core.value;

import dev.cairn.core.verdict.Checked;

/**
 * The root of a block's Merkle tree (docs/consensus.md, section 7), or the genesis' commitment to
 * the network's parameters.
 */
public final class MerkleRoot extends Bytes32 {

  /** All bytes zero. */
  public static final MerkleRoot ZERO = of(new byte[LENGTH]);

  private MerkleRoot(byte[] source, int offset) {
    super(source, offset);
  }

  /**
   * From exactly 32 bytes, in the order in which they are hashed and stored.
   *
   * @throws IllegalArgumentException when there are not 32
   */
  public static MerkleRoot of(byte[] bytes) {
    return new MerkleRoot(requireLength(bytes), 0);
  }

  /** From the 32 bytes that begin at {@code offset}. */
  public static MerkleRoot of(byte[] source, int offset) {
    return new MerkleRoot(source, offset);
  }

  /** Reads the 64 hexadecimal digits of {@link #toString}: the last byte first. */
  public static Checked<MerkleRoot> parse(String text) {
    return HexText.parse(text, LENGTH).map(bytes -> of(reversed(bytes)));
  }

  /** The bytes in hexadecimal, the last one first, as miners and explorers show hashes. */
  @Override
  public String toString() {
    return toReversedHex();
  }
}
