package dev.cairn.net.wire;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of one protobuf message, by number. */
final class MessageLimits {

  private final String name;
  private final boolean isOneof;
  private final List<FieldLimit> fields;
  private final @Nullable FieldLimit[] byNumber;

  private MessageLimits(String name, boolean isOneof, FieldLimit... fields) {
    this.name = name;
    this.isOneof = isOneof;
    this.fields = List.of(fields);
    int numberMax = this.fields.stream().mapToInt(FieldLimit::number).max().orElse(0);
    byNumber = new FieldLimit[numberMax + 1];
    for (FieldLimit field : fields) {
      byNumber[field.number()] = field;
    }
  }

  /** A message with these fields, at most one of them repeated. */
  static MessageLimits of(String name, FieldLimit... fields) {
    return new MessageLimits(name, false, fields);
  }

  /** A message that has exactly one of these fields. */
  static MessageLimits oneof(String name, FieldLimit... fields) {
    return new MessageLimits(name, true, fields);
  }

  /** As p2p.proto has it. */
  String name() {
    return name;
  }

  /** What a field that holds this message is called: GetHeaders is get_headers. */
  String fieldName() {
    return name.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** Whether exactly one field must be there. */
  boolean isOneof() {
    return isOneof;
  }

  List<FieldLimit> fields() {
    return fields;
  }

  /** The field with this number; null when version 1 has none. */
  @Nullable FieldLimit field(long number) {
    return number < byNumber.length ? byNumber[(int) number] : null;
  }
}
