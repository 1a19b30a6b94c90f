package dev.cairn.net.netty;

import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes sockets with the options that all have: small buffers, because direct memory is the
 * scarcest (64 MiB for a thousand connections), and no waiting for more bytes to send at once.
 */
final class Sockets {

  private static final int BACKLOG = 256;

  /** Connections from outside leave so many for the store, for the API, and for peers we dial. */
  private static final int DESCRIPTORS_FOR_OTHERS = 20;

  private static final int READ_BYTES_MIN = 512;
  private static final int READ_BYTES_FIRST = 2 << 10;

  /** Two TLS records; more at once would only wait in buffers. */
  private static final int READ_BYTES_MAX = 32 << 10;

  private static final int READS_AT_ONCE = 4;

  /** Direct memory of a link whose reader is slow; the rest waits in {@link OutboundQueue}. */
  private static final WriteBufferWaterMark WRITE_BUFFER =
      new WriteBufferWaterMark(32 << 10, 64 << 10);

  private final NetRuntime runtime;
  private final NetLimits limits;
  private final LinkPipeline pipeline;
  private final Connections connections;

  Sockets(NetRuntime runtime, NetLimits limits, LinkPipeline pipeline, Connections connections) {
    this.runtime = runtime;
    this.limits = limits;
    this.pipeline = pipeline;
    this.connections = connections;
  }

  ChannelFuture listen(
      InetSocketAddress address,
      Function<SocketChannel, LinkOrigin> begin,
      Consumer<DisconnectReason> refused) {
    long now = runtime.io().next().ticker().nanoTime();
    return new ServerBootstrap()
        .group(runtime.io())
        .channel(runtime.serverType())
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .handler(
            new AcceptHandler(
                new Admission(limits, now),
                refused,
                () -> Descriptors.areShort(DESCRIPTORS_FOR_OTHERS)))
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOCATOR, runtime.allocator())
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, readBuffers())
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER)
        .childHandler(initializer(begin))
        .bind(address);
  }

  ChannelFuture dial(InetSocketAddress address, Function<SocketChannel, LinkOrigin> begin) {
    return new Bootstrap()
        .group(runtime.io())
        .channel(runtime.socketType())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.handshakeMillis())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.ALLOCATOR, runtime.allocator())
        .option(ChannelOption.RECVBUF_ALLOCATOR, readBuffers())
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER)
        .handler(initializer(begin))
        .connect(address);
  }

  private ChannelInitializer<SocketChannel> initializer(Function<SocketChannel, LinkOrigin> begin) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        pipeline.build(channel.pipeline(), begin.apply(channel), connections);
      }
    };
  }

  private static RecvByteBufAllocator readBuffers() {
    return new AdaptiveRecvByteBufAllocator(READ_BYTES_MIN, READ_BYTES_FIRST, READ_BYTES_MAX)
        .maxMessagesPerRead(READS_AT_ONCE);
  }
}
