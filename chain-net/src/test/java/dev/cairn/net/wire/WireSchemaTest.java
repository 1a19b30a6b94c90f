package dev.cairn.net.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.proto.p2p.v1.Envelope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of limits has all that p2p.proto has, as p2p.proto has it. */
class WireSchemaTest {

  /** Envelope, message, peer address. */
  private static final int DEPTH_MAX = 3;

  @Test
  void everyFieldOfTheProtocolHasALimit() {
    assertSame(Envelope.getDescriptor(), WireSchema.ENVELOPE, 1);
  }

  private static void assertSame(Descriptor proto, MessageLimits limits, int depth) {
    assertThat(depth).as("how deep %s lies", proto.getName()).isLessThanOrEqualTo(DEPTH_MAX);
    assertThat(limits.name()).isEqualTo(proto.getName());
    assertThat(limits.fields().stream().map(FieldLimit::name))
        .as(proto.getName())
        .containsExactlyElementsOf(
            proto.getFields().stream().map(FieldDescriptor::getName).toList());
    assertThat(limits.isOneof()).isEqualTo(!proto.getOneofs().isEmpty());
    assertThat(proto.getFields().stream().filter(FieldDescriptor::isRepeated).count())
        .as("repeated fields of %s: the scan counts one", proto.getName())
        .isLessThanOrEqualTo(1);
    for (FieldDescriptor field : proto.getFields()) {
      FieldLimit limit = limits.field(field.getNumber());
      assertThat(limit).as(field.getFullName()).isNotNull();
      assertSame(field, limit);
      if (limit.inner() != null) {
        assertSame(field.getMessageType(), limit.inner(), depth + 1);
      }
    }
  }

  private static void assertSame(FieldDescriptor field, FieldLimit limit) {
    assertThat(limit.name()).isEqualTo(field.getName());
    assertThat(limit.number()).isEqualTo(field.getNumber());
    assertThat(limit.kind()).as(field.getFullName()).isEqualTo(kindOf(field));
    assertThat(limit.max()).as(field.getFullName()).isPositive();
    assertThat(limit.kind().wireType())
        .as(field.getFullName())
        .isEqualTo(field.getLiteType().getWireType());
    if (field.getType() == FieldDescriptor.Type.UINT32) {
      assertThat(limit.max()).as(field.getFullName()).isLessThan(1L << 32);
    }
    if (field.getType() == FieldDescriptor.Type.BOOL) {
      assertThat(limit.max()).as(field.getFullName()).isEqualTo(1);
    }
  }

  private static FieldLimit.Kind kindOf(FieldDescriptor field) {
    return switch (field.getType()) {
      case BOOL, UINT32, UINT64 -> FieldLimit.Kind.NUMBER;
      case FIXED64 -> FieldLimit.Kind.FIXED64;
      case BYTES -> FieldLimit.Kind.BYTES;
      case STRING -> FieldLimit.Kind.TEXT;
      case MESSAGE -> field.isRepeated() ? FieldLimit.Kind.MESSAGES : FieldLimit.Kind.MESSAGE;
      default -> throw new AssertionError(field.getFullName() + " has a type without a limit");
    };
  }

  @Test
  void everyKindOfMessageIsInTheEnvelope() {
    assertThat(WireSchema.ENVELOPE.fields().stream().map(field -> field.inner().name()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Message.class.getPermittedSubclasses()).map(Class::getSimpleName).toList());
  }

  @Test
  void theLongestMessageFitsItsFrame() {
    for (FieldLimit member : WireSchema.ENVELOPE.fields()) {
      long longest = sizeMax(member.inner());
      assertThat(longest + 6).as(member.name()).isLessThanOrEqualTo(NetLimits.DEFAULT.frameBytes());
      if (member.number() <= 4) {
        assertThat(longest + 4)
            .as("%s, in the handshake", member.name())
            .isLessThanOrEqualTo(NetLimits.DEFAULT.handshakeFrameBytes());
      }
    }
  }

  /** At most so many bytes, with one byte for each tag and five for each length. */
  private static long sizeMax(MessageLimits message) {
    long size = 0;
    for (FieldLimit field : message.fields()) {
      size +=
          switch (field.kind()) {
            case NUMBER -> 6;
            case FIXED64 -> 9;
            case BYTES, TEXT -> 6 + field.lengthMax();
            case MESSAGE, MESSAGES -> field.max() * (6 + sizeMax(field.inner()));
          };
    }
    return size;
  }

  /** Each limit stands in the comment of its field, in words that this finds again. */
  @Test
  void commentsOfTheProtocolSayTheLimits() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (FieldLimit member : WireSchema.ENVELOPE.fields()) {
      collectWrongComments(member.inner(), wrong);
    }
    collectWrongComments(WireSchema.PEER_ADDRESS, wrong);
    assertThat(wrong).isEmpty();
  }

  private static void collectWrongComments(MessageLimits message, List<String> wrong)
      throws IOException {
    for (FieldLimit field : message.fields()) {
      String comment = comment(message.name(), field.name());
      String wanted = wordsOf(field);
      if (!Pattern.compile(wanted).matcher(comment).find()) {
        wrong.add(message.name() + "." + field.name() + " lacks " + wanted + ": " + comment);
      }
    }
  }

  private static String wordsOf(FieldLimit field) {
    String range = field.min() + " to " + field.max();
    return switch (field.kind()) {
      case NUMBER ->
          field.max() == 1 ? "" : field.max() == 0xffff_ffffL ? "\\bAny\\b|2\\^32" : range;
      case FIXED64 -> "";
      case TEXT -> range + " bytes";
      case MESSAGE, MESSAGES -> range;
      case BYTES -> {
        if (field.equals(WireSchema.PEER_ADDRESS_HOST)) {
          yield "4 or 16 bytes";
        }
        if (field.unit() == 1) {
          yield range + " bytes";
        }
        if (field.max() == 1) {
          yield (field.min() == 1 ? "" : "Empty, or ") + field.unit() + " bytes";
        }
        yield range + " [a-z ]+ of " + field.unit() + " bytes";
      }
    };
  }

  /** The comment lines above a field, or above the fields just before it. */
  private static String comment(String message, String field) throws IOException {
    Matcher body =
        Pattern.compile("message " + message + " \\{\n(.*?)\n\\}", Pattern.DOTALL).matcher(proto());
    assertThat(body.find()).as("message %s", message).isTrue();
    StringBuilder comment = new StringBuilder();
    boolean isFieldBefore = false;
    for (String line : body.group(1).split("\n", -1)) {
      String text = line.strip();
      if (text.startsWith("//")) {
        if (isFieldBefore) {
          comment.setLength(0);
        }
        comment.append(text.substring(2).strip()).append(' ');
        isFieldBefore = false;
      } else {
        if (text.contains(" " + field + " = ")) {
          return comment.toString();
        }
        isFieldBefore = true;
      }
    }
    throw new AssertionError(message + "." + field + " is not there");
  }

  private static String proto() throws IOException {
    try (InputStream source = Envelope.class.getResourceAsStream("/cairn/p2p/v1/p2p.proto")) {
      return new String(source.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
