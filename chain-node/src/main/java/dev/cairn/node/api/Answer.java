package dev.cairn.node.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a request is answered with. */
sealed interface Answer {

  String JSON = "application/json";

  /** A body that is there as a whole. */
  record Whole(int status, String contentType, Body body) implements Answer {}

  /**
   * A list that is made piece by piece while the client reads: an object with the entries under a
   * key, and with what {@code rest} gives behind them.
   *
   * @param next the next entry, or null at the end; called on a worker, and may block
   * @param rest called on a worker after the last entry
   */
  record Listed(String key, Supplier<@Nullable View> next, Supplier<View> rest) implements Answer {}

  /**
   * JSON in parts that follow each other, sent piece by piece while the client reads: what many
   * answers have in common is in memory once.
   */
  record Parts(List<Body> parts) implements Answer {}

  /** The endpoint answers by itself. */
  record Taken() implements Answer {}

  /** Bytes that nobody changes any more. */
  final class Body {
    private final byte[] bytes;

    private Body(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  static Whole json(View view) {
    return json(200, view);
  }

  static Whole json(int status, View view) {
    return new Whole(status, JSON, new Body(view.toBytes()));
  }

  static Whole json(List<View> views) {
    return new Whole(200, JSON, new Body(View.array(views)));
  }

  /** JSON that is there already, which nobody may change any more. */
  static Whole json(int status, byte[] text) {
    return new Whole(status, JSON, new Body(text));
  }

  /** JSON in parts, which nobody may change any more. */
  static Parts parts(List<byte[]> parts) {
    return new Parts(parts.stream().map(Body::new).toList());
  }

  static Whole text(String contentType, String text) {
    return new Whole(200, contentType, new Body(text.getBytes(StandardCharsets.UTF_8)));
  }
}
