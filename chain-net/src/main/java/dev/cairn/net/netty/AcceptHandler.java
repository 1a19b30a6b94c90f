package dev.cairn.net.netty;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.PeerAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands at the listening socket: asks {@link Admission} about each connection and closes those
 * that are not taken, without a word, before they get a pipeline. When the process has hardly a
 * file descriptor left it stops accepting for a moment; the connections wait in the kernel.
 */
final class AcceptHandler extends ChannelInboundHandlerAdapter {

  static final long PAUSE_MILLIS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(AcceptHandler.class);

  private final Admission admission;
  private final Consumer<DisconnectReason> refused;
  private final BooleanSupplier isShortOfDescriptors;
  private boolean pausing;

  AcceptHandler(
      Admission admission,
      Consumer<DisconnectReason> refused,
      BooleanSupplier isShortOfDescriptors) {
    this.admission = admission;
    this.refused = refused;
    this.isShortOfDescriptors = isShortOfDescriptors;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel connection = (Channel) message;
    if (!(connection.remoteAddress() instanceof InetSocketAddress address)) {
      connection.unsafe().closeForcibly(); // gone already
      return;
    }
    if (isShortOfDescriptors.getAsBoolean()) {
      refused.accept(DisconnectReason.TOO_MANY_PEERS);
      connection.unsafe().closeForcibly();
      pause(context, "hardly a file descriptor is left, see ulimit -n");
      return;
    }
    Bytes prefix = PeerAddress.of(address).prefix();
    Optional<DisconnectReason> reason =
        admission.admit(prefix, context.executor().ticker().nanoTime());
    if (reason.isPresent()) {
      refused.accept(reason.get());
      connection.unsafe().closeForcibly();
      return;
    }
    Admitted.mark(connection, admission, prefix, context.executor());
    context.fireChannelRead(message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("fault while accepting a connection", cause);
    }
    pause(context, cause.toString());
  }

  private void pause(ChannelHandlerContext context, String why) {
    if (!pausing) {
      pausing = true;
      LOG.warn("accepting pauses for {} ms: {}", PAUSE_MILLIS, why);
      context.channel().config().setAutoRead(false);
      var unused =
          Timers.after(
              context.executor(), PAUSE_MILLIS, TimeUnit.MILLISECONDS, () -> resume(context));
    }
  }

  private void resume(ChannelHandlerContext context) {
    pausing = false;
    context.channel().config().setAutoRead(true);
  }
}
