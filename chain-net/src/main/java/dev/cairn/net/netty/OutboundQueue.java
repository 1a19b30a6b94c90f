package dev.cairn.net.netty;

import dev.cairn.net.peer.NetLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent on one link. Messages wait here, on the heap, and go to the socket in small
 * pieces and only while it takes them, so that a reader who does not read holds a few pieces of
 * direct memory at most.
 *
 * <p>The engine loop adds; all else is the I/O loop's.
 */
final class OutboundQueue {

  private static final int HEADER_LENGTH = 4;

  /** One TLS record. */
  private static final int PIECE_BYTES = 16 << 10;

  private static final int PIECES_PER_TURN = 64;

  /** Hears what becomes of the queue, on the I/O loop unless something else is said. */
  interface Listener {

    /** What was sent has left. */
    void onWritable();

    /** The reader does not read. Called on any thread. */
    void onSlowReader(String detail);

    /** Everything has left after {@link #finish}. */
    void onDrained();
  }

  private final NetLimits limits;
  private final Listener listener;
  private final ChannelHandlerContext context;
  private final Queue<MessageCodec.Outgoing> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicLong pendingBytes = new AtomicLong();
  private final LongAdder bytesOut = new LongAdder();
  private final AtomicBoolean writable = new AtomicBoolean(true);
  private final AtomicBoolean pumpScheduled = new AtomicBoolean();
  private @Nullable ByteBuf current;
  private boolean pumping;
  private boolean finishing;
  private boolean released;
  private boolean watching;
  private volatile long unwritableSinceNanos;

  OutboundQueue(ChannelHandlerContext context, NetLimits limits, Listener listener) {
    this.context = context;
    this.limits = limits;
    this.listener = listener;
  }

  /** Sends after all that was added before. */
  void add(MessageCodec.Outgoing message) {
    waiting.add(message);
    long pending = pendingBytes.addAndGet(HEADER_LENGTH + message.size());
    if (pending > limits.writeBufferMaxBytes()) {
      listener.onSlowReader(pending + " bytes wait to be read");
      return;
    }
    if (pending > limits.writeBufferHighBytes()) {
      unwritable();
    }
    pumpSoon();
  }

  boolean isWritable() {
    return writable.get();
  }

  /** No more is added; {@link Listener#onDrained} follows, unless the channel is closed before. */
  void finish() {
    finishing = true;
    pump();
  }

  /**
   * Writes as much as the channel takes without waiting, and a few records at most: what others
   * send must be read meanwhile. The rest is for another turn of the loop.
   */
  void pump() {
    if (!pumping) {
      pumping = true; // flush() may call back
      int pieces = 0;
      while (pieces < PIECES_PER_TURN && context.channel().isWritable() && writePiece()) {
        pieces++;
      }
      context.flush();
      pumping = false;
      tellWhenDrained();
    }
    if (!released && context.channel().isWritable() && hasMore()) {
      pumpNextTurn();
    }
  }

  private boolean hasMore() {
    return current != null || !waiting.isEmpty();
  }

  private void pumpSoon() {
    if (pumpScheduled.compareAndSet(false, true)) {
      context.executor().execute(this::pumpScheduled);
    }
  }

  /** As a timer, for the loop runs what is merely executed before it looks at its sockets again. */
  private void pumpNextTurn() {
    if (pumpScheduled.compareAndSet(false, true)) {
      var unused = after(0, this::pumpScheduled);
    }
  }

  /** The channel is gone. */
  void release() {
    released = true;
    waiting.clear();
    if (current != null) {
      current.release();
      current = null;
    }
  }

  private void pumpScheduled() {
    pumpScheduled.set(false);
    try {
      pump();
    } catch (RuntimeException fault) {
      context.pipeline().fireExceptionCaught(fault); // a task that throws would be overlooked
    }
  }

  /** Writes the next piece; false when there is none. */
  private boolean writePiece() {
    ByteBuf frame = current;
    if (frame == null) {
      MessageCodec.Outgoing next = released ? null : waiting.poll();
      if (next == null) {
        return false;
      }
      frame = frame(next);
      current = frame;
    }
    int bytes = Math.min(PIECE_BYTES, frame.readableBytes());
    ByteBuf piece = frame.readRetainedSlice(bytes);
    if (!frame.isReadable()) {
      frame.release();
      current = null;
    }
    context
        .write(piece)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                left(bytes);
              }
            });
    return true;
  }

  private ByteBuf frame(MessageCodec.Outgoing message) {
    int size = message.size();
    ByteBuf frame = context.alloc().heapBuffer(HEADER_LENGTH + size, HEADER_LENGTH + size);
    boolean written = false;
    try {
      frame.writeInt(size);
      message.writeTo(frame.nioBuffer(HEADER_LENGTH, size));
      frame.writerIndex(HEADER_LENGTH + size);
      written = true;
      return frame;
    } finally {
      if (!written) {
        frame.release();
      }
    }
  }

  /** Bytes that the socket has taken. Any thread may ask. */
  long bytesOut() {
    return bytesOut.sum();
  }

  private void left(int bytes) {
    bytesOut.add(bytes);
    long pending = pendingBytes.addAndGet(-bytes);
    if (pending <= limits.writeBufferLowBytes() && writable.compareAndSet(false, true)) {
      listener.onWritable();
    }
    tellWhenDrained();
  }

  private void tellWhenDrained() {
    if (finishing && !released && !pumping && pendingBytes.get() == 0) {
      finishing = false;
      listener.onDrained();
    }
  }

  private void unwritable() {
    if (!writable.get()) {
      return;
    }
    unwritableSinceNanos = context.executor().ticker().nanoTime();
    writable.set(false);
    if (pendingBytes.get() <= limits.writeBufferLowBytes()) {
      writable.set(true); // all has left meanwhile, when nobody was to be told
    } else {
      context.executor().execute(this::watch);
    }
  }

  private Future<?> after(long nanos, Runnable task) {
    return Timers.after(context.executor(), nanos, TimeUnit.NANOSECONDS, task);
  }

  /** Looks after the reader until the link is writable again: one timer at a time. */
  private void watch() {
    if (!watching && !released) {
      watching = true;
      watchFor(TimeUnit.MILLISECONDS.toNanos(limits.slowReaderMillis()));
    }
  }

  private void watchFor(long nanos) {
    var unused = after(nanos, this::look);
  }

  private void look() {
    watching = false;
    if (released || writable.get()) {
      return;
    }
    long waited = context.executor().ticker().nanoTime() - unwritableSinceNanos;
    long left = TimeUnit.MILLISECONDS.toNanos(limits.slowReaderMillis()) - waited;
    if (left <= 0) {
      listener.onSlowReader(
          pendingBytes + " bytes wait, not writable for " + limits.slowReaderMillis() + " ms");
    } else {
      watching = true;
      watchFor(left);
    }
  }
}
