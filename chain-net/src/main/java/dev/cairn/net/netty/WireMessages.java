package dev.cairn.net.netty;

import dev.cairn.core.verdict.Checked;
import dev.cairn.net.message.Message;
import dev.cairn.net.wire.Encoded;
import dev.cairn.net.wire.WireCodec;
import java.nio.ByteBuffer;

/** The format of package wire. */
final class WireMessages implements MessageCodec {

  @Override
  public Outgoing encode(Message message) {
    Encoded encoded = WireCodec.encode(message);
    return new Outgoing() {
      @Override
      public int size() {
        return encoded.size();
      }

      @Override
      public void writeTo(ByteBuffer target) {
        encoded.writeTo(target);
      }
    };
  }

  @Override
  public Checked<Message> decode(ByteBuffer frame) {
    return WireCodec.decode(frame);
  }
}
