package dev.cairn.net.netty;

import dev.cairn.core.verdict.Checked;
import dev.cairn.net.message.Message;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Turns frames into messages and releases the frames. What is no message goes on as its {@link
 * dev.cairn.core.verdict.Rejection}, as user event, and nothing after it is read.
 */
final class MessageDecoder extends ChannelInboundHandlerAdapter {

  /** A message with the size of its frame, without the length in front. */
  record Received(Message message, int bytes) {}

  private final MessageCodec codec;
  private final InboundGate gate;

  MessageDecoder(MessageCodec codec, InboundGate gate) {
    this.codec = codec;
    this.gate = gate;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    ByteBuf content = (ByteBuf) frame;
    int bytes = content.readableBytes();
    Checked<Message> decoded;
    try {
      decoded = codec.decode(content.nioBuffer());
    } finally {
      content.release();
    }
    if (decoded instanceof Checked.Refused<Message> refused) {
      gate.stop();
      context.fireUserEventTriggered(refused.why());
    } else {
      context.fireChannelRead(new Received(decoded.value(), bytes));
    }
  }
}
