package dev.cairn.core.value;

import dev.cairn.core.verdict.Checked;

/**
 * A digest of the whole state at one height, to see divergence at once (docs/consensus.md, section
 * 11). It is not a commitment that an adversary cannot forge, and no header carries it.
 */
public final class StateDigest extends Bytes32 {

  /** All bytes zero. */
  public static final StateDigest ZERO = of(new byte[LENGTH]);

  private StateDigest(byte[] source, int offset) {
    super(source, offset);
  }

  /**
   * From exactly 32 bytes, in the order in which they are hashed and stored.
   *
   * @throws IllegalArgumentException when there are not 32
   */
  public static StateDigest of(byte[] bytes) {
    return new StateDigest(requireLength(bytes), 0);
  }

  /** From the 32 bytes that begin at {@code offset}. */
  public static StateDigest of(byte[] source, int offset) {
    return new StateDigest(source, offset);
  }

  /** Reads the 64 hexadecimal digits of {@link #toString}. */
  public static Checked<StateDigest> parse(String text) {
    return HexText.parse(text, LENGTH).map(StateDigest::of);
  }

  /** The bytes in hexadecimal, the first one first. */
  @Override
  public String toString() {
    return toHex();
  }
}
