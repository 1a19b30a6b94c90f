package dev.cairn.net.simulation;

import dev.cairn.net.message.Message;
import dev.cairn.net.wire.Encoded;
import dev.cairn.net.wire.WireCodec;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Really encodes and decodes each message, so that sizes, limits of the wire and what a round trip
 * does to a message are those of a real link.
 */
public final class WireCarriage implements Carriage {

  private static final int LENGTH_PREFIX_BYTES = 4;

  @Override
  public Frame carry(Message message) {
    Encoded encoded = WireCodec.encode(message);
    ByteBuffer buffer = ByteBuffer.allocate(encoded.size());
    encoded.writeTo(buffer);
    return frame(buffer.flip(), Carriage.describe(message));
  }

  /**
   * A frame of any bytes.
   *
   * @param bytes without the length
   * @param kind a word for the event log
   */
  public static Frame frame(ByteBuffer bytes, String kind) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate());
    return new Frame(
        bytes.remaining() + LENGTH_PREFIX_BYTES,
        (int) checksum.getValue(),
        kind,
        WireCodec.decode(bytes));
  }
}
