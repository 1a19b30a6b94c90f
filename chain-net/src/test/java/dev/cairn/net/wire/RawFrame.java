package dev.cairn.net.wire;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Writes protobuf by hand, also such as no library would write. */
final class RawFrame {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An envelope with this member. */
  static byte[] envelope(int member, byte[] message) {
    return new RawFrame().bytes(member, message).toArray();
  }

  /** Bytes as they are. */
  RawFrame hex(String hex) {
    return raw(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  /** Bytes as they are. */
  RawFrame raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  RawFrame number(int field, long value) {
    return varint((long) field << 3).varint(value);
  }

  RawFrame fixed64(int field, long value) {
    varint((long) field << 3 | 1);
    for (int shift = 0; shift < 64; shift += 8) {
      out.write((int) (value >>> shift));
    }
    return this;
  }

  RawFrame fixed32(int field, int value) {
    varint((long) field << 3 | 5);
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(value >>> shift);
    }
    return this;
  }

  RawFrame bytes(int field, byte[] value) {
    varint((long) field << 3 | 2).varint(value.length);
    out.writeBytes(value);
    return this;
  }

  /** The shortest form; negative numbers take ten bytes, as protobuf has it for int32. */
  RawFrame varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  byte[] toArray() {
    return out.toByteArray();
  }
}
