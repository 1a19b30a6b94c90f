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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** A transport on 127.0.0.1 that writes down what its engine would hear. */
final class TestNode implements LinkEvents, AutoCloseable {

  record Failed(Optional<NodeId> expected, DisconnectReason reason, String detail) {}

  record Closed(LinkId link, DisconnectReason reason, String detail) {}

  final NetRuntime runtime;
  final NetLimits limits;
  final NodeCertificate certificate;
  final EventLoopScheduler loop;
  final NettyTransport transport;
  final PeerAddress address;
  final List<Link> opened = new CopyOnWriteArrayList<>();
  final List<Message> messages = new CopyOnWriteArrayList<>();
  final List<Rejection> violations = new CopyOnWriteArrayList<>();
  final List<Failed> failed = new CopyOnWriteArrayList<>();
  final List<Closed> closed = new CopyOnWriteArrayList<>();
  final List<Throwable> faults = new CopyOnWriteArrayList<>();
  final AtomicInteger timesWritable = new AtomicInteger();

  /** What the engine does with a message, besides noting it; on its loop. */
  volatile BiConsumer<LinkId, Message> onMessage = (link, message) -> {};

  volatile boolean keepsMessages = true;
  volatile boolean opensLinks = true;

  TestNode(NetRuntime runtime, NetLimits limits) {
    this(runtime, limits, TestCertificates.nodeKey());
  }

  TestNode(NetRuntime runtime, NetLimits limits, KeyPair key) {
    this.runtime = runtime;
    this.limits = limits;
    certificate = NodeCertificate.create(key, TestCertificates.RANDOM);
    loop = runtime.newEngineLoop(InstantSource.system(), faults::add);
    transport = new NettyTransport(runtime, certificate, loop, limits);
    transport.start(this);
    try {
      InetSocketAddress bound =
          transport.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      address = PeerAddress.of(bound);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  NodeId id() {
    return certificate.id();
  }

  void dial(TestNode other, Optional<NodeId> expected) {
    dial(other.address, expected);
  }

  void dial(PeerAddress to, Optional<NodeId> expected) {
    run(() -> transport.dial(to, expected));
  }

  void send(Message message) {
    run(() -> transport.send(opened.get(0).id(), message));
  }

  /** Runs something on the engine loop and waits for it. */
  void run(Runnable task) {
    FutureTask<Void> future = new FutureTask<>(task, null);
    loop.execute(future);
    try {
      future.get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void onOpened(Link link) {
    if (opensLinks) {
      transport.open(link.id());
    }
    opened.add(link);
  }

  @Override
  public void onDialFailed(
      PeerAddress to, Optional<NodeId> expected, DisconnectReason reason, String detail) {
    failed.add(new Failed(expected, reason, detail));
  }

  @Override
  public void onMessage(LinkId link, Message message, int bytes) {
    if (keepsMessages) {
      messages.add(message);
    }
    onMessage.accept(link, message);
  }

  @Override
  public void onViolation(LinkId link, Rejection why) {
    violations.add(why);
  }

  @Override
  public void onWritable(LinkId link) {
    timesWritable.incrementAndGet();
  }

  @Override
  public void onClosed(LinkId link, DisconnectReason reason, String detail) {
    closed.add(new Closed(link, reason, detail));
  }

  @Override
  public void close() {
    transport.close();
    if (!faults.isEmpty()) {
      throw new AssertionError("on the engine loop", faults.get(0));
    }
  }
}
