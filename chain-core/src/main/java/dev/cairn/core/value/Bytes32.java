package dev.cairn.core.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thirty-two bytes held in four words, so that nothing leaks and nothing can be changed. The kinds
 * of value below never equal one another, even with the same bytes.
 */
public abstract sealed class Bytes32 implements Comparable<Bytes32>
    permits BlockHash, TransactionId, MerkleRoot, NetworkId, PublicKey, StateDigest, Sha256Digest {

  /** Number of bytes. */
  public static final int LENGTH = 32;

  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final long word0;
  private final long word1;
  private final long word2;
  private final long word3;

  /** Takes 32 bytes from {@code source}, the first one at {@code offset}. */
  Bytes32(byte[] source, int offset) {
    Objects.checkFromIndexSize(offset, LENGTH, source.length);
    word0 = (long) BIG_ENDIAN.get(source, offset);
    word1 = (long) BIG_ENDIAN.get(source, offset + 8);
    word2 = (long) BIG_ENDIAN.get(source, offset + 16);
    word3 = (long) BIG_ENDIAN.get(source, offset + 24);
  }

  static byte[] requireLength(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("32 bytes expected, got " + bytes.length);
    }
    return bytes;
  }

  /** A copy of the bytes, in the order in which they are hashed and stored. */
  public final byte[] toArray() {
    byte[] bytes = new byte[LENGTH];
    copyTo(bytes, 0);
    return bytes;
  }

  /** The same 32 bytes as a sequence, for maps whose keys have any length. */
  public final Bytes toBytes() {
    return Bytes.owning(toArray());
  }

  /** Writes the 32 bytes to {@code target} from {@code offset} on. */
  public final void copyTo(byte[] target, int offset) {
    BIG_ENDIAN.set(target, offset, word0);
    BIG_ENDIAN.set(target, offset + 8, word1);
    BIG_ENDIAN.set(target, offset + 16, word2);
    BIG_ENDIAN.set(target, offset + 24, word3);
  }

  /** Lowercase hexadecimal text of the bytes in the order in which they are hashed and stored. */
  public final String toHex() {
    return HexFormat.of().formatHex(toArray());
  }

  /** Hexadecimal text from the last byte to the first, as miners and explorers show hashes. */
  final String toReversedHex() {
    return HexFormat.of().formatHex(reversed(toArray()));
  }

  static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  /** Whether all bytes are zero. */
  public final boolean isZero() {
    return (word0 | word1 | word2 | word3) == 0;
  }

  /**
   * Orders the 32 bytes as a little-endian number against another number, given in unsigned words,
   * the most significant first.
   */
  final int compareLittleEndian(long other0, long other1, long other2, long other3) {
    int order = Long.compareUnsigned(Long.reverseBytes(word3), other0);
    if (order == 0) {
      order = Long.compareUnsigned(Long.reverseBytes(word2), other1);
    }
    if (order == 0) {
      order = Long.compareUnsigned(Long.reverseBytes(word1), other2);
    }
    return order != 0 ? order : Long.compareUnsigned(Long.reverseBytes(word0), other3);
  }

  /** Orders as unsigned bytes, from the first byte on; the kind of value does not count. */
  @Override
  public final int compareTo(Bytes32 other) {
    int order = Long.compareUnsigned(word0, other.word0);
    if (order == 0) {
      order = Long.compareUnsigned(word1, other.word1);
    }
    if (order == 0) {
      order = Long.compareUnsigned(word2, other.word2);
    }
    return order != 0 ? order : Long.compareUnsigned(word3, other.word3);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof Bytes32 that
        && word0 == that.word0
        && word1 == that.word1
        && word2 == that.word2
        && word3 == that.word3
        && getClass() == that.getClass();
  }

  @Override
  public final int hashCode() {
    return Long.hashCode(word0 ^ Long.rotateLeft(word1, 16) ^ Long.rotateLeft(word2, 32) ^ word3);
  }
}
