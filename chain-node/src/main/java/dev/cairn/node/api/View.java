package dev.cairn.node.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object of the API, to be written as JSON with its keys in the order in which they were added.
 * Confined to one thread at a time.
 */
final class View {

  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  /** Text that is JSON already. */
  private record Raw(String json) {}

  View() {}

  /** A value that is shown as its text: hashes, addresses, amounts, codes. */
  View text(String key, Object value) {
    values.put(key, value.toString());
    return this;
  }

  /** The text of a value, or null. */
  View text(String key, Optional<?> value) {
    values.put(key, value.map(Object::toString).orElse(null));
    return this;
  }

  View number(String key, long value) {
    values.put(key, value);
    return this;
  }

  View number(String key, Optional<Long> value) {
    values.put(key, value.orElse(null));
    return this;
  }

  /** A number with at most three digits after the point; what is no number is 0. */
  View decimal(String key, double value) {
    values.put(key, Double.isFinite(value) ? Math.rint(value * 1000) / 1000 : 0.0);
    return this;
  }

  /** A number with all its digits. */
  View exact(String key, double value) {
    values.put(key, value);
    return this;
  }

  View flag(String key, boolean value) {
    values.put(key, value);
    return this;
  }

  View object(String key, View value) {
    values.put(key, value);
    return this;
  }

  View objects(String key, List<View> value) {
    values.put(key, value);
    return this;
  }

  View texts(String key, List<?> value) {
    values.put(key, value.stream().map(Object::toString).toList());
    return this;
  }

  /** A value that is JSON already. */
  View raw(String key, String json) {
    values.put(key, new Raw(json));
    return this;
  }

  /** The JSON text in UTF-8. */
  byte[] toBytes() {
    return write(this);
  }

  /** Several objects as one JSON array. */
  static byte[] array(List<View> views) {
    return write(views);
  }

  private static byte[] write(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      write(out, value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
    if (value instanceof View view) {
      out.writeStartObject();
      for (Map.Entry<String, @Nullable Object> entry : view.values.entrySet()) {
        out.writeFieldName(entry.getKey());
        write(out, entry.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object element : list) {
        write(out, element);
      }
      out.writeEndArray();
    } else if (value instanceof Raw raw) {
      out.writeRawValue(raw.json());
    } else if (value instanceof Double number) {
      out.writeNumber(number);
    } else if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else {
      out.writeString((String) value);
    }
  }
}
