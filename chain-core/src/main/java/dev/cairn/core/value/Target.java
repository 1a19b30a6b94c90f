package dev.cairn.core.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The number that a block's hash must not exceed, 1..2^256-1: the smaller, the harder. Held in four
 * words, so that the check of a hash needs no further objects.
 */
public final class Target implements Comparable<Target> {

  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final BigInteger TWO_TO_256 = BigInteger.ONE.shiftLeft(256);

  /** 2^256-1, which every hash meets. */
  public static final Target MAX = of(TWO_TO_256.subtract(BigInteger.ONE));

  // The most significant word first, each unsigned.
  private final long word0;
  private final long word1;
  private final long word2;
  private final long word3;

  private Target(BigInteger number) {
    word0 = number.shiftRight(192).longValue();
    word1 = number.shiftRight(128).longValue();
    word2 = number.shiftRight(64).longValue();
    word3 = number.longValue();
  }

  /**
   * The target of this number.
   *
   * @throws IllegalArgumentException when it is not in 1..2^256-1
   */
  public static Target of(BigInteger number) {
    if (number.signum() <= 0 || number.bitLength() > 256) {
      throw new IllegalArgumentException("no target: " + number);
    }
    return new Target(number);
  }

  public BigInteger toBigInteger() {
    byte[] magnitude = new byte[Bytes32.LENGTH];
    BIG_ENDIAN.set(magnitude, 0, word0);
    BIG_ENDIAN.set(magnitude, 8, word1);
    BIG_ENDIAN.set(magnitude, 16, word2);
    BIG_ENDIAN.set(magnitude, 24, word3);
    return new BigInteger(1, magnitude);
  }

  /**
   * The canonical bits of the greatest target that bits can say and that does not exceed this one,
   * as in Bitcoin ({@code arith_uint256::GetCompact}).
   */
  public CompactBits toBits() {
    BigInteger number = toBigInteger();
    int size = (number.bitLength() + 7) / 8;
    int mantissa =
        size <= 3
            ? number.intValue() << (8 * (3 - size))
            : number.shiftRight(8 * (size - 3)).intValue();
    if ((mantissa & 0x800000) != 0) {
      // This bit is the sign: one byte less of mantissa keeps it clear.
      mantissa >>>= 8;
      size++;
    }
    return new CompactBits((size << 24) | mantissa);
  }

  /** Whether this hash, read as a little-endian number, is at most the target. */
  public boolean isMetBy(BlockHash hash) {
    return hash.compareLittleEndian(word0, word1, word2, word3) <= 0;
  }

  /** The number of hashes that a block at this target takes on average: 2^256 / (target + 1). */
  public Work work() {
    return Work.of(TWO_TO_256.divide(toBigInteger().add(BigInteger.ONE)));
  }

  /** The smaller, harder one of both. */
  public Target min(Target other) {
    return compareTo(other) <= 0 ? this : other;
  }

  @Override
  public int compareTo(Target other) {
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
  public boolean equals(@Nullable Object other) {
    return other instanceof Target that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(word0 ^ Long.rotateLeft(word1, 16) ^ Long.rotateLeft(word2, 32) ^ word3);
  }

  /** The 64 hexadecimal digits, the most significant one first. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(word0)
        + hex.toHexDigits(word1)
        + hex.toHexDigits(word2)
        + hex.toHexDigits(word3);
  }
}
