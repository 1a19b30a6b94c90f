package dev.cairn.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Rejection;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteReaderPropertyTest {

  /**
   * Any reads of any bytes: nothing is thrown, the reader never leaves its bytes, it stands still
   * after the first failure, and what was read encodes to the very bytes that it was read from.
   */
  @Test
  void anyReadsOfAnyBytesFailCleanlyOrEncodeToTheSameBytes() {
    Random random = Seeds.random("anyReadsOfAnyBytesFailCleanlyOrEncodeToTheSameBytes");
    int complete = 0;
    int failures = 0;
    for (int round = 0; round < Seeds.rounds(50_000, 5_000_000); round++) {
      byte[] source = anyBytes(random);
      ByteReader reader = new ByteReader(source);
      ByteWriter writer = new ByteWriter();
      long length = -1;
      for (int reads = random.nextInt(12); reads > 0; reads--) {
        int before = reader.position();
        Optional<Rejection> earlier = reader.rejection();
        int writtenBefore = writer.size();
        length = readAnything(random, length, reader, writer);
        assertThat(reader.position()).isBetween(before, source.length);
        if (earlier.isPresent()) {
          assertThat(reader.rejection()).isEqualTo(earlier);
        }
        if (reader.failed()) {
          assertThat(reader.position()).isEqualTo(before);
          assertThat(reader.remaining()).isZero();
        } else {
          assertThat(reader.remaining()).isEqualTo(source.length - reader.position());
          assertThat(writer.size() - writtenBefore).isEqualTo(reader.position() - before);
        }
      }
      if (reader.failed()) {
        failures++;
      } else {
        assertThat(writer.toArray())
            .as(Bytes.of(source).toHex())
            .isEqualTo(Arrays.copyOf(source, reader.position()));
      }
      boolean whole = !reader.failed() && reader.position() == source.length;
      assertThat(reader.finish(() -> "end").isPassed()).isEqualTo(whole);
      complete += whole ? 1 : 0;
    }
    // Otherwise the test would show nothing.
    assertThat(failures).isPositive();
    assertThat(complete).isPositive();
  }

  /**
   * Reads one thing, checks what a failure gives, and writes it again.
   *
   * @param length how many bytes to read where a length from the input decides
   * @return the number that was read, the length for later
   */
  private static long readAnything(
      Random random, long length, ByteReader reader, ByteWriter writer) {
    long next = length;
    switch (random.nextInt(7)) {
      case 0 -> {
        int value = reader.u8();
        writer.u8(value);
        next = value;
      }
      case 1 -> {
        next = reader.u32();
        writer.u32(next);
      }
      case 2 -> {
        next = reader.u64();
        writer.u64(next);
      }
      case 3 -> {
        next = reader.varint();
        writer.varint(next);
      }
      case 4 -> {
        Bytes bytes = reader.bytes(length);
        assertThat(reader.failed() && bytes.length() > 0).isFalse();
        writer.bytes(bytes);
      }
      case 5 -> {
        int fixed = random.nextInt(20);
        byte[] array = reader.array(fixed);
        assertThat(array).hasSize(fixed);
        writer.bytes(array);
      }
      default -> {
        BlockHash hash = reader.bytes32(BlockHash::of);
        assertThat(reader.failed() && !hash.isZero()).isFalse();
        writer.bytes(hash);
      }
    }
    return next;
  }

  private static byte[] anyBytes(Random random) {
    byte[] bytes = new byte[random.nextInt(80)];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      switch (random.nextInt(6)) {
        case 0 -> bytes[i] = (byte) (0xfc + random.nextInt(4));
        case 1 -> bytes[i] = 0;
        case 2 -> bytes[i] = (byte) random.nextInt(8);
        default -> {}
      }
    }
    return bytes;
  }
}
