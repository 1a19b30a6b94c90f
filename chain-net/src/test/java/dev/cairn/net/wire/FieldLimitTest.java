package dev.cairn.net.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every field of every message at, below and above its limits, as the scan sees it. */
class FieldLimitTest {

  @Test
  void numbersKeepTheirRange() {
    forEachField(
        FieldLimit.Kind.NUMBER,
        (path, field) -> {
          for (long right : new long[] {Math.max(1, field.min()), field.max()}) {
            assertPasses(path, field, new RawFrame().number(field.number(), right));
          }
          for (long wrong : new long[] {field.max() + 1, 1L << 32, Long.MAX_VALUE, -1, 1L << 63}) {
            assertRefused(
                path,
                field,
                new RawFrame().number(field.number(), wrong),
                WireFault.VALUE_OUT_OF_RANGE_ON_WIRE);
          }
          assertZero(path, field, new RawFrame().number(field.number(), 0));
        });
  }

  private static void assertZero(MessageLimits path, FieldLimit field, RawFrame zero) {
    if (field.isRequired()) {
      assertRefused(path, field, zero, WireFault.VALUE_OUT_OF_RANGE_ON_WIRE);
      assertRefused(path, field, new RawFrame(), WireFault.FIELD_MISSING);
    } else {
      assertPasses(path, field, zero);
      assertPasses(path, field, new RawFrame());
    }
  }

  @Test
  void bytesAndTextsKeepTheirLength() {
    forEachField(FieldLimit.Kind.BYTES, FieldLimitTest::assertLengths);
    forEachField(FieldLimit.Kind.TEXT, FieldLimitTest::assertLengths);
  }

  private static void assertLengths(MessageLimits message, FieldLimit field) {
    int unit = field.unit();
    int max = (int) field.lengthMax();
    assertPasses(message, field, ofLength(field, unit));
    assertPasses(message, field, ofLength(field, max));
    assertRefused(message, field, ofLength(field, max + unit), faultBeyond(field));
    assertRefused(message, field, ofLength(field, max + 1), faultBeyond(field));
    if (unit > 1) {
      assertRefused(message, field, ofLength(field, max - 1), faultBetween(field));
      assertRefused(message, field, ofLength(field, 1), faultBetween(field));
    }
    for (RawFrame nothing : new RawFrame[] {ofLength(field, 0), new RawFrame()}) {
      if (field.isRequired()) {
        assertRefused(message, field, nothing, WireFault.FIELD_MISSING);
      } else {
        assertPasses(message, field, nothing);
      }
    }
  }

  private static WireFault faultBeyond(FieldLimit field) {
    if (field.unit() == 1) {
      return WireFault.FIELD_TOO_LONG;
    }
    return field.max() == 1 ? WireFault.LENGTH_WRONG : WireFault.LIST_TOO_LONG;
  }

  private static WireFault faultBetween(FieldLimit field) {
    return field.max() == 1 ? WireFault.LENGTH_WRONG : WireFault.LENGTH_NOT_MULTIPLE;
  }

  private static RawFrame ofLength(FieldLimit field, int length) {
    return new RawFrame().bytes(field.number(), new byte[length]);
  }

  @Test
  void fieldsComeOnceAndInTheirEncoding() {
    for (FieldLimit.Kind kind : FieldLimit.Kind.values()) {
      forEachField(
          kind,
          (message, field) -> {
            RawFrame wrongType = new RawFrame().fixed32(field.number(), 1);
            assertRefused(message, field, wrongType, WireFault.WIRE_TYPE_WRONG);
            if (kind != FieldLimit.Kind.MESSAGES) {
              byte[] once = valid(field).toArray();
              RawFrame twice = new RawFrame().raw(once).raw(once);
              assertRefused(message, field, twice, WireFault.FIELD_REPEATED);
            }
          });
    }
  }

