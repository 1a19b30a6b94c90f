package dev.cairn.core.key;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The 64 bytes of an Ed25519 signature: the encoded point R, then the little-endian scalar S (RFC
 * 8032, section 5.1.6). That there are 64 of them says nothing about whether they are valid: that
 * is for {@link SignatureRule} to judge.
 */
public final class Signature {

  /** Number of bytes. */
  public static final int LENGTH = 64;

  private final byte[] bytes;

  private Signature(byte[] source, int offset) {
    Objects.checkFromIndexSize(offset, LENGTH, source.length);
    bytes = Arrays.copyOfRange(source, offset, offset + LENGTH);
  }

  /**
   * From a copy of exactly 64 bytes.
   *
   * @throws IllegalArgumentException when there are not 64
   */
  public static Signature of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("64 bytes expected, got " + bytes.length);
    }
    return new Signature(bytes, 0);
  }

  /**
   * From a copy of the 64 bytes that begin at {@code offset}.
   *
   * @throws IndexOutOfBoundsException when fewer than 64 bytes follow there
   */
  public static Signature of(byte[] source, int offset) {
    return new Signature(source, offset);
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** Writes the 64 bytes to {@code target} from {@code offset} on. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, LENGTH);
  }

  /** Lowercase hexadecimal text. */
  public String toHex() {
    return HexFormat.of().formatHex(bytes);
  }

  /** The bytes themselves, for readers in this package that neither keep nor change them. */
  byte[] uncopied() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Signature that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** As {@link #toHex}. */
  @Override
  public String toString() {
    return toHex();
  }
}
