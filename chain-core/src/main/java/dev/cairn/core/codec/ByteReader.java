package dev.cairn.core.codec;

import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Bytes32;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the canonical encoding from bytes that a stranger may have sent: no input makes it throw,
 * or allocate more than the input's size.
 *
 * <p>The first failure sticks. Later reads give zeros or nothing and move nothing, so a decoder is
 * straight-line code that ends in {@link #finish}; only its loops ask {@link #failed}. Confined to
 * one thread.
 */
public final class ByteReader {

  /** The greatest length of {@link #array} that is answered with zeros after a failure. */
  private static final int ZEROS_LENGTH_MAX = 128;

  private static final byte[] ZEROS = new byte[Bytes32.LENGTH];

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] source;
  private final int start;
  private final int end;
  private int next;
  private @Nullable Rejection failure;

  /** Reads a whole array, which is not copied and must not change meanwhile. */
  public ByteReader(byte[] source) {
    this(source, 0, source.length);
  }

  /** Reads a copy of these bytes. */
  public ByteReader(Bytes source) {
    this(source.toArray());
  }

  /**
   * Reads a part of an array, which is not copied and must not change meanwhile.
   *
   * @throws IndexOutOfBoundsException when the part is not inside the array
   */
  public ByteReader(byte[] source, int offset, int length) {
    this.source = source;
    start = Objects.checkFromIndexSize(offset, length, source.length);
    end = offset + length;
    next = start;
  }

  /** Makes one kind of 32-byte value, as {@code BlockHash::of} does. */
  @FunctionalInterface
  public interface Kind<T extends Bytes32> {
    /** The value of the 32 bytes that begin at {@code offset}, copied. */
    T of(byte[] source, int offset);
  }

  /** One byte, 0..255. */
  public int u8() {
    return has(1) ? source[skip(1)] & 0xff : 0;
  }

  /** Four bytes, 0..2^32-1. */
  public long u32() {
    return has(4) ? (int) INT.get(source, skip(4)) & 0xffff_ffffL : 0;
  }

  /** Eight bytes, 0..2^63-1. What has the highest bit is refused. */
  public long u64() {
    if (!has(8)) {
      return 0;
    }
    long value = (long) LONG.get(source, next);
    if (value < 0) {
      refuseRange(value);
      return 0;
    }
    next += 8;
    return value;
  }

  /**
   * Bitcoin's CompactSize, 0..2^63-1. A longer form than needed is refused, for it would give one
   * structure several encodings.
   */
  public long varint() {
    if (!has(1)) {
      return 0;
    }
    int first = source[next] & 0xff;
    int length = first < 0xfd ? 1 : 1 + (1 << (first - 0xfc));
    if (!has(length)) {
      return 0;
    }
    long value = varintOf(first, next + 1);
    if (value < 0) {
      refuseRange(value);
      return 0;
    }
    if (ByteWriter.varintSize(value) != length) {
      refuse(
          Rule.VARINT_NOT_SHORTEST,
          length + " bytes for " + value + " at position " + position(),
          ByteWriter.varintSize(value) + " bytes");
      return 0;
    }
    next += length;
    return value;
  }

  private long varintOf(int first, int at) {
    return switch (first) {
      case 0xfd -> (short) SHORT.get(source, at) & 0xffffL;
      case 0xfe -> (int) INT.get(source, at) & 0xffff_ffffL;
      case 0xff -> (long) LONG.get(source, at);
      default -> first;
    };
  }

  /** So many bytes, of a length that may come from the input; empty after a failure. */
  public Bytes bytes(long length) {
    return has(length) ? Bytes.of(source, skip((int) length), (int) length) : Bytes.EMPTY;
  }

  /**
   * So many bytes, of a length that the format fixes. After a failure zeros, up to a length of 128,
   * so that what is made of them finds its length; beyond that an empty array.
   */
  public byte[] array(int length) {
    if (has(length)) {
      int from = skip(length);
      return Arrays.copyOfRange(source, from, from + length);
    }
    return new byte[length < 0 || length > ZEROS_LENGTH_MAX ? 0 : length];
  }

  /** A value of 32 bytes, as in {@code reader.bytes32(BlockHash::of)}; all zero after a failure. */
  public <T extends Bytes32> T bytes32(Kind<T> kind) {
    return has(Bytes32.LENGTH) ? kind.of(source, skip(Bytes32.LENGTH)) : kind.of(ZEROS.clone(), 0);
  }

  /** How many bytes were read. At a failure this stays where the refused value begins. */
  public int position() {
    return next - start;
  }

  /** A copy of the bytes that were read since this position: a structure as it stands there. */
  public byte[] since(int position) {
    return Arrays.copyOfRange(source, start + position, next);
  }

  /** How many bytes are left to read; 0 after a failure, so that a loop over them ends. */
  public int remaining() {
    return failed() ? 0 : end - next;
  }

  public boolean failed() {
    return failure != null;
  }

  /** Refuses what was read, unless something was refused before. */
  public void refuse(Reason reason, Object got, Object expected) {
    if (failure == null) {
      failure = Rejection.of(reason, got, expected);
    }
  }

  /** The first failure. */
  public Optional<Rejection> rejection() {
    return Optional.ofNullable(failure);
  }

  /**
   * Ends the reading. Bytes that are left are refused.
   *
   * @param value makes the result; only called when nothing was refused
   */
  public <T> Checked<T> finish(Supplier<T> value) {
    if (remaining() > 0) {
      refuse(Rule.TRAILING_BYTES, remaining() + " bytes after the end", "none");
    }
    Rejection why = failure;
    return why == null ? Checked.passed(value.get()) : Checked.refused(why);
  }

  /** Whether so many bytes can be read now; refuses when nothing failed before and they cannot. */
  private boolean has(long length) {
    if (failure != null) {
      return false;
    }
    if (length < 0) {
      refuseRange(length);
    } else if (length > end - next) {
      refuse(
          Rule.TRUNCATED,
          remaining() + " bytes at position " + position(),
          "at least " + length + " bytes");
    }
    return failure == null;
  }

  /** Moves on by so many bytes and returns where they begin. */
  private int skip(int length) {
    int from = next;
    next += length;
    return from;
  }

  private void refuseRange(long value) {
    refuse(
        Rule.VALUE_OUT_OF_RANGE,
        Long.toUnsignedString(value) + " at position " + position(),
        "less than 2^63");
  }
}
