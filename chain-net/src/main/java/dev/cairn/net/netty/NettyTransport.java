package dev.cairn.net.netty;

import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkEvents;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.runtime.Outbox;
import dev.cairn.net.runtime.Traffic;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links of one node over TCP and TLS 1.3. What happens on the I/O loops becomes an event on the
 * engine loop, and what the engine asks for is done on the I/O loops.
 *
 * <p>The methods of {@link Outbox} are for the engine loop, on which all events come; the others
 * are for any thread that may wait.
 */
public final class NettyTransport implements Outbox, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NettyTransport.class);

  private final NodeCertificate certificate;
  private final Executor engineLoop;
  private final NetLimits limits;
  private final Sockets sockets;
  private final EndCounts ends = new EndCounts();
  private final AtomicLong numbers = new AtomicLong();
  private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
  private volatile @Nullable LinkEvents events;
  private volatile boolean closed;

  /** The links of which the engine knows, and those only. Confined to the engine loop. */
  private final Map<LinkId, LinkHandler> links = new TreeMap<>();

  /** Begins with nothing: {@link #start}, then {@link #listen} and {@link #dial}. */
  public NettyTransport(
      NetRuntime runtime, NodeCertificate certificate, Executor engineLoop, NetLimits limits) {
    this(runtime, certificate, engineLoop, limits, new WireMessages());
  }

  NettyTransport(
      NetRuntime runtime,
      NodeCertificate certificate,
      Executor engineLoop,
      NetLimits limits,
      MessageCodec codec) {
    this.certificate = certificate;
    this.engineLoop = engineLoop;
    this.limits = limits;
    TlsEngines engines = new TlsEngines(certificate, runtime.random());
    LinkPipeline pipeline = new LinkPipeline(engines, runtime.handshakes(), codec, limits);
    this.sockets = new Sockets(runtime, limits, pipeline, new Events());
  }

  /** Says who hears of links. Once, before anything else. */
  public void start(LinkEvents listener) {
    if (events != null) {
      throw new IllegalStateException("started already");
    }
    events = listener;
  }

  /**
   * Takes connections.
   *
   * @param address a wildcard address takes those of IPv4 and IPv6; port 0 is any free one
   * @return the address with the port
   * @throws PortUnavailableException when the port cannot be used, as when another program has it
   */
  public InetSocketAddress listen(InetSocketAddress address) throws PortUnavailableException {
    ChannelFuture bound = sockets.listen(address, this::begin, ends::count);
    track(bound.channel());
    bound.awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new PortUnavailableException(address, bound.cause());
    }
    return (InetSocketAddress) bound.channel().localAddress();
  }

  /** How many connections ended before they were a link, and why; since the start. */
  public Map<DisconnectReason, Long> endedBeforeLink() {
    return ends.snapshot();
  }

  /** Sockets that are open: listening, dialling, or connections in whatever state. */
  public int openSockets() {
    return channels.size();
  }

  @Override
  public void dial(PeerAddress address, Optional<NodeId> expected) {
    LinkOrigin origin = new LinkOrigin(nextId(), address, true, expected);
    sockets
        .dial(address.toSocketAddress(), channel -> begin(channel, origin))
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                onDialFailed(
                    origin, DisconnectReason.DIAL_FAILED, String.valueOf(connected.cause()));
              }
            });
  }

  private LinkId nextId() {
    return new LinkId(numbers.incrementAndGet());
  }

  private LinkOrigin begin(SocketChannel channel) {
    PeerAddress address = PeerAddress.of(channel.remoteAddress());
    return begin(channel, new LinkOrigin(nextId(), address, false, Optional.empty()));
  }

  private LinkOrigin begin(SocketChannel channel, LinkOrigin origin) {
    track(channel);
    return origin;
  }

  private void track(Channel channel) {
    channels.add(channel);
    channel.closeFuture().addListener(unused -> channels.remove(channel));
    if (closed) {
      var unused = channel.close();
    }
  }

  @Override
  public void open(LinkId id) {
    LinkHandler link = links.get(id);
    if (link != null) {
      link.open();
    }
  }

  @Override
  public void send(LinkId id, Message message) {
    LinkHandler link = links.get(id);
    if (link != null) {
      link.send(message);
    }
  }

  @Override
  public boolean isWritable(LinkId id) {
    LinkHandler link = links.get(id);
    return link != null && link.isWritable();
  }

  @Override
  public Traffic traffic(LinkId id) {
    LinkHandler link = links.get(id);
    return link == null ? Traffic.NONE : link.traffic();
  }

  @Override
  public void suspendReading(LinkId id, boolean suspended) {
    LinkHandler link = links.get(id);
    if (link != null) {
      link.gate().suspend(suspended);
    }
  }

  @Override
  public void disconnect(LinkId id, DisconnectReason reason, String detail) {
    LinkHandler link = links.get(id);
    if (link != null) {
      link.disconnect(reason, detail);
    }
  }

  /**
   * Stops listening, tells the peers SHUTTING_DOWN, and waits until every connection is closed, for
   * little more than {@link NetLimits#goodbyeMillis}. Not from a loop.
   */
  @Override
  public void close() {
    closed = true;
    for (Channel channel : channels) {
      LinkHandler link = channel.pipeline().get(LinkHandler.class);
      if (link == null) {
        var unused = channel.close();
      } else {
        link.disconnect(DisconnectReason.SHUTTING_DOWN, "");
      }
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2 * limits.goodbyeMillis());
    for (Channel channel : channels) {
      channel
          .closeFuture()
          .awaitUninterruptibly(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      channel
          .eventLoop()
          .execute(() -> channel.unsafe().close(channel.unsafe().voidPromise())); // below TLS
    }
  }

  private void onDialFailed(LinkOrigin origin, DisconnectReason reason, String detail) {
    ends.count(reason);
    LOG.debug("dialling {} failed: {} {}", origin.address(), reason, detail);
    post(listener -> listener.onDialFailed(origin.address(), origin.expected(), reason, detail));
  }

  /** A task for the engine loop that tells something. */
  private interface Event {
    void tell(LinkEvents listener);
  }

  private void post(Event event) {
    LinkEvents listener = events;
    if (listener == null) {
      throw new IllegalStateException("not started");
    }
    try {
      engineLoop.execute(() -> event.tell(listener));
    } catch (RejectedExecutionException ended) {
      LOG.debug("an event comes after the end of its engine");
    }
  }

  /** Brings what the connections say onto the engine loop. */
  private final class Events implements Connections {

    @Override
    public void onProven(LinkHandler handler, PeerIdentity peer) {
      LinkOrigin origin = handler.origin();
      Link link =
          new Link(
              origin.id(),
              peer.id(),
              origin.address(),
              origin.isOutbound(),
              certificate.keyHash(),
              peer.certificateHash());
      post(
          listener -> {
            links.put(link.id(), handler);
            listener.onOpened(link);
          });
    }

    @Override
    public void onMessage(LinkHandler handler, MessageDecoder.Received received) {
      post(
          listener -> {
            if (!handler.isEnding()) {
              listener.onMessage(handler.origin().id(), received.message(), received.bytes());
            }
            handler.gate().done(received.bytes());
          });
    }

    @Override
    public void onViolation(LinkHandler handler, Rejection why) {
      post(
          listener -> {
            if (!handler.isEnding()) {
              listener.onViolation(handler.origin().id(), why);
              handler.disconnect(DisconnectReason.PROTOCOL_VIOLATION, why.toString());
            }
          });
    }

    @Override
    public void onWritable(LinkHandler handler) {
      post(
          listener -> {
            if (!handler.isEnding()) {
              listener.onWritable(handler.origin().id());
            }
          });
    }

    @Override
    public void onEnded(
        LinkHandler handler, boolean wasProven, DisconnectReason reason, String detail) {
      LinkOrigin origin = handler.origin();
      if (wasProven) {
        post(
            listener -> {
              links.remove(origin.id());
              listener.onClosed(origin.id(), reason, detail);
            });
      } else if (origin.isOutbound()) {
        onDialFailed(origin, reason, detail);
      } else {
        ends.count(reason);
        LOG.debug("{} was no peer: {} {}", origin.address(), reason, detail);
      }
    }
  }
}
