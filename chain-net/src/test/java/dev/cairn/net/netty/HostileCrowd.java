package dev.cairn.net.netty;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.NetworkId;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * A thousand hostile peers of all {@link HostileKind kinds} that attack one node, from many
 * addresses of 127.0.0.0/8, each again and again. Those without identity take turns: the limits on
 * handshakes would hardly let anybody else through otherwise.
 *
 * <p>All of them have one thread, so that the victim can have the other processor.
 */
final class HostileCrowd implements AutoCloseable {

  private static final long PHASE_MILLIS = 4_000;
  private static final long DRIP_MILLIS = 100;

  /** After so long without being turned away a silent one has taken a place. */
  private static final long WAIT_MILLIS = 1_000;

  /** The same, in bytes. */
  private static final int DRIPPED = 10;

  private static final long UNTIL_TLS_MILLIS = 50;
  private static final int CONNECT_MILLIS_MAX = 5_000;

  /** Few enough that each has more connections than the victim takes of one. */
  private static final int CROWDED_ADDRESSES = 16;

  private static final byte[] ADDRESS = {127, 0, 0, 1};

  /** Who attacks besides those with an identity. */
  enum Phase {
    CALM,
    SILENCE,
    DRIP,
    HURRY
  }

  /** What a kind has got done. */
  static final class Deeds {
    /** Connections that the kernel has made. */
    final AtomicLong connections = new AtomicLong();

    /** Those that got what they were after: a place, a signature, a link. */
    final AtomicLong reached = new AtomicLong();

    @Override
    public String toString() {
      return reached + " of " + connections;
    }
  }

  private final InetSocketAddress victim;
  private final NetworkId network;
  private final BlockHash genesis;
  private final List<BlockHash> largeBlocks;
  private final Random random;
  private final byte[] clientHello;
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("hostile", true), NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final ChannelGroup nameless = new DefaultChannelGroup(loop);
  private final ChannelGroup all = new DefaultChannelGroup(loop);
  private final Map<HostileKind, Deeds> deeds = new EnumMap<>(HostileKind.class);
  private Phase phase = Phase.CALM;
  private volatile boolean isOver;

  /**
   * @param largeBlocks what slow readers ask for
   */
  HostileCrowd(
      InetSocketAddress victim,
      NetworkId network,
      BlockHash genesis,
      List<BlockHash> largeBlocks,
      Random random)
      throws SSLException {
    this.victim = victim;
    this.network = network;
    this.genesis = genesis;
    this.largeBlocks = List.copyOf(largeBlocks);
    this.random = random;
    for (HostileKind kind : HostileKind.values()) {
      deeds.put(kind, new Deeds());
    }
    clientHello = clientHello();
  }

