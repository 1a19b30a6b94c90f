package dev.cairn.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of the vector files: enough for files that we know, not for strangers'. */
public final class Json {

  private final String text;
  private int position;

  private Json(String text) {
    this.text = text;
  }

  /** Map, List, String, Long, Double, Boolean or null. */
  public static @Nullable Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.skipSpace();
    if (json.position != text.length()) {
      throw new IllegalArgumentException("text after the end, at " + json.position);
    }
    return value;
  }

  /** Reads a test resource by its path from the root of the class path. */
  public static @Nullable Object resource(String path) {
    return parse(text(path));
  }

  /** The text of a test resource. */
  public static String text(String path) {
    try (InputStream in = Json.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no test resource " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable Object value() {
    skipSpace();
    char first = text.charAt(position);
    return switch (first) {
      case '{' -> object();
      case '[' -> list();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    expect('{');
    while (!next('}')) {
      if (!members.isEmpty()) {
        expect(',');
      }
      skipSpace();
      String name = string();
      expect(':');
      members.put(name, value());
    }
    return members;
  }

  private List<@Nullable Object> list() {
    List<@Nullable Object> elements = new ArrayList<>();
    expect('[');
    while (!next(']')) {
      if (!elements.isEmpty()) {
        expect(',');
      }
      elements.add(value());
    }
    return elements;
  }

  private String string() {
    StringBuilder result = new StringBuilder();
    expect('"');
    for (char c = text.charAt(position++); c != '"'; c = text.charAt(position++)) {
      if (c != '\\') {
        result.append(c);
        continue;
      }
      char escaped = text.charAt(position++);
      switch (escaped) {
        case 'n' -> result.append('\n');
        case 't' -> result.append('\t');
        case 'r' -> result.append('\r');
        case 'b' -> result.append('\b');
        case 'f' -> result.append('\f');
        case 'u' -> {
          result.append((char) Integer.parseInt(text.substring(position, position + 4), 16));
          position += 4;
        }
        default -> result.append(escaped);
      }
    }
    return result.toString();
  }

  private Object number() {
    int start = position;
    while (position < text.length() && "+-.eE0123456789".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    String digits = text.substring(start, position);
    if (digits.matches("-?[0-9]+")) {
      return Long.valueOf(digits);
    }
    return Double.valueOf(digits);
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, position)) {
      throw new IllegalArgumentException("no value at " + position);
    }
    position += word.length();
    return value;
  }

  private boolean next(char c) {
    skipSpace();
    if (text.charAt(position) != c) {
      return false;
    }
    position++;
    return true;
  }

  private void expect(char c) {
    if (!next(c)) {
      throw new IllegalArgumentException("'" + c + "' expected at " + position);
    }
  }

  private void skipSpace() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }
}
