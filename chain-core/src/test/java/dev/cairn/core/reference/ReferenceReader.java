package dev.cairn.core.reference;

import java.math.BigInteger;
import java.util.Arrays;

/** Reads a structure from its first byte to its last: docs/consensus.md, sections 1 and 3. */
final class ReferenceReader {

  private static final BigInteger TWO_TO_63 = BigInteger.ONE.shiftLeft(63);

  private final byte[] input;
  private int position;

  ReferenceReader(byte[] input) {
    this.input = input;
  }

  int position() {
    return position;
  }

  byte[] bytes(long length) {
    ReferenceRefusal.when(length > input.length - position, "TRUNCATED");
    position += (int) length;
    return Arrays.copyOfRange(input, position - (int) length, position);
  }

  int u8() {
    return bytes(1)[0] & 0xff;
  }

  long u32() {
    return unsigned(4).longValueExact();
  }

  long u64() {
    return below63(unsigned(8));
  }

  long varint() {
    int first = u8();
    if (first < 0xfd) {
      return first;
    }
    int width = first == 0xfd ? 2 : first == 0xfe ? 4 : 8;
    BigInteger value = unsigned(width);
    BigInteger smallest =
        width == 2 ? BigInteger.valueOf(0xfd) : BigInteger.ONE.shiftLeft(width * 4);
    ReferenceRefusal.when(value.compareTo(smallest) < 0, "VARINT_NOT_SHORTEST");
    return below63(value);
  }

  void end() {
    ReferenceRefusal.when(position != input.length, "TRAILING_BYTES");
  }

  private BigInteger unsigned(int width) {
    return ReferenceHash.littleEndian(bytes(width));
  }

  private static long below63(BigInteger value) {
    ReferenceRefusal.when(value.compareTo(TWO_TO_63) >= 0, "VALUE_OUT_OF_RANGE");
    return value.longValueExact();
  }
}
