package dev.cairn.core.value;

import dev.cairn.core.verdict.Checked;

/**
 * The identity of a transaction: hash256 of all its bytes, the signature included
 * (docs/consensus.md, section 5).
 */
public final class TransactionId extends Bytes32 {

  /** All bytes zero. */
  public static final TransactionId ZERO = of(new byte[LENGTH]);

  private TransactionId(byte[] source, int offset) {
    super(source, offset);
  }

  /**
   * From exactly 32 bytes, in the order in which they are hashed and stored.
   *
   * @throws IllegalArgumentException when there are not 32
   */
  public static TransactionId of(byte[] bytes) {
    return new TransactionId(requireLength(bytes), 0);
  }

  /** From the 32 bytes that begin at {@code offset}. */
  public static TransactionId of(byte[] source, int offset) {
    return new TransactionId(source, offset);
  }

  /** Reads the 64 hexadecimal digits of {@link #toString}: the last byte first. */
  public static Checked<TransactionId> parse(String text) {
    return HexText.parse(text, LENGTH).map(bytes -> of(reversed(bytes)));
  }

  /** The bytes in hexadecimal, the last one first, as miners and explorers show hashes. */
  @Override
  public String toString() {
    return toReversedHex();
  }
}
