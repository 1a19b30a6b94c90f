package dev.cairn.net.netty;

import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.Traffic;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection's pipeline: what happens there goes to the transport, what the engine
 * wants goes to the channel. Knows when a connection begins to count, how it is closed, and keeps
 * the first reason of its end.
 *
 * <p>{@link #send}, {@link #isWritable}, {@link #gate} and {@link #disconnect} are for the engine
 * loop; all else is the I/O loop's.
 */
final class LinkHandler extends ChannelInboundHandlerAdapter implements OutboundQueue.Listener {

  private record Ending(DisconnectReason reason, String detail) {}

  private final LinkOrigin origin;
  private final Supplier<Optional<PeerIdentity>> identity;
  private final InboundGate gate;
  private final MessageCodec codec;
  private final NetLimits limits;
  private final Connections connections;
  private @Nullable ChannelHandlerContext context;
  private @Nullable OutboundQueue queue;
  private @Nullable Future<?> deadline;
  private @Nullable Ending ending;
  private final LongAdder bytesIn = new LongAdder();
  private boolean proven;
  private volatile boolean closed;
  private volatile boolean ended;

  LinkHandler(
      LinkOrigin origin,
      Supplier<Optional<PeerIdentity>> identity,
      InboundGate gate,
      MessageCodec codec,
      NetLimits limits,
      Connections connections) {
    this.origin = origin;
    this.identity = identity;
    this.gate = gate;
    this.codec = codec;
    this.limits = limits;
    this.connections = connections;
  }

  LinkOrigin origin() {
    return origin;
  }

  InboundGate gate() {
    return gate;
  }

  Traffic traffic() {
    OutboundQueue out = queue;
    return new Traffic(bytesIn.sum(), out == null ? 0 : out.bytesOut());
  }

  /** Sends after all that was sent before; nothing happens once the connection ends. */
  void send(Message message) {
    if (!closed && !ended) {
      queue().add(codec.encode(message));
    }
  }

  boolean isWritable() {
    return !closed && !ended && queue().isWritable();
  }

  /** The engine says that the handshake is over. */
  void open() {
    gate.open();
    Admitted place = Admitted.of(context().channel());
    if (place != null) {
      place.open();
    }
  }

  /** Whether the engine has asked for the end: it hears no more than that the link is closed. */
  boolean isEnding() {
    return ended;
  }

  /** Ends the connection; the first reason counts. Any thread. */
  void disconnect(DisconnectReason reason, String detail) {
    ended = true;
    if (!closed) {
      context().executor().execute(() -> end(reason, detail));
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    queue = new OutboundQueue(added, limits, this);
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    deadline = after(limits.handshakeMillis(), this::onDeadline);
    active.fireChannelActive();
  }

  private void onDeadline() {
    if (!gate.isOpen()) {
      end(DisconnectReason.HANDSHAKE_TIMEOUT, "after " + limits.handshakeMillis() + " ms");
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext unused, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      onHandshake(handshake);
    } else if (event instanceof SslCloseCompletionEvent close && close.isSuccess()) {
      end(DisconnectReason.CLOSED_BY_PEER, "closed in order");
    } else if (event instanceof Rejection why) {
      connections.onViolation(this, why);
    }
  }

  private void onHandshake(SslHandshakeCompletionEvent handshake) {
    if (ending != null) {
      return;
    }
    if (!handshake.isSuccess()) {
      // TLS has sent its alert and closes by itself.
      ending = endingOf(handshake.cause());
      return;
    }
    identity
        .get()
        .ifPresentOrElse(
            peer -> {
              proven = true;
              liftByteLimit();
              connections.onProven(this, peer);
            },
            () -> end(DisconnectReason.IDENTITY_INVALID, "no certificate was judged"));
  }

  private void liftByteLimit() {
    if (context().pipeline().get(ByteLimit.class) != null) {
      context().pipeline().remove(ByteLimit.class);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext unused, Object message) {
    MessageDecoder.Received received = (MessageDecoder.Received) message;
    gate.passed(received.bytes());
    bytesIn.add(received.bytes());
    connections.onMessage(this, received);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext unused) {
    queue().pump();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext unused, Throwable cause) {
    Ending found = endingOf(cause);
    end(found.reason(), found.detail());
  }

  private static Ending endingOf(Throwable cause) {
    Rejection why = Failures.rejectionOf(cause);
    return new Ending(Failures.reasonOf(why), Failures.detailOf(why));
  }

  @Override
  public void channelInactive(ChannelHandlerContext unused) {
    closed = true;
    gate.stop();
    queue().release();
    if (deadline != null) {
      deadline.cancel(false);
    }
    Ending end = ending;
    if (end == null) {
      end = new Ending(DisconnectReason.CONNECTION_LOST, "without a word");
      ending = end;
    }
    connections.onEnded(this, proven, end.reason(), end.detail());
  }

  /** Begins to close: with a goodbye when the reason is told and there is somebody to tell it. */
  private void end(DisconnectReason reason, String detail) {
    if (ending != null) {
      return;
    }
    ending = new Ending(reason, detail);
    if (!proven || !reason.isTold()) {
      abort();
      return;
    }
    gate.stop();
    queue().add(codec.encode(new Goodbye(reason.name(), Failures.cut(detail))));
    closed = true;
    queue().finish();
    var unused = after(limits.goodbyeMillis(), this::abort);
  }

  /**
   * All is said. The other side closes when it has read that; until then what it still sends is
   * thrown away, for closing a socket with unread bytes would take our last words from it.
   */
  @Override
  public void onDrained() {
    SslHandler tls = context().pipeline().get(SslHandler.class);
    Channel channel = context().channel();
    if (tls == null || !(channel instanceof DuplexChannel duplex)) {
      abort();
      return;
    }
    tls.closeOutbound()
        .addListener(
            ignored -> {
              var unused = duplex.shutdownOutput();
            });
    gate.discard();
    channel.config().setAutoRead(true);
  }

  /**
   * Closes the socket at once, below TLS. When the peer has closed in order, what it said before
   * and the engine has not asked for yet still counts: the frame decoder hands it on.
   */
  private void abort() {
    closed = true;
    if (ending == null || ending.reason() != DisconnectReason.CLOSED_BY_PEER) {
      gate.stop();
    }
    if (ending != null && ending.reason() == DisconnectReason.SLOW_READER) {
      // The kernel, too, forgets what this reader does not take.
      context().channel().config().setOption(ChannelOption.SO_LINGER, 0);
    }
    Channel.Unsafe socket = context().channel().unsafe();
    socket.close(socket.voidPromise());
  }

  @Override
  public void onWritable() {
    connections.onWritable(this);
  }

  @Override
  public void onSlowReader(String detail) {
    disconnect(DisconnectReason.SLOW_READER, detail);
  }

  private Future<?> after(long millis, Runnable task) {
    return Timers.after(context().executor(), millis, TimeUnit.MILLISECONDS, task);
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext added = context;
    if (added == null) {
      throw new IllegalStateException("not in a pipeline");
    }
    return added;
  }

  private OutboundQueue queue() {
    OutboundQueue created = queue;
    if (created == null) {
      throw new IllegalStateException("not in a pipeline");
    }
    return created;
  }
}