  /** Attack W6: by count, before anything is decoded. */
  @Test
  void repeatedMessagesKeepTheirCount() {
    byte[] address = allValid(WireSchema.PEER_ADDRESS, null, new RawFrame());
    RawFrame most = new RawFrame();
    for (int i = 0; i < WireSchema.ADDRESSES_ADDRESSES.max(); i++) {
      most.bytes(1, address);
    }
    assertThat(fault(RawFrame.envelope(41, most.toArray()))).isEmpty();
    most.bytes(1, address);
    assertThat(fault(RawFrame.envelope(41, most.toArray())))
        .hasValueSatisfying(why -> assertThat(why.reason()).isEqualTo(WireFault.LIST_TOO_LONG));
  }

  @Test
  void whatIsBeyondALimitIsNotSentEither() {
    FieldLimit number = FieldLimit.number("n", 1, 1, 9);
    FieldLimit items = FieldLimit.items("i", 1, 4, 1, 2);
    FieldLimit text = FieldLimit.text("t", 1, 0, 3);

    assertThat(number.checked(9)).isEqualTo(9);
    assertThat(items.checked(new byte[8]).size()).isEqualTo(8);
    assertThat(text.checked("a\u00fc")).isEqualTo("a\u00fc");
    assertThatThrownBy(() -> number.checked(10)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> number.checked(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> items.checked(new byte[12]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> items.checked(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> text.checked("\u00fc\u00fc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 bytes");
  }

  private static void forEachField(
      FieldLimit.Kind kind, BiConsumer<MessageLimits, FieldLimit> test) {
    for (FieldLimit member : WireSchema.ENVELOPE.fields()) {
      member.inner().fields().stream()
          .filter(field -> field.kind() == kind)
          .forEach(field -> test.accept(member.inner(), field));
    }
    WireSchema.PEER_ADDRESS.fields().stream()
        .filter(field -> field.kind() == kind)
        .forEach(field -> test.accept(WireSchema.PEER_ADDRESS, field));
  }

  private static void assertPasses(MessageLimits message, FieldLimit field, RawFrame value) {
    assertThat(fault(frame(message, field, value)))
        .as("%s.%s", message.name(), field.name())
        .isEmpty();
  }

  private static void assertRefused(
      MessageLimits message, FieldLimit field, RawFrame value, Reason reason) {
    Rejection why = fault(frame(message, field, value)).orElseThrow();
    assertThat(why.reason()).as("%s.%s", message.name(), field.name()).isEqualTo(reason);
    assertThat(why.got()).contains(message.name(), field.name());
  }

  private static Optional<Rejection> fault(byte[] frame) {
    return WireScan.firstFault(ByteBuffer.wrap(frame));
  }

  /** A frame that is right but for this field. */
  private static byte[] frame(MessageLimits message, FieldLimit field, RawFrame value) {
    byte[] body = allValid(message, field, value);
    if (message == WireSchema.PEER_ADDRESS) {
      return RawFrame.envelope(41, new RawFrame().bytes(1, body).toArray());
    }
    int member =
        WireSchema.ENVELOPE.fields().stream()
            .filter(candidate -> message.equals(candidate.inner()))
            .findFirst()
            .orElseThrow()
            .number();
    return RawFrame.envelope(member, body);
  }

  private static byte[] allValid(
      MessageLimits message, @Nullable FieldLimit but, RawFrame insteadOfIt) {
    RawFrame body = new RawFrame();
    for (FieldLimit field : message.fields()) {
      RawFrame value = field.equals(but) ? insteadOfIt : valid(field);
      body.raw(value.toArray());
    }
    return body.toArray();
  }

  private static RawFrame valid(FieldLimit field) {
    return switch (field.kind()) {
      case NUMBER -> new RawFrame().number(field.number(), field.max());
      case FIXED64 -> new RawFrame().fixed64(field.number(), -1);
      case BYTES, TEXT -> ofLength(field, field.unit());
      case MESSAGE, MESSAGES -> new RawFrame();
    };
  }
}
