package dev.cairn.core.reference;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes structures: docs/consensus.md, section 1. */
final class ReferenceWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ReferenceWriter bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  ReferenceWriter u8(int value) {
    return number(value, 1);
  }

  ReferenceWriter u32(long value) {
    return number(value, 4);
  }

  /** All 64 bits: a negative number stands for one that is out of range, for tests. */
  ReferenceWriter u64(long value) {
    return number(value, 8);
  }

  ReferenceWriter varint(long value) {
    if (value >= 0 && value < 0xfd) {
      return number(value, 1);
    }
    int width = value < 0 ? 8 : value <= 0xffff ? 2 : value <= 0xffffffffL ? 4 : 8;
    return varint(value, width);
  }

  /** A varint in a form that may not be the shortest: width is 2, 4 or 8 bytes. */
  ReferenceWriter varint(long value, int width) {
    return number(width == 2 ? 0xfd : width == 4 ? 0xfe : 0xff, 1).number(value, width);
  }

  ReferenceWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return varint(utf8.length).bytes(utf8);
  }

  byte[] toArray() {
    return out.toByteArray();
  }

  private ReferenceWriter number(long value, int width) {
    for (int i = 0; i < width; i++) {
      out.write((int) (value >>> (8 * i)));
    }
    return this;
  }
}
