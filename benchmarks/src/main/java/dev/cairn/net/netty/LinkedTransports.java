package dev.cairn.net.netty;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkEvents;
import dev.cairn.net.runtime.LinkId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Two transports with a link between them, over loopback. */
final class LinkedTransports implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final Side from;
  private final Side to;

  LinkedTransports(NetRuntime runtime, MessageCodec codec)
      throws IOException, InterruptedException {
    from = new Side(runtime, codec);
    to = new Side(runtime, codec);
    InetSocketAddress address =
        to.transport.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    from.loop.execute(() -> from.transport.dial(PeerAddress.of(address), Optional.empty()));
    from.awaitLink();
    to.awaitLink();
  }

  static NodeCertificate certificate(SecureRandom random) {
    return NodeCertificate.create(
        KeyPair.fromSeed(random.generateSeed(KeyPair.SEED_LENGTH)), random);
  }

  /** Sends this message so many times; returns when all have arrived, with how many these were. */
  long carry(Message message, int times) throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(times);
    to.arrived = arrived;
    from.loop.execute(() -> from.begin(message, times));
    if (!arrived.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(arrived.getCount() + " messages did not arrive");
    }
    return times;
  }

  @Override
  public void close() {
    from.transport.close();
    to.transport.close();
  }

  /** One of the two; sends while the link takes it. Its fields belong to its loop. */
  private static final class Side implements LinkEvents {
    private final EventLoopScheduler loop;
    private final NettyTransport transport;
    private final CompletableFuture<LinkId> opened = new CompletableFuture<>();
    private volatile CountDownLatch arrived = new CountDownLatch(0);
    private @Nullable Message message;
    private int left;

    Side(NetRuntime runtime, MessageCodec codec) {
      loop = runtime.newEngineLoop(InstantSource.system(), opened::completeExceptionally);
      transport =
          new NettyTransport(
              runtime, certificate(runtime.random()), loop, NetLimits.DEFAULT, codec);
      transport.start(this);
    }

    void awaitLink() throws InterruptedException {
      try {
        opened.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }

    void begin(Message each, int times) {
      message = each;
      left = times;
      sendOn();
    }

    private void sendOn() {
      LinkId link = opened.join();
      Message each = message;
      while (each != null && left > 0 && transport.isWritable(link)) {
        left--;
        transport.send(link, each);
      }
    }

    @Override
    public void onOpened(Link link) {
      transport.open(link.id());
      opened.complete(link.id());
    }

    @Override
    public void onWritable(LinkId link) {
      sendOn();
    }

    @Override
    public void onMessage(LinkId link, Message each, int bytes) {
      arrived.countDown();
    }

    @Override
    public void onDialFailed(
        PeerAddress address, Optional<NodeId> expected, DisconnectReason reason, String detail) {
      opened.completeExceptionally(new IllegalStateException(reason + " " + detail));
    }

    @Override
    public void onViolation(LinkId link, Rejection why) {
      throw new IllegalStateException(why.toString());
    }

    @Override
    public void onClosed(LinkId link, DisconnectReason reason, String detail) {}
  }
}
