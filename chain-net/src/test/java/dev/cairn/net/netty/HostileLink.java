package dev.cairn.net.netty;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.value.Work;
import dev.cairn.net.message.GetAddresses;
import dev.cairn.net.message.GetBlocks;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import dev.cairn.net.message.TransactionAnnouncement;
import dev.cairn.net.message.WantCompactBlocks;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.session.Handshake;
import dev.cairn.net.session.UpgradePlan;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One connection of a hostile peer that proves an identity, and what it does with it. */
final class HostileLink extends ChannelInboundHandlerAdapter {

  private static final int FRAME_BYTES_MAX = 8 << 20;
  private static final int SLOW_FRAME_BYTES = 200_000;
  private static final long DRIP_MILLIS = 100;
  private static final long FLOOD_MILLIS = 20;
  private static final long SIGN_OF_LIFE_MILLIS = 1_000;
  private static final int REQUESTS_OF_SLOW_READER = 60;
  private static final MessageCodec CODEC = new WireMessages();

  /** What is known of the victim. */
  record Target(NetworkId network, BlockHash genesis, List<BlockHash> largeBlocks) {}

  private final HostileKind kind;
  private final Target target;
  private final NodeCertificate identity;
  private final PeerTrustManager trust;
  private final Random random;
  private final AtomicLong reached;
  private @Nullable Handshake handshake;

  HostileLink(
      HostileKind kind,
      Target target,
      NodeCertificate identity,
      PeerTrustManager trust,
      Random random,
      AtomicLong reached) {
    this.kind = kind;
    this.target = target;
    this.identity = identity;
    this.trust = trust;
    this.random = random;
    this.reached = reached;
  }

  /** Cuts what the victim sends into frames. */
  static LengthFieldBasedFrameDecoder frames() {
    return new LengthFieldBasedFrameDecoder(FRAME_BYTES_MAX, 0, 4, 0, 4);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event != SslHandshakeCompletionEvent.SUCCESS) {
      return;
    }
    if (kind == HostileKind.GARBAGE) {
      reached.incrementAndGet();
      byte[] garbage = new byte[500];
      random.nextBytes(garbage);
      write(context, EmbeddedLink.header(garbage.length));
      write(context, garbage);
    } else {
      PeerIdentity victim = trust.identity().orElseThrow();
      Link link =
          new Link(
              new LinkId(0),
              victim.id(),
              PeerAddress.of((InetSocketAddress) context.channel().remoteAddress()),
              true,
              identity.keyHash(),
              victim.certificateHash());
      handshake = new Handshake(terms(), link, Bytes.of(random(32)), Long.MAX_VALUE);
      follow(context, handshake.begin());
    }
  }

  private Handshake.Terms terms() {
    return new Handshake.Terms(
        identity.id(),
        Handshake.PROTOCOL_MIN,
        Handshake.PROTOCOL_MAX,
        UpgradePlan.none(target.network()),
        Height.GENESIS,
        Optional.empty(),
        nonce -> false,
        () -> new Introduction(Work.ZERO, target.genesis(), 0, 7771, "hostile/1", 0));
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf frame = (ByteBuf) message;
    try {
      if (handshake != null) {
        follow(context, handshake.onMessage(CODEC.decode(frame.nioBuffer()).value()));
      }
    } finally {
      frame.release();
    }
  }

  private void follow(ChannelHandlerContext context, Handshake.Step step) {
    if (step instanceof Handshake.Step.Say say) {
      write(context, EmbeddedLink.frames(say.messages()));
    } else if (step instanceof Handshake.Step.Open) {
      handshake = null;
      reached.incrementAndGet();
      onOpen(context);
    } else {
      context.close();
    }
  }

  private void onOpen(ChannelHandlerContext context) {
    switch (kind) {
      case FLOOD -> flood(context, flood());
      case SLOW_READER -> {
        context.channel().config().setAutoRead(false);
        GetBlocks blocks = new GetBlocks(target.largeBlocks());
        write(context, EmbeddedLink.frames(Collections.nCopies(REQUESTS_OF_SLOW_READER, blocks)));
        repeat(
            context,
            SIGN_OF_LIFE_MILLIS,
            () -> write(context, EmbeddedLink.frames(List.of(new Ping(1)))));
      }
      default -> {
        write(context, EmbeddedLink.header(SLOW_FRAME_BYTES));
        repeat(context, DRIP_MILLIS, () -> write(context, new byte[1]));
      }
    }
  }

  private void flood(ChannelHandlerContext context, byte[] batch) {
    repeat(
        context,
        FLOOD_MILLIS,
        () -> {
          if (context.channel().isWritable()) {
            write(context, batch);
          }
        });
  }

  /** About 60 KiB of messages that are all well formed, and useless. */
  private byte[] flood() {
    List<Message> batch = new ArrayList<>(Collections.nCopies(100, new Ping(random.nextLong())));
    for (int i = 0; i < 10; i++) {
      batch.add(new GetHeaders(i, List.of(BlockHash.of(random(32)))));
      batch.add(new GetBlocks(List.of(BlockHash.of(random(32)), target.genesis())));
      batch.add(new WantCompactBlocks(i % 2 == 0));
    }
    List<TransactionId> ids = new ArrayList<>();
    for (int i = 0; i < TransactionAnnouncement.IDS_MAX; i++) {
      ids.add(TransactionId.of(random(32)));
    }
    batch.add(new TransactionAnnouncement(ids));
    batch.add(new GetTransactions(ids.subList(0, GetTransactions.IDS_MAX)));
    batch.add(new GetAddresses());
    return EmbeddedLink.frames(batch);
  }

  private static void repeat(ChannelHandlerContext context, long millis, Runnable task) {
    if (context.channel().isActive()) {
      task.run();
      var unused =
          context
              .executor()
              .schedule(() -> repeat(context, millis, task), millis, TimeUnit.MILLISECONDS);
    }
  }

  private static void write(ChannelHandlerContext context, byte[] bytes) {
    context.writeAndFlush(Unpooled.wrappedBuffer(bytes));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
