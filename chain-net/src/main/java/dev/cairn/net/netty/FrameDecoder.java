package dev.cairn.net.netty;

import dev.cairn.core.verdict.Rejection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives into frames.
 *
 * <pre>
 *   0        4                4 + length
 *   +--------+----------------+
 *   | length | content        |     length: big-endian, unsigned, without itself
 *   +--------+----------------+
 * </pre>
 *
 * A length of 0 or above what the gate allows is refused as soon as its four bytes are there,
 * before anything is kept: a {@link Rejection} goes on as user event, and nothing after it is read.
 * A frame that is not complete yet occupies at most twice what has arrived of it, on the heap. The
 * content goes on as a buffer that the next handler releases.
 */
final class FrameDecoder extends ChannelInboundHandlerAdapter {

  private static final int HEADER_LENGTH = 4;

  /** Of a connection that has ended, so many frames still go on. */
  private static final int FRAMES_AFTER_END = 64;

  private final InboundGate gate;
  private final int waitingBytesMax;
  private final Deque<ByteBuf> arrived = new ArrayDeque<>();
  private long arrivedBytes;
  private int headerBytes;
  private int header;
  private @Nullable ByteBuf partial;
  private boolean ended;

  /**
   * @param waitingBytesMax bytes that may have been read without being cut: more than a few reads
   *     only come when a connection ends, with all that its kernel buffer has
   */
  FrameDecoder(InboundGate gate, int waitingBytesMax) {
    this.gate = gate;
    this.waitingBytesMax = waitingBytesMax;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    gate.onResume(() -> context.executor().execute(() -> pump(context)));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    arrived.add(in);
    arrivedBytes += in.readableBytes();
    pump(context);
    if (arrivedBytes > waitingBytesMax) {
      gate.stop();
      release();
    }
  }

  /** Whole frames that are here already still count: the last one may say why the link ends. */
  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ended = true;
    for (int frames = 0; frames < FRAMES_AFTER_END && !arrived.isEmpty(); frames++) {
      if (gate.isStopped()) {
        break;
      }
      next(context);
    }
    gate.stop();
    release();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    release();
  }

  private void pump(ChannelHandlerContext context) {
    boolean mayPass = gate.mayPass();
    while (mayPass && !arrived.isEmpty()) {
      next(context);
      mayPass = gate.mayPass();
    }
    if (gate.isStopped()) {
      release();
    }
    context.channel().config().setAutoRead(mayPass || gate.isDiscarding());
  }

  private void next(ChannelHandlerContext context) {
    ByteBuf in = arrived.element();
    int before = in.readableBytes();
    decode(context, in);
    arrivedBytes -= before - in.readableBytes();
    if (!in.isReadable()) {
      arrived.remove().release();
    }
  }

  /** Takes something from {@code in}: at most one frame. */
  private void decode(ChannelHandlerContext context, ByteBuf in) {
    while (headerBytes < HEADER_LENGTH && in.isReadable()) {
      header = (header << 8) | in.readUnsignedByte();
      headerBytes++;
      if (headerBytes == HEADER_LENGTH && isRefused(context)) {
        return;
      }
    }
    if (headerBytes == HEADER_LENGTH) {
      ByteBuf frame = content(context, in);
      if (frame != null) {
        headerBytes = 0;
        header = 0;
        context.fireChannelRead(frame);
      }
    }
  }

  private boolean isRefused(ChannelHandlerContext context) {
    long length = Integer.toUnsignedLong(header);
    int most = gate.frameBytesMax();
    if (length > 0 && length <= most) {
      return false;
    }
    gate.stop();
    if (ended) {
      return true; // the link was perhaps about to be opened
    }
    FrameFault fault = length == 0 ? FrameFault.FRAME_EMPTY : FrameFault.FRAME_TOO_LONG;
    context.fireUserEventTriggered(
        Rejection.of(fault, length + " bytes", "1 to " + most + " bytes"));
    return true;
  }

  /** The content of the frame once all of it has arrived, else nothing. */
  private @Nullable ByteBuf content(ChannelHandlerContext context, ByteBuf in) {
    ByteBuf kept = partial;
    if (kept == null) {
      if (in.readableBytes() >= header) {
        return in.readRetainedSlice(header);
      }
      if (!in.isReadable()) {
        return null;
      }
      kept = context.alloc().heapBuffer(in.readableBytes(), header);
      partial = kept;
    }
    int wanted = Math.min(header - kept.readableBytes(), in.readableBytes());
    int filled = kept.readableBytes() + wanted;
    if (filled > kept.capacity()) {
      kept.capacity((int) Math.min(header, 2L * filled));
    }
    kept.writeBytes(in, wanted);
    if (filled < header) {
      return null;
    }
    partial = null;
    return kept;
  }

  private void release() {
    arrived.forEach(ByteBuf::release);
    arrived.clear();
    arrivedBytes = 0;
    if (partial != null) {
      partial.release();
      partial = null;
    }
  }
}
