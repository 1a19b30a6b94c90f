package dev.cairn.net.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.cairn.core.verdict.Rejection;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What one protobuf field may hold.
 *
 * @param name as p2p.proto has it
 * @param unit the length in bytes of one item of {@link Kind#BYTES}, else 1
 * @param min the least value of a number; of the rest 1 where something must be there, else 0
 * @param max the greatest value of a number, or the most items, bytes of text or messages
 * @param inner the messages that it holds
 */
record FieldLimit(
    String name,
    int number,
    Kind kind,
    int unit,
    long min,
    long max,
    @Nullable MessageLimits inner) {

  /** How a field is encoded. */
  enum Kind {
    /** A varint: uint32, uint64 or bool. */
    NUMBER(0),
    /** Eight bytes of any value. */
    FIXED64(1),
    /** Items of one length, end to end. */
    BYTES(2),
    /** UTF-8. */
    TEXT(2),
    /** The member of a oneof. */
    MESSAGE(2),
    /** Repeated messages. */
    MESSAGES(2);

    private final int wireType;

    Kind(int wireType) {
      this.wireType = wireType;
    }

    /** Protobuf's number for the encoding. */
    int wireType() {
      return wireType;
    }
  }

  FieldLimit {
    if (number < 1 || number >= Long.SIZE || (kind != Kind.NUMBER && min > 1)) {
      throw new IllegalArgumentException("field " + name + " = " + number + ", min " + min);
    }
  }

  static FieldLimit number(String name, int number, long min, long max) {
    return new FieldLimit(name, number, Kind.NUMBER, 1, min, max, null);
  }

  static FieldLimit fixed64(String name, int number) {
    return new FieldLimit(name, number, Kind.FIXED64, 1, 0, 1, null);
  }

  /** Always so many bytes. */
  static FieldLimit exactly(String name, int number, int length) {
    return new FieldLimit(name, number, Kind.BYTES, length, 1, 1, null);
  }

  /** Nothing or so many bytes. */
  static FieldLimit optionally(String name, int number, int length) {
    return new FieldLimit(name, number, Kind.BYTES, length, 0, 1, null);
  }

  static FieldLimit items(String name, int number, int length, int min, int max) {
    return new FieldLimit(name, number, Kind.BYTES, length, min, max, null);
  }

  static FieldLimit bytes(String name, int number, int min, long max) {
    return new FieldLimit(name, number, Kind.BYTES, 1, min, max, null);
  }

  static FieldLimit text(String name, int number, int min, int max) {
    return new FieldLimit(name, number, Kind.TEXT, 1, min, max, null);
  }

  static FieldLimit message(int number, MessageLimits inner) {
    return new FieldLimit(inner.fieldName(), number, Kind.MESSAGE, 1, 0, 1, inner);
  }

  static FieldLimit messages(String name, int number, int max, MessageLimits inner) {
    return new FieldLimit(name, number, Kind.MESSAGES, 1, 0, max, inner);
  }

  /** Whether absent, which protobuf has for zero and for empty, is refused. */
  boolean isRequired() {
    return min > 0;
  }

  /** The longest that bytes or text may be, in bytes. */
  long lengthMax() {
    return unit * max;
  }

  /** What is wrong with a number; null when nothing is. */
  @Nullable Rejection faultOfNumber(long value) {
    return value < min || value > max
        ? refusal(WireFault.VALUE_OUT_OF_RANGE_ON_WIRE, Long.toUnsignedString(value))
        : null;
  }

  /** What is wrong with bytes or text of this length; null when nothing is. */
  @Nullable Rejection faultOfLength(long length) {
    if (length == 0) {
      return isRequired() ? refusal(WireFault.FIELD_MISSING, "nothing") : null;
    }
    if (unit > 1 && max == 1) {
      return length == unit ? null : refusal(WireFault.LENGTH_WRONG, length + " bytes");
    }
    if (length > lengthMax()) {
      return refusal(
          unit > 1 ? WireFault.LIST_TOO_LONG : WireFault.FIELD_TOO_LONG, length + " bytes");
    }
    return length % unit == 0 ? null : refusal(WireFault.LENGTH_NOT_MULTIPLE, length + " bytes");
  }

  Rejection refusal(WireFault fault, String got) {
    return Rejection.of(fault, name + ": " + got, expectation());
  }

  /** The limit for a person. */
  private String expectation() {
    String range = min == max ? String.valueOf(max) : min + " to " + max;
    return switch (kind) {
      case NUMBER -> range;
      case FIXED64 -> "8 bytes";
      case BYTES -> unit == 1 ? range + " bytes" : range + " times " + unit + " bytes";
      case TEXT -> range + " bytes of text";
      case MESSAGE, MESSAGES -> range + " messages";
    };
  }

  /**
   * A number of ours.
   *
   * @throws IllegalArgumentException when it is beyond the limit
   */
  long checked(long value) {
    requireNoFault(faultOfNumber(value));
    return value;
  }

  /**
   * Bytes of ours, without a copy: nobody may change them.
   *
   * @throws IllegalArgumentException when they are beyond the limit
   */
  ByteString checked(byte[] owned) {
    requireNoFault(faultOfLength(owned.length));
    return UnsafeByteOperations.unsafeWrap(owned);
  }

  /**
   * Text of ours.
   *
   * @throws IllegalArgumentException when it is beyond the limit
   */
  String checked(String text) {
    requireNoFault(faultOfLength(text.getBytes(StandardCharsets.UTF_8).length));
    return text;
  }

  private static void requireNoFault(@Nullable Rejection fault) {
    if (fault != null) {
      throw new IllegalArgumentException("cannot be sent: " + fault);
    }
  }
}
