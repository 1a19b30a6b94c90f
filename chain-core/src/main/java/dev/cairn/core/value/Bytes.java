package dev.cairn.core.value;

import dev.cairn.core.verdict.Checked;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An immutable sequence of bytes, ordered as unsigned bytes from the front. Copies in and out. */
public final class Bytes implements Comparable<Bytes> {

  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of these bytes. */
  public static Bytes of(byte... bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
  }

  /** These bytes without a copy: nobody else may hold the array. */
  static Bytes owning(byte[] bytes) {
    return new Bytes(bytes);
  }

  /**
   * A copy of a part of an array.
   *
   * @throws IndexOutOfBoundsException when the part is not inside the array
   */
  public static Bytes of(byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    return new Bytes(Arrays.copyOfRange(source, offset, offset + length));
  }

  /** Reads hexadecimal text of either case, without prefix: for what users type. */
  public static Checked<Bytes> parseHex(String hex) {
    return HexText.parse(hex).map(Bytes::new);
  }

  /**
   * Reads hexadecimal text that our own code wrote.
   *
   * @throws IllegalArgumentException when it is no hexadecimal text
   */
  public static Bytes ofHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  public int length() {
    return bytes.length;
  }

  /** The byte at this index, from 0. */
  public byte at(int index) {
    return bytes[index];
  }

  /** A copy of these bytes as an array. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** A copy of the part that begins at {@code from} and ends before {@code to}. */
  public Bytes slice(int from, int to) {
    return of(bytes, from, to - from);
  }

  /** Copies all bytes to {@code target} from {@code offset} on. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  /** Lowercase hexadecimal text. */
  public String toHex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Lowercase hexadecimal text; past 64 bytes only the beginning, with the length. */
  @Override
  public String toString() {
    return bytes.length <= 64
        ? toHex()
        : HexFormat.of().formatHex(bytes, 0, 32) + "... (" + bytes.length + " bytes)";
  }
}
