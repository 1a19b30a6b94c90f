package dev.cairn.net.netty;

import dev.cairn.net.peer.NetLimits;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The way of every connection, from the socket to the engine loop and back. How many connections
 * there are was decided before: {@link AcceptHandler}.
 *
 * <pre>
 *   socket
 *     | limit    {@link ByteLimit}, until the identity is proven
 *     | tls      {@link SslHandler}: TLS 1.3, both sides with a certificate ({@link TlsEngines})
 *     | frames   {@link FrameDecoder}: lengths, limits, and back-pressure ({@link InboundGate})
 *     | messages {@link MessageDecoder}
 *     | link     {@link LinkHandler}, which hops to the engine loop and writes ({@link OutboundQueue})
 * </pre>
 */
final class LinkPipeline {

  private final TlsEngines engines;
  private final Executor handshakes;
  private final MessageCodec codec;
  private final NetLimits limits;

  LinkPipeline(TlsEngines engines, Executor handshakes, MessageCodec codec, NetLimits limits) {
    this.engines = engines;
    this.handshakes = handshakes;
    this.codec = codec;
    this.limits = limits;
  }

  LinkHandler build(ChannelPipeline pipeline, LinkOrigin origin, Connections connections) {
    PeerTrustManager trust = new PeerTrustManager(origin.expected());
    SslHandler tls = new SslHandler(engines.create(origin.isOutbound(), trust), handshakes);
    tls.setHandshakeTimeoutMillis(0); // LinkHandler has the one deadline of the whole handshake
    pipeline.addLast("limit", new ByteLimit(limits.handshakeBytes()));
    pipeline.addLast("tls", tls);
    return addProtocol(pipeline, origin, trust::identity, connections);
  }

  /** What comes after TLS. */
  LinkHandler addProtocol(
      ChannelPipeline pipeline,
      LinkOrigin origin,
      Supplier<Optional<PeerIdentity>> identity,
      Connections connections) {
    InboundGate gate = new InboundGate(limits);
    LinkHandler link = new LinkHandler(origin, identity, gate, codec, limits, connections);
    pipeline.addLast("frames", new FrameDecoder(gate, (int) limits.queuedBytes()));
    pipeline.addLast("messages", new MessageDecoder(codec, gate));
    pipeline.addLast("link", link);
    return link;
  }
}
