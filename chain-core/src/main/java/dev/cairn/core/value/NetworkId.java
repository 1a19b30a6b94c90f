package dev.cairn.core.value;

import dev.cairn.core.verdict.Checked;

/**
 * The identity of a network: the hash of its genesis header (docs/consensus.md, section 9).
 * Whatever is signed is signed for one network.
 */
public final class NetworkId extends Bytes32 {

  /** All bytes zero. */
  public static final NetworkId ZERO = of(new byte[LENGTH]);

  private NetworkId(byte[] source, int offset) {
    super(source, offset);
  }

  /**
   * From exactly 32 bytes, in the order in which they are hashed and stored.
   *
   * @throws IllegalArgumentException when there are not 32
   */
  public static NetworkId of(byte[] bytes) {
    return new NetworkId(requireLength(bytes), 0);
  }

  /** From the 32 bytes that begin at {@code offset}. */
  public static NetworkId of(byte[] source, int offset) {
    return new NetworkId(source, offset);
  }

  /** Reads the 64 hexadecimal digits of {@link #toString}: the last byte first. */
  public static Checked<NetworkId> parse(String text) {
    return HexText.parse(text, LENGTH).map(bytes -> of(reversed(bytes)));
  }

  /** The bytes in hexadecimal, the last one first, as miners and explorers show hashes. */
  @Override
  public String toString() {
    return toReversedHex();
  }
}
