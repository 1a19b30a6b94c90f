package dev.cairn.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import org.junit.jupiter.api.Test;

class ByteWriterTest {

  @Test
  void writesLittleEndianNumbers() {
    ByteWriter writer =
        new ByteWriter()
            .u8(0)
            .u8(255)
            .u32(0x04030201L)
            .u32(0xffffffffL)
            .u64(0x0807060504030201L)
            .u64(Long.MAX_VALUE);
    assertThat(writer.toBytes())
        .isEqualTo(
            Bytes.ofHex(
                "00ff" + "01020304" + "ffffffff" + "0102030405060708" + "ffffffffffffff7f"));
    assertThat(writer.size()).isEqualTo(26);
  }

  /** The examples of docs/consensus.md, section 1. */
  @Test
  void writesTheDocumentedExamples() {
    assertThat(new ByteWriter().u64(1000).toBytes().toHex()).isEqualTo("e803000000000000");
    assertThat(new ByteWriter().u32(0x20000000).toBytes().toHex()).isEqualTo("00000020");
  }

  @Test
  void writesBytesWithoutTheirLength() {
    byte[] source = {3, 4};
    ByteWriter writer =
        new ByteWriter(0).bytes(Bytes.ofHex("0102")).bytes(source).bytes(BlockHash.ZERO);
    source[0] = 99;
    assertThat(writer.toBytes()).isEqualTo(Bytes.ofHex("01020304" + "00".repeat(32)));
  }

  @Test
  void refusesWhatDoesNotFitAndWritesNothingOfIt() {
    ByteWriter writer = new ByteWriter().u8(1);
    assertThatIllegalArgumentException().isThrownBy(() -> writer.u8(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> writer.u8(256));
    assertThatIllegalArgumentException().isThrownBy(() -> writer.u32(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> writer.u32(0x1_0000_0000L));
    assertThatIllegalArgumentException().isThrownBy(() -> writer.u64(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> writer.u64(Long.MIN_VALUE));
    assertThatIllegalArgumentException().isThrownBy(() -> writer.varint(-1));
    assertThat(writer.toArray()).containsExactly(1);
  }

  @Test
  void growsAsNeeded() {
    for (int expected : new int[] {0, 1, 7, 128}) {
      ByteWriter writer = new ByteWriter(expected);
      for (int i = 0; i < 1000; i++) {
        writer.u8(i & 0xff);
      }
      writer.bytes(new byte[100_000]).u8(77);
      byte[] written = writer.toArray();
      assertThat(written).hasSize(101_001);
      assertThat(written[999]).isEqualTo((byte) 999);
      assertThat(written[101_000]).isEqualTo((byte) 77);
    }
  }

  @Test
  void givesCopies() {
    ByteWriter writer = new ByteWriter().u8(1);
    Bytes before = writer.toBytes();
    writer.toArray()[0] = 99;
    writer.u8(2);
    assertThat(before).isEqualTo(Bytes.ofHex("01"));
    assertThat(writer.toBytes()).isEqualTo(Bytes.ofHex("0102"));
  }
}
