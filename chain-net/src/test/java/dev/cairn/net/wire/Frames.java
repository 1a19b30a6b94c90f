package dev.cairn.net.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.verdict.Checked;
import dev.cairn.net.message.Message;
import java.nio.ByteBuffer;

/** Encodes and decodes whole frames for tests. */
final class Frames {

  private Frames() {}

  static byte[] encode(Message message) {
    Encoded encoded = WireCodec.encode(message);
    ByteBuffer frame = ByteBuffer.allocate(encoded.size());
    encoded.writeTo(frame);
    assertThat(frame.remaining()).as("bytes that were announced and not written").isZero();
    return frame.array();
  }

  static Checked<Message> decode(byte[] frame) {
    return WireCodec.decode(ByteBuffer.wrap(frame));
  }

  /**
   * Decodes what may be anything. A message that comes out is one that can be sent, and is the same
   * when it comes back.
   */
  static Checked<Message> decodeHostile(byte[] frame) {
    Checked<Message> decoded = decode(frame);
    if (decoded.isPassed()) {
      byte[] again = encode(decoded.value());
      assertThat(again.length).isLessThanOrEqualTo(frame.length);
      assertThat(decode(again).value()).isEqualTo(decoded.value());
    } else {
      assertThat(decoded.rejection().orElseThrow().reason().hint()).isNotBlank();
    }
    return decoded;
  }
}
