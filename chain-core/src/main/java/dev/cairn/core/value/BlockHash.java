package dev.cairn.core.value;

import dev.cairn.core.verdict.Checked;

/** The identity of a block: hash256 of its 80 header bytes (docs/consensus.md, section 4). */
public final class BlockHash extends Bytes32 {

  /** All bytes zero. */
  public static final BlockHash ZERO = of(new byte[LENGTH]);

  private BlockHash(byte[] source, int offset) {
    super(source, offset);
  }

  /**
   * From exactly 32 bytes, in the order in which they are hashed and stored.
   *
   * @throws IllegalArgumentException when there are not 32
   */
  public static BlockHash of(byte[] bytes) {
    return new BlockHash(requireLength(bytes), 0);
  }

  /** From the 32 bytes that begin at {@code offset}. */
  public static BlockHash of(byte[] source, int offset) {
    return new BlockHash(source, offset);
  }

  /** Reads the 64 hexadecimal digits of {@link #toString}: the last byte first. */
  public static Checked<BlockHash> parse(String text) {
    return HexText.parse(text, LENGTH).map(bytes -> of(reversed(bytes)));
  }

  /** The bytes in hexadecimal, the last one first, as miners and explorers show hashes. */
  @Override
  public String toString() {
    return toReversedHex();
  }
}
