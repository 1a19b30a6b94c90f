package dev.cairn.net.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.net.message.Message;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WireCodecPropertyTest {

  @Test
  void everyMessageComesBackAsItWasSent() {
    RandomMessages messages = new RandomMessages(Seeds.random("everyMessageComesBackAsItWasSent"));
    for (int round = Seeds.rounds(40, 2_000); round > 0; round--) {
      for (Message message : messages.oneOfEach()) {
        byte[] frame = Frames.encode(message);
        assertThat(Frames.decode(frame).value()).isEqualTo(message);
        assertThat(Frames.encode(Frames.decode(frame).value())).isEqualTo(frame);
      }
    }
  }

  @Test
  void randomMessagesAreOfEveryKind() {
    assertThat(
            new RandomMessages(new Random(1))
                .oneOfEach().stream().map(message -> message.getClass().getSimpleName()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Message.class.getPermittedSubclasses()).map(Class::getSimpleName).toList());
  }

  @Test
  void everyKindOfBufferGivesTheSame() {
    RandomMessages messages = new RandomMessages(Seeds.random("everyKindOfBufferGivesTheSame"));
    for (int round = Seeds.rounds(5, 200); round > 0; round--) {
      for (Message message : messages.oneOfEach()) {
        Encoded encoded = WireCodec.encode(message);
        byte[] frame = Frames.encode(message);
        ByteBuffer heap = ByteBuffer.allocate(frame.length + 12);
        assertWrittenAndRead(encoded, message, heap, frame);
        assertWrittenAndRead(encoded, message, ByteBuffer.allocateDirect(frame.length + 12), frame);
        ByteBuffer readOnly = heap.asReadOnlyBuffer();
        assertThat(WireCodec.decode(readOnly).value()).isEqualTo(message);
      }
    }
  }

  /** In the middle of a buffer, with other bytes before and behind. */
  private static void assertWrittenAndRead(
      Encoded encoded, Message message, ByteBuffer buffer, byte[] expected) {
    while (buffer.hasRemaining()) {
      buffer.put((byte) 0xee);
    }
    buffer.position(5);
    encoded.writeTo(buffer);
    assertThat(buffer.position()).isEqualTo(5 + encoded.size());
    assertThat(buffer.get(4)).isEqualTo((byte) 0xee);
    assertThat(buffer.get(buffer.position())).isEqualTo((byte) 0xee);
    buffer.flip().position(5);
    byte[] written = new byte[encoded.size()];
    buffer.get(5, written);
    assertThat(written).isEqualTo(expected);
    assertThat(WireCodec.decode(buffer).value()).isEqualTo(message);
    assertThat(WireCodec.decode(buffer.slice()).value()).isEqualTo(message);
    assertThat(buffer.position()).isEqualTo(5);
    assertThat(buffer.limit()).isEqualTo(5 + encoded.size());
  }
}
