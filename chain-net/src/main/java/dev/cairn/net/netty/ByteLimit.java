package dev.cairn.net.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.util.ReferenceCountUtil;

/**
 * Cuts off a connection that sends more than so many bytes before its identity is proven: whatever
 * TLS would keep of them, it is no more. Removed once the identity is proven.
 */
final class ByteLimit extends ChannelInboundHandlerAdapter {

  private long left;

  ByteLimit(int bytesMax) {
    this.left = bytesMax;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    left -= ((ByteBuf) message).readableBytes();
    if (left >= 0) {
      context.fireChannelRead(message);
      return;
    }
    ReferenceCountUtil.release(message);
    context.fireExceptionCaught(new TooLongFrameException("too many bytes before TLS was done"));
    var unused = context.close();
  }
}
