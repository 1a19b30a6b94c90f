package dev.cairn.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteReaderTest {

  @Test
  void readsLittleEndianNumbersWithoutSign() {
    ByteReader reader = reader("ff" + "01020304" + "ffffffff" + "0102030405060708");
    assertThat(reader.u8()).isEqualTo(255);
    assertThat(reader.u32()).isEqualTo(0x04030201L);
    assertThat(reader.u32()).isEqualTo(0xffffffffL);
    assertThat(reader.u64()).isEqualTo(0x0807060504030201L);
    assertThat(reader.position()).isEqualTo(17);
    assertThat(reader.remaining()).isZero();
    assertThat(reader.failed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "ffffffffffffff7f, 9223372036854775807", // 2^63-1
    "feffffffffffff7f, 9223372036854775806"
  })
  void readsNumbersBelow2To63(String hex, long value) {
    assertThat(reader(hex).u64()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "0000000000000080, 9223372036854775808", // 2^63, or the least negative number
    "0100000000000080, 9223372036854775809",
    "ffffffffffffffff, 18446744073709551615" // 2^64-1, or -1
  })
  void refusesNumbersFrom2To63On(String hex, String shown) {
    ByteReader reader = reader(hex);
    assertThat(reader.u64()).isZero();
    assertThat(reader.rejection())
        .contains(
            Rejection.of(Rule.VALUE_OUT_OF_RANGE, shown + " at position 0", "less than 2^63"));
  }

  @Test
  void readsRunsOfBytes() {
    String key = "11".repeat(32);
    String hash = "22".repeat(32);
    ByteReader reader = reader("0102" + "0304" + key + hash);
    assertThat(reader.bytes(2)).isEqualTo(Bytes.ofHex("0102"));
    assertThat(reader.array(2)).containsExactly(3, 4);
    assertThat(reader.bytes(0)).isEqualTo(Bytes.EMPTY);
    assertThat(reader.array(0)).isEmpty();
    assertThat(reader.bytes32(PublicKey::of).toHex()).isEqualTo(key);
    assertThat(reader.bytes32(BlockHash::of).toHex()).isEqualTo(hash);
    assertThat(reader.finish(() -> "end")).isEqualTo(Checked.passed("end"));
  }

  @Test
  void givesCopies() {
    byte[] source = {1, 2, 3, 4};
    ByteReader reader = new ByteReader(source);
    Bytes bytes = reader.bytes(2);
    byte[] array = reader.array(2);
    source[0] = 99;
    array[0] = 99;
    assertThat(bytes).isEqualTo(Bytes.ofHex("0102"));
    assertThat(source).containsExactly(99, 2, 3, 4);
  }

  @Test
  void readsOnlyItsPartOfAnArray() {
    byte[] source = {9, 1, 2, 3, 4, 9};
    ByteReader reader = new ByteReader(source, 1, 4);
    assertThat(reader.remaining()).isEqualTo(4);
    assertThat(reader.u32()).isEqualTo(0x04030201L);
    assertThat(reader.position()).isEqualTo(4);
    assertThat(reader.u8()).isZero();
    assertThat(reader.rejection())
        .contains(Rejection.of(Rule.TRUNCATED, "0 bytes at position 4", "at least 1 bytes"));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> new ByteReader(source, 3, 4));
  }

  @Test
  void refusesWhatEndsTooEarly() {
    for (int length = 0; length < 8; length++) {
      Bytes bytes = Bytes.of(new byte[length]);
      assertThat(truncated(new ByteReader(bytes), ByteReader::u64)).isTrue();
      assertThat(truncated(new ByteReader(bytes), ByteReader::u32)).isEqualTo(length < 4);
      assertThat(truncated(new ByteReader(bytes), ByteReader::u8)).isEqualTo(length < 1);
      assertThat(truncated(new ByteReader(bytes), r -> r.bytes(4))).isEqualTo(length < 4);
      assertThat(truncated(new ByteReader(bytes), r -> r.array(4))).isEqualTo(length < 4);
    }
    for (int length = 30; length <= 33; length++) {
      assertThat(
              truncated(new ByteReader(new byte[length]), reader -> reader.bytes32(BlockHash::of)))
          .isEqualTo(length < 32);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 0x7fff_ffffL, 0x8000_0000L, 0x1_0000_0000L, 0x1_0000_0001L, 1L << 62})
  void refusesLengthsBeyondTheEndWithoutAllocating(long length) {
    // The low 32 bits of some of these would fit. Once before, so that no class is loaded after.
    new ByteReader(new byte[10]).bytes(length);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    ByteReader reader = new ByteReader(new byte[10]);
    long before = threads.getCurrentThreadAllocatedBytes();
    Bytes bytes = reader.bytes(length);
    byte[] array = reader.array(Integer.MAX_VALUE);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(bytes).isEqualTo(Bytes.EMPTY);
    assertThat(array).isEmpty();
    assertThat(reader.rejection())
        .contains(
            Rejection.of(
                Rule.TRUNCATED, "10 bytes at position 0", "at least " + length + " bytes"));
    assertThat(allocated).isLessThan(1 << 20);
  }

  @Test
  void refusesNegativeLengthsThatADecoderComputed() {
    for (long length : new long[] {-1, Integer.MIN_VALUE, Long.MIN_VALUE}) {
      ByteReader reader = new ByteReader(new byte[10]);
      assertThat(reader.bytes(length)).isEqualTo(Bytes.EMPTY);
      assertThat(reader.rejection()).map(Rejection::reason).contains(Rule.VALUE_OUT_OF_RANGE);
    }
    ByteReader reader = new ByteReader(new byte[10]);
    assertThat(reader.array(-1)).isEmpty();
    assertThat(reader.failed()).isTrue();
  }

  @Test
  void keepsTheFirstFailureAndStandsStill() {
    ByteReader reader = reader("07" + "fdfc00" + "0102030405060708");
    assertThat(reader.u8()).isEqualTo(7);
    assertThat(reader.varint()).isZero();
    Rejection first = reader.rejection().orElseThrow();
    assertThat(first.reason()).isEqualTo(Rule.VARINT_NOT_SHORTEST);

    assertThat(reader.u8()).isZero();
    assertThat(reader.u32()).isZero();
    assertThat(reader.u64()).isZero();
    assertThat(reader.varint()).isZero();
    assertThat(reader.bytes(1)).isEqualTo(Bytes.EMPTY);
    assertThat(reader.array(64)).isEqualTo(new byte[64]);
    assertThat(reader.array(128)).isEqualTo(new byte[128]);
    assertThat(reader.array(129)).isEmpty();
    assertThat(reader.<BlockHash>bytes32(BlockHash::of)).isEqualTo(BlockHash.ZERO);
    reader.refuse(Rule.COINBASE_MISSING, 1, 0);
    assertThat(reader.rejection()).contains(first);
    assertThat(reader.position()).isEqualTo(1);
    assertThat(reader.remaining()).isZero();
    assertThat(reader.<String>finish(() -> fail())).isEqualTo(Checked.refused(first));
  }

  @Test
  void valuesOfAFailedReaderShareNothing() {
    ByteReader reader = reader("");
    reader.bytes32(
        (source, offset) -> {
          source[offset] = 1;
          return BlockHash.of(source, offset);
        });
    assertThat(reader.<BlockHash>bytes32(BlockHash::of)).isEqualTo(BlockHash.ZERO);
    assertThat(new ByteReader(new byte[0]).<BlockHash>bytes32(BlockHash::of))
        .isEqualTo(BlockHash.ZERO);
  }

  @Test
  void refusesForADecodersOwnReasons() {
    ByteReader reader = reader("01");
    reader.u8();
    reader.refuse(Rule.TRANSACTION_VERSION_UNKNOWN, 7, 1);
    assertThat(reader.failed()).isTrue();
    assertThat(reader.<String>finish(() -> fail()).rejection())
        .contains(Rejection.of(Rule.TRANSACTION_VERSION_UNKNOWN, "7", "1"));
  }

  @Test
  void refusesBytesAfterTheEnd() {
    ByteReader reader = reader("0102");
    reader.u8();
    assertThat(reader.<String>finish(() -> fail()).rejection())
        .contains(Rejection.of(Rule.TRAILING_BYTES, "1 bytes after the end", "none"));
    assertThat(reader("").finish(() -> "nothing")).isEqualTo(Checked.passed("nothing"));
  }

  private static String fail() {
    throw new AssertionError("nothing is made of what was refused");
  }

  private static boolean truncated(ByteReader reader, Consumer<ByteReader> read) {
    read.accept(reader);
    return reader.rejection().map(Rejection::reason).equals(Optional.of(Rule.TRUNCATED));
  }

  private static ByteReader reader(String hex) {
    return new ByteReader(Bytes.ofHex(hex));
  }
}
