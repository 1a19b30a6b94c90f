package dev.cairn.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of docs/consensus.md, section 1, and everything at its limits. */
class VarintTest {

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "252, fc",
    "253, fdfd00",
    "254, fdfe00",
    "255, fdff00",
    "256, fd0001",
    "32768, fd0080",
    "65535, fdffff",
    "65536, fe00000100",
    "2147483648, fe00000080",
    "4294967295, feffffffff",
    "4294967296, ff0000000001000000",
    "9223372036854775807, ffffffffffffffff7f"
  })
  void hasOneForm(long value, String hex) {
    Bytes bytes = Bytes.ofHex(hex);
    assertThat(new ByteWriter().varint(value).toBytes()).isEqualTo(bytes);
    assertThat(ByteWriter.varintSize(value)).isEqualTo(bytes.length());

    ByteReader reader = new ByteReader(bytes);
    assertThat(reader.varint()).isEqualTo(value);
    assertThat(reader.remaining()).isZero();
    assertThat(reader.failed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "fd0000, VARINT_NOT_SHORTEST",
    "fdfc00, VARINT_NOT_SHORTEST",
    "fe00000000, VARINT_NOT_SHORTEST",
    "fefc000000, VARINT_NOT_SHORTEST",
    "fefd000000, VARINT_NOT_SHORTEST",
    "feffff0000, VARINT_NOT_SHORTEST",
    "ff0000000000000000, VARINT_NOT_SHORTEST",
    "fffc00000000000000, VARINT_NOT_SHORTEST",
    "ffffff000000000000, VARINT_NOT_SHORTEST",
    "ffffffffff00000000, VARINT_NOT_SHORTEST",
    "ff0000000000000080, VALUE_OUT_OF_RANGE", // 2^63
    "ff0100000000000080, VALUE_OUT_OF_RANGE",
    "ffffffffffffffffff, VALUE_OUT_OF_RANGE", // 2^64-1, or -1
    "ff00000000ffffffff, VALUE_OUT_OF_RANGE"
  })
  void refusesEveryOtherForm(String hex, Rule rule) {
    ByteReader reader = new ByteReader(Bytes.ofHex(hex));
    assertThat(reader.varint()).isZero();
    assertThat(reader.rejection()).map(Rejection::reason).contains(rule);
    assertThat(reader.position()).isZero();
  }

  @Test
  void refusesEveryValueInEveryLongerForm() {
    // All values of one byte, in all three longer forms; all of two bytes, in both.
    for (int value = 0; value <= 0xffff; value++) {
      String low = String.format("%02x%02x", value & 0xff, value >> 8);
      if (value < 0xfd) {
        assertNotShortest("fd" + low);
      }
      assertNotShortest("fe" + low + "0000");
      assertNotShortest("ff" + low + "000000000000");
    }
  }

  @ParameterizedTest
  @CsvSource({"fdfd00", "fe00000100", "ff0000000001000000", "ffffffffffffffffff", "fd0000"})
  void refusesEveryTruncation(String hex) {
    Bytes bytes = Bytes.ofHex(hex);
    for (int length = 0; length < bytes.length(); length++) {
      ByteReader reader = new ByteReader(bytes.slice(0, length));
      assertThat(reader.varint()).isZero();
      assertThat(reader.rejection()).map(Rejection::reason).contains(Rule.TRUNCATED);
    }
  }

  @Test
  void readsNoMoreThanItsOwnBytes() {
    // Eleven bytes of ff, as an attacker of other formats would send: nine are the number.
    ByteReader eleven = new ByteReader(Bytes.ofHex("ff".repeat(11)));
    assertThat(eleven.varint()).isZero();
    assertThat(eleven.rejection()).map(Rejection::reason).contains(Rule.VALUE_OUT_OF_RANGE);

    ByteReader two = new ByteReader(Bytes.ofHex("fd000107"));
    assertThat(two.varint()).isEqualTo(256);
    assertThat(two.varint()).isEqualTo(7);
    assertThat(two.finish(() -> "both").isPassed()).isTrue();
  }

  @Test
  void writesNoNegativeValue() {
    for (long value : new long[] {-1, Long.MIN_VALUE}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new ByteWriter().varint(value));
      assertThatIllegalArgumentException().isThrownBy(() -> ByteWriter.varintSize(value));
    }
  }

  private static void assertNotShortest(String hex) {
    ByteReader reader = new ByteReader(Bytes.ofHex(hex));
    reader.varint();
    assertThat(reader.rejection().map(Rejection::reason))
        .as(hex)
        .contains(Rule.VARINT_NOT_SHORTEST);
  }
}
