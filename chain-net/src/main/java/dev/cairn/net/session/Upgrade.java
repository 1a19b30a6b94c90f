package dev.cairn.net.session;

import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.value.Height;
import java.nio.charset.StandardCharsets;

/**
 * A change of a network's rules that a release brings.
 *
 * @param name of the rule, at most 64 bytes in UTF-8
 * @param activation the first height at which it holds
 */
public record Upgrade(String name, Height activation) {

  static final int NAME_BYTES_MAX = 64;

  public Upgrade {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > NAME_BYTES_MAX) {
      throw new IllegalArgumentException("a name of 1 to 64 bytes expected, got " + length);
    }
  }

  /** The name with its length as varint, then the height in 4 bytes little-endian. */
  void writeTo(ByteWriter writer) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    writer.varint(utf8.length).bytes(utf8).u32(activation.value());
  }
}
