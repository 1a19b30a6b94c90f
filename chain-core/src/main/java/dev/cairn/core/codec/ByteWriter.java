package dev.cairn.core.codec;

import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Bytes32;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes the canonical encoding: little-endian integers without sign, lengths as varints. What
 * {@link ByteReader} would refuse cannot be written. Confined to one thread.
 */
public final class ByteWriter {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] buffer;
  private int size;

  /** A writer for small structures; it grows as needed. */
  public ByteWriter() {
    this(128);
  }

  /** A writer that grows only beyond so many bytes. */
  public ByteWriter(int expectedSize) {
    buffer = new byte[expectedSize];
  }

  /** How many bytes {@link #varint} writes for this value: 1, 3, 5 or 9. */
  public static int varintSize(long value) {
    requireRange(value, Long.MAX_VALUE);
    if (value < 0xfd) {
      return 1;
    }
    if (value <= 0xffff) {
      return 3;
    }
    return value <= 0xffff_ffffL ? 5 : 9;
  }

  /** One byte, 0..255. */
  public ByteWriter u8(int value) {
    requireRange(value, 0xff);
    int at = grow(1);
    buffer[at] = (byte) value;
    return this;
  }

  /** Four bytes, 0..2^32-1. */
  public ByteWriter u32(long value) {
    requireRange(value, 0xffff_ffffL);
    int at = grow(4);
    INT.set(buffer, at, (int) value);
    return this;
  }

  /** Eight bytes, 0..2^63-1. */
  public ByteWriter u64(long value) {
    requireRange(value, Long.MAX_VALUE);
    int at = grow(8);
    LONG.set(buffer, at, value);
    return this;
  }

  /** Bitcoin's CompactSize in its shortest form, 0..2^63-1. */
  public ByteWriter varint(long value) {
    int length = varintSize(value);
    int at = grow(length);
    switch (length) {
      case 1 -> buffer[at] = (byte) value;
      case 3 -> {
        buffer[at] = (byte) 0xfd;
        SHORT.set(buffer, at + 1, (short) value);
      }
      case 5 -> {
        buffer[at] = (byte) 0xfe;
        INT.set(buffer, at + 1, (int) value);
      }
      default -> {
        buffer[at] = (byte) 0xff;
        LONG.set(buffer, at + 1, value);
      }
    }
    return this;
  }

  /** The 32 bytes, without a length. */
  public ByteWriter bytes(Bytes32 value) {
    int at = grow(Bytes32.LENGTH);
    value.copyTo(buffer, at);
    return this;
  }

  /** The bytes, without their length. */
  public ByteWriter bytes(Bytes value) {
    int at = grow(value.length());
    value.copyTo(buffer, at);
    return this;
  }

  /** The bytes, without their length. */
  public ByteWriter bytes(byte[] value) {
    int at = grow(value.length);
    System.arraycopy(value, 0, buffer, at, value.length);
    return this;
  }

  /** How many bytes were written. */
  public int size() {
    return size;
  }

  /** A copy of what was written. */
  public byte[] toArray() {
    return Arrays.copyOf(buffer, size);
  }

  /** What was written. */
  public Bytes toBytes() {
    return Bytes.of(buffer, 0, size);
  }

  /** Makes room for so many bytes and returns where they begin. */
  private int grow(int length) {
    int start = size;
    int needed = Math.addExact(start, length);
    if (needed > buffer.length) {
      buffer =
          Arrays.copyOf(
              buffer, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * buffer.length)));
    }
    size = needed;
    return start;
  }

  private static void requireRange(long value, long max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(value + " is not in 0.." + max);
    }
  }
}
