package dev.cairn.core.value;

import dev.cairn.core.verdict.Checked;

/** The plain SHA-256 of a document, shown as {@code sha256sum} shows it. */
public final class Sha256Digest extends Bytes32 {

  /** All bytes zero. */
  public static final Sha256Digest ZERO = of(new byte[LENGTH]);

  private Sha256Digest(byte[] source, int offset) {
    super(source, offset);
  }

  /**
   * From exactly 32 bytes, in the order in which they are hashed and stored.
   *
   * @throws IllegalArgumentException when there are not 32
   */
  public static Sha256Digest of(byte[] bytes) {
    return new Sha256Digest(requireLength(bytes), 0);
  }

  /** From the 32 bytes that begin at {@code offset}. */
  public static Sha256Digest of(byte[] source, int offset) {
    return new Sha256Digest(source, offset);
  }

  /** Reads the 64 hexadecimal digits of {@link #toString}. */
  public static Checked<Sha256Digest> parse(String text) {
    return HexText.parse(text, LENGTH).map(Sha256Digest::of);
  }

  /** The bytes in hexadecimal, the first one first. */
  @Override
  public String toString() {
    return toHex();
  }
}
