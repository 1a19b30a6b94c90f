package dev.cairn.net.simulation;

import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One side of a link: what its host sends into it, and the events that come out of it. */
final class LinkEnd {

  private static final int LENGTH_PREFIX_BYTES = 4;

  private final SimulatedNetwork network;
  private final SimulatedHost host;
  private final Link link;
  private @Nullable LinkEnd other;
  private @Nullable Pipe out;
  private boolean opened;
  private boolean handshakeDone;
  private boolean closed;
  private boolean suspended;
  private boolean violated;

  LinkEnd(SimulatedNetwork network, SimulatedHost host, Link link) {
    this.network = network;
    this.host = host;
    this.link = link;
  }

  /** Joins two ends. */
  static void join(SimulatedNetwork network, LinkEnd one, LinkEnd two, int latencyMillis) {
    one.other = two;
    two.other = one;
    one.out = new Pipe(network, one, two, latencyMillis);
    two.out = new Pipe(network, two, one, latencyMillis);
  }

  LinkId id() {
    return link.id();
  }

  Link link() {
    return link;
  }

  SimulatedHost host() {
    return host;
  }

  LinkEnd other() {
    return Objects.requireNonNull(other);
  }

  Pipe out() {
    return Objects.requireNonNull(out);
  }

  boolean isClosed() {
    return closed;
  }

  boolean isReading() {
    return !suspended && !violated;
  }

  void open() {
    opened = true;
    host.log("opened " + id() + " to " + other().host.name());
    host.events().onOpened(link);
  }

  /** The program takes the link as open: frames may be longer from now on. */
  void finishHandshake() {
    handshakeDone = true;
  }

  void receive(Carriage.Frame frame) {
    host.log("< " + id() + " " + frame);
    Optional<Rejection> refusal = frame.content().rejection().or(() -> tooLarge(frame));
    if (refusal.isPresent()) {
      violated = true;
      host.log("violation on " + id() + ": " + refusal.get());
      host.events().onViolation(id(), refusal.get());
    } else {
      host.events().onMessage(id(), frame.content().value(), frame.bytes());
    }
  }

  private Optional<Rejection> tooLarge(Carriage.Frame frame) {
    int bytesMax =
        LENGTH_PREFIX_BYTES
            + (handshakeDone
                ? network.limits().frameBytes()
                : network.limits().handshakeFrameBytes());
    return frame.bytes() <= bytesMax
        ? Optional.empty()
        : Optional.of(
            Rejection.of(
                DisconnectReason.PROTOCOL_VIOLATION, frame.bytes(), "at most " + bytesMax));
  }

  void send(Carriage.Frame frame) {
    host.log("> " + id() + " " + frame);
    out().send(frame);
  }

  void tellWritable() {
    host.scheduler()
        .schedule(
            0,
            () -> {
              if (!closed) {
                host.events().onWritable(id());
              }
            });
  }

  void suspend(boolean on) {
    boolean resumed = suspended && !on;
    suspended = on;
    if (resumed) {
      host.scheduler().schedule(0, other().out()::drain);
    }
  }

  /** This side closes in an orderly way. */
  void disconnect(DisconnectReason reason, String detail) {
    if (closed) {
      return;
    }
    if (reason.isTold()) {
      String told = detail.length() > 256 ? detail.substring(0, 256) : detail;
      send(network.carriage().carry(new Goodbye(reason.name(), told)));
    }
    if (!closed) {
      out().finish();
      network.observeEnd(this, reason, detail);
      close(reason, detail);
    }
  }

  /** This side's transport gives up: the other side sees the connection fail. */
  void abort(DisconnectReason reason, String detail) {
    if (!closed) {
      out().reset();
      network.observeEnd(this, reason, detail);
      close(reason, detail);
    }
  }

  void closedByPeer() {
    if (!closed) {
      out().finish();
      close(DisconnectReason.CLOSED_BY_PEER, "");
    }
  }

  /** The connection failed, as this side sees it. */
  void lose() {
    if (!closed && host.isOn()) {
      close(DisconnectReason.CONNECTION_LOST, "");
    }
  }

  private void close(DisconnectReason reason, String detail) {
    closed = true;
    host.forget(this);
    network.forgetIfOver(this);
    host.scheduler()
        .schedule(
            0,
            () -> {
              host.log("closed " + id() + " " + reason + " " + detail);
              if (opened) {
                host.events().onClosed(id(), reason, detail);
              }
            });
  }

  /** The process of this side has died: it hears nothing any more. */
  void die(boolean silently) {
    closed = true;
    if (silently) {
      out().fallSilent();
    } else {
      out().reset();
    }
    network.forgetIfOver(this);
  }
}