  private static byte[] clientHello() throws SSLException {
    SSLEngine engine =
        new TlsEngines(identity(), TestCertificates.RANDOM)
            .create(true, new PeerTrustManager(Optional.empty()));
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), out);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static NodeCertificate identity() {
    return NodeCertificate.create(TestCertificates.nodeKey(), TestCertificates.RANDOM);
  }

  /** Begins. */
  void start() {
    loop.execute(this::next);
    for (HostileKind kind : HostileKind.values()) {
      for (int i = 0; i < kind.members; i++) {
        Member member = new Member(kind, i);
        loop.execute(() -> member.comeBack(random.nextInt((int) kind.pauseMillis)));
      }
    }
  }

  /** Whether there is no kind that was kept off all the time. */
  boolean hasReachedInEveryWay() {
    return deeds.values().stream().allMatch(done -> done.reached.get() > 0);
  }

  /** What each kind has got done so far. */
  Map<HostileKind, Deeds> deeds() {
    return deeds;
  }

  private void next() {
    phase = Phase.values()[(phase.ordinal() + 1) % Phase.values().length];
    var unused = nameless.close();
    later(PHASE_MILLIS, this::next);
  }

  private void later(long millis, Runnable task) {
    if (!isOver) {
      var unused = loop.schedule(task, millis, TimeUnit.MILLISECONDS);
    }
  }

  /** Nobody comes back, and all connections are closed. */
  @Override
  public void close() {
    isOver = true;
    all.close().awaitUninterruptibly(10, TimeUnit.SECONDS);
    group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20, TimeUnit.SECONDS);
  }

  /** One of the crowd. Confined to the loop. */
  private final class Member {
    private final HostileKind kind;
    private final int number;

    Member(HostileKind kind, int number) {
      this.kind = kind;
      this.number = number;
    }

    void comeBack(long pauseMillis) {
      later(pauseMillis, this::connect);
    }

    private void connect() {
      if (!kind.doesTls() && kind.phase != phase) {
        comeBack(kind.pauseMillis);
        return;
      }
      new Bootstrap()
          .group(loop)
          .channel(NioSocketChannel.class)
          .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS_MAX)
          .option(ChannelOption.SO_LINGER, kind == HostileKind.RESET ? 0 : -1)
          .handler(
              new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                  begin(channel);
                }
              })
          .localAddress(new InetSocketAddress(source(), 0))
          .connect(victim)
          .addListener((ChannelFuture future) -> onConnected(future));
    }

    /**
     * Half of them share few addresses, the one of the honest peers among them unless it would be
     * banned; the others have another one each time.
     */
    private InetAddress source() {
      byte[] address = ADDRESS.clone();
      if (number % 2 == 0) {
        address[2] = (byte) (kind.doesTls() ? 1 : 0);
        address[3] = (byte) (1 + number / 2 % CROWDED_ADDRESSES);
      } else {
        address[1] = (byte) (1 + random.nextInt(200));
        address[2] = (byte) random.nextInt(256);
        address[3] = (byte) (1 + random.nextInt(250));
      }
      try {
        return InetAddress.getByAddress(address);
      } catch (UnknownHostException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    private void onConnected(ChannelFuture future) {
      if (!future.isSuccess()) {
        comeBack(kind.pauseMillis);
        return;
      }
      deeds.get(kind).connections.incrementAndGet();
      future
          .channel()
          .closeFuture()
          .addListener(
              unused -> comeBack(kind.pauseMillis / 2 + random.nextInt((int) kind.pauseMillis)));
    }

    private void begin(Channel channel) {
      all.add(channel);
      if (kind.doesTls()) {
        channel.pipeline().addLast(new Discard());
        later(UNTIL_TLS_MILLIS, () -> doTls(channel));
      } else {
        nameless.add(channel);
        channel.pipeline().addLast(new Nameless(kind, deeds.get(kind).reached, clientHello));
      }
    }

    /** An identity costs milliseconds: only when the victim has not turned us away. */
    private void doTls(Channel channel) {
      if (!channel.isActive()) {
        return;
      }
      NodeCertificate identity = identity();
      PeerTrustManager trust = new PeerTrustManager(Optional.empty());
      SSLEngine engine = new TlsEngines(identity, TestCertificates.RANDOM).create(true, trust);
      HostileLink link =
          new HostileLink(
              kind,
              new HostileLink.Target(network, genesis, largeBlocks),
              identity,
              trust,
              random,
              deeds.get(kind).reached);
      channel.pipeline().removeFirst();
      channel.pipeline().addLast(new SslHandler(engine), HostileLink.frames(), link);
    }
  }

  /** Before there is anything to say. */
  private static final class Discard extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ((ByteBuf) message).release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  /** Below TLS. */
  private static final class Nameless extends ChannelInboundHandlerAdapter {
    private final HostileKind kind;
    private final AtomicLong reached;
    private final byte[] clientHello;
    private int dripped;

    Nameless(HostileKind kind, AtomicLong reached, byte[] clientHello) {
      this.kind = kind;
      this.reached = reached;
      this.clientHello = clientHello;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      switch (kind) {
        case RESET -> {
          reached.incrementAndGet();
          context.close();
        }
        case HELLO -> context.writeAndFlush(Unpooled.wrappedBuffer(clientHello));
        case DRIPPING -> drip(context);
        default -> {
          var unused =
              context
                  .executor()
                  .schedule(() -> waited(context), WAIT_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
    }

    private void drip(ChannelHandlerContext context) {
      if (context.channel().isActive() && dripped < clientHello.length) {
        context.writeAndFlush(Unpooled.wrappedBuffer(clientHello, dripped++, 1));
        if (dripped == DRIPPED) {
          waited(context);
        }
        var unused =
            context.executor().schedule(() -> drip(context), DRIP_MILLIS, TimeUnit.MILLISECONDS);
      }
    }

    /** The victim has signed something. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ((ByteBuf) message).release();
      reached.incrementAndGet();
      context.close();
    }

    /** It occupies a place, as it wants to. */
    private void waited(ChannelHandlerContext context) {
      if (context.channel().isActive()) {
        reached.incrementAndGet();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
