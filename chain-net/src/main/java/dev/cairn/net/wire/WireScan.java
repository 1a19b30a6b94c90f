package dev.cairn.net.wire;

import dev.cairn.core.verdict.Rejection;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks a frame once, before protobuf's parser makes objects of it, and allocates nothing unless it
 * refuses. What passes holds exactly one known message, no group, no field twice, no field beyond
 * its limit in {@link WireSchema}, no varint longer than needed, and few fields that are unknown.
 *
 * <p>It goes only as deep as the schema does: bytes of unknown fields are skipped, not looked into.
 */
final class WireScan {

  private static final long FIELD_NUMBER_MAX = (1L << 29) - 1;

  private final ByteBuffer frame;
  private int at;
  private int unknownFields;
  private long unknownBytes;
  private @Nullable Rejection refusal;

  private WireScan(ByteBuffer frame) {
    this.frame = frame;
    at = frame.position();
  }

  /** What is wrong with what remains in the buffer, whose position stays. */
  static Optional<Rejection> firstFault(ByteBuffer frame) {
    WireScan scan = new WireScan(frame);
    scan.message(WireSchema.ENVELOPE, frame.limit());
    return Optional.ofNullable(scan.refusal);
  }

  private void message(MessageLimits message, int end) {
    long seen = 0;
    int repetitions = 0;
    while (at < end && refusal == null) {
      int fieldStart = at;
      long tag = varint(end);
      int wireType = (int) tag & 7;
      long number = tag >>> 3;
      if (!isTagAllowed(wireType, number)) {
        return;
      }
      FieldLimit field = message.field(number);
      if (field == null) {
        unknown(wireType, fieldStart, end, message.isOneof() && seen == 0);
        continue;
      }
      repetitions += field.kind() == FieldLimit.Kind.MESSAGES ? 1 : 0;
      if (isExpected(message, field, wireType, seen, repetitions)) {
        seen |= 1L << number;
        value(message, field, end);
      }
    }
    checkComplete(message, seen);
  }

  private boolean isTagAllowed(int wireType, long number) {
    if (refusal == null && (number < 1 || number > FIELD_NUMBER_MAX)) {
      refuse(WireFault.PROTOBUF_MALFORMED, "field number " + number, "1 to 2^29 - 1");
    }
    if (wireType == 3 || wireType == 4) {
      refuse(WireFault.GROUP_NOT_ALLOWED, "a group at byte " + position(), "none");
    }
    if (wireType > 5) {
      refuse(WireFault.PROTOBUF_MALFORMED, "wire type " + wireType, "0, 1, 2 or 5");
    }
    return refusal == null;
  }

  private boolean isExpected(
      MessageLimits message, FieldLimit field, int wireType, long seen, int repetitions) {
    if (wireType != field.kind().wireType()) {
      refuse(field.refusal(WireFault.WIRE_TYPE_WRONG, "wire type " + wireType), message);
    } else if (message.isOneof() && seen != 0) {
      refuse(WireFault.MESSAGE_REPEATED, "another message: " + field.name(), "one message");
    } else if (field.kind() == FieldLimit.Kind.MESSAGES) {
      if (repetitions > field.max()) {
        refuse(field.refusal(WireFault.LIST_TOO_LONG, "more than " + field.max()), message);
      }
    } else if ((seen >>> field.number() & 1) != 0) {
      refuse(field.refusal(WireFault.FIELD_REPEATED, "a second one"), message);
    }
    return refusal == null;
  }

  private void value(MessageLimits message, FieldLimit field, int end) {
    switch (field.kind()) {
      case NUMBER -> {
        long value = varint(end);
        if (refusal == null) {
          refuse(field.faultOfNumber(value), message);
        }
      }
      case FIXED64 -> skip(8, end);
      case BYTES, TEXT -> {
        int length = length(end);
        if (refusal == null) {
          refuse(field.faultOfLength(length), message);
          at += length;
        }
      }
      case MESSAGE, MESSAGES -> {
        int length = length(end);
        MessageLimits inner = field.inner();
        if (refusal == null && inner != null) {
          message(inner, at + length);
        }
      }
    }
  }

  private void checkComplete(MessageLimits message, long seen) {
    if (refusal == null && message.isOneof() && seen == 0) {
      refuse(
          unknownFields == 0 ? WireFault.MESSAGE_MISSING : WireFault.MESSAGE_UNKNOWN,
          unknownFields + " unknown fields",
          "a message of version 1");
    }
    for (int i = 0; i < message.fields().size() && refusal == null; i++) {
      FieldLimit field = message.fields().get(i);
      if (field.isRequired() && (seen >>> field.number() & 1) == 0) {
        refuse(field.refusal(WireFault.FIELD_MISSING, "nothing"), message);
      }
    }
  }

  private void unknown(int wireType, int fieldStart, int end, boolean mayBeTheMessage) {
    switch (wireType) {
      case 0 -> varint(end);
      case 1 -> skip(8, end);
      case 2 -> skip(length(end), end);
      default -> skip(4, end);
    }
    unknownFields++;
    unknownBytes += at - fieldStart;
    if (unknownFields > WireSchema.UNKNOWN_FIELDS_MAX
        || unknownBytes > WireSchema.UNKNOWN_BYTES_MAX) {
      refuse(
          mayBeTheMessage ? WireFault.MESSAGE_UNKNOWN : WireFault.UNKNOWN_FIELDS_TOO_MANY,
          unknownFields + " unknown fields of " + unknownBytes + " bytes",
          WireSchema.UNKNOWN_FIELDS_MAX + " of " + WireSchema.UNKNOWN_BYTES_MAX + " bytes");
    }
  }

  /** The length that stands here, of bytes that are all there; 0 after a refusal. */
  private int length(int end) {
    long length = varint(end);
    if (length < 0 || length > end - at) {
      refuseTruncated(length, end);
      return 0;
    }
    return (int) length;
  }

  private void skip(int length, int end) {
    if (length > end - at) {
      refuseTruncated(length, end);
    } else {
      at += length;
    }
  }

  private void refuseTruncated(long length, int end) {
    refuse(
        WireFault.PROTOBUF_MALFORMED,
        (end - at) + " bytes at byte " + position(),
        Long.toUnsignedString(length) + " bytes");
  }

  /** The unsigned varint that stands here; 0 after a refusal. */
  private long varint(int end) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (at >= end) {
        refuseTruncated(1, end);
        return 0;
      }
      byte next = frame.get(at++);
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        boolean isTooLarge = shift == 63 && next > 1;
        boolean isTooLong = shift > 0 && next == 0;
        return isTooLarge || isTooLong ? overlong() : value;
      }
    }
    return overlong();
  }

  private long overlong() {
    refuse(WireFault.VARINT_OVERLONG, "a varint before byte " + position(), "its shortest form");
    return 0;
  }

  /** Where the scan is, from the beginning of the frame. */
  private int position() {
    return at - frame.position();
  }

  private void refuse(WireFault fault, String got, String expected) {
    if (refusal == null) {
      refusal = Rejection.of(fault, got, expected);
    }
  }

  private void refuse(@Nullable Rejection fault, MessageLimits message) {
    if (refusal == null && fault != null) {
      refusal = fault.in(message.name());
    }
  }
}
