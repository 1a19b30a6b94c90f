package dev.cairn.node.network;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A value of strict JSON that knows where it stands, so that whatever is wrong about it can be
 * shown there.
 *
 * @param path what it belongs to, as {@code balances[2].amount}; empty for the whole text
 * @param content a String, a Long, a List or a Map of values; another number, true, false and null
 *     are a {@link JsonToken}
 */
record JsonValue(String path, JsonLocation at, Object content) {

  /** As deep as a network file goes: an object in a list in an object. */
  private static final int DEPTH_MAX = 3;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
          .build();

  /** What ends the reading of a file; it does not leave this package. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Rejection why;

    Refusal(Rejection why) {
      super(why.toString(), null, false, false);
      this.why = why;
    }

    Rejection why() {
      return why;
    }
  }

  static JsonValue parse(String text) throws Refusal {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return parse(parser);
    } catch (IOException impossible) {
      throw new IllegalStateException("a text in memory cannot be read", impossible);
    }
  }

  private static JsonValue parse(JsonParser parser) throws IOException, Refusal {
    try {
      if (parser.nextToken() == null) {
        throw malformed(parser.currentLocation(), "an empty text");
      }
      JsonValue value = read(parser, "");
      if (parser.nextToken() != null) {
        throw malformed(parser.currentTokenLocation(), "more text after the end");
      }
      return value;
    } catch (JacksonException broken) {
      JsonLocation at = broken.getLocation(); // null when a limit of the parser was reached
      throw malformed(
          at == null ? parser.currentLocation() : at, firstLine(broken.getOriginalMessage()));
    }
  }

  private static JsonValue read(JsonParser parser, String path) throws IOException, Refusal {
    JsonLocation at = parser.currentTokenLocation();
    JsonToken token = parser.currentToken();
    return switch (token) {
      case VALUE_STRING -> new JsonValue(path, at, parser.getText());
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? new JsonValue(path, at, token)
              : new JsonValue(path, at, parser.getLongValue());
      case START_OBJECT -> new JsonValue(path, at, readObject(parser, path));
      case START_ARRAY -> {
        List<JsonValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser, path + "[" + items.size() + "]"));
        }
        yield new JsonValue(path, at, items);
      }
      default -> new JsonValue(path, at, token);
    };
  }

  private static Map<String, JsonValue> readObject(JsonParser parser, String path)
      throws IOException, Refusal {
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      JsonLocation at = parser.currentTokenLocation();
      String key = parser.currentName();
      parser.nextToken();
      JsonValue field = read(parser, path.isEmpty() ? key : path + "." + key);
      JsonValue first = fields.putIfAbsent(key, field);
      if (first != null) {
        throw new Refusal(
            Rejection.of(
                NetworkFileFault.NETWORK_FILE_KEY_DUPLICATE,
                "\"" + field.path + "\" again at " + place(at),
                "each key once"));
      }
    }
    return fields;
  }

  /** A refusal of this value. */
  Refusal wrong(Object got, String expected) {
    return refused(NetworkFileFault.NETWORK_FILE_VALUE_WRONG, got, expected);
  }

  Refusal refused(Reason reason, Object got, String expected) {
    String where = path.isEmpty() ? place(at) : "\"" + path + "\" at " + place(at);
    return new Refusal(Rejection.of(reason, where + ": " + got, expected));
  }

  /** What kind of value it is, for a person. */
  String kind() {
    if (content == JsonToken.VALUE_NUMBER_INT) {
      return "a number beyond 2^63";
    } else if (content == JsonToken.VALUE_NUMBER_FLOAT) {
      return "a number with a point or an exponent";
    } else if (content == JsonToken.VALUE_NULL) {
      return "null";
    } else if (content instanceof JsonToken) {
      return content == JsonToken.VALUE_TRUE ? "true" : "false";
    }
    return content instanceof String
        ? "a text"
        : content instanceof Long ? "a number" : content instanceof List ? "a list" : "an object";
  }

  private static Refusal malformed(JsonLocation at, String what) {
    return new Refusal(
        Rejection.of(
            NetworkFileFault.NETWORK_FILE_MALFORMED, place(at) + ": " + what, "strict JSON"));
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private static String place(JsonLocation at) {
    return String.format(Locale.ROOT, "line %d, column %d", at.getLineNr(), at.getColumnNr());
  }
}
