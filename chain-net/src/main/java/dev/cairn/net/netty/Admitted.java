package dev.cairn.net.netty;

import dev.cairn.core.value.Bytes;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** An inbound connection's place in {@link Admission}, which it gives back when it is closed. */
final class Admitted {

  private static final AttributeKey<Admitted> KEY = AttributeKey.valueOf(Admitted.class, "place");

  private final Admission admission;
  private final Bytes prefix;
  private final Executor loop;
  private boolean handshakeDone;
  private boolean closed;

  private Admitted(Admission admission, Bytes prefix, Executor loop) {
    this.admission = admission;
    this.prefix = prefix;
    this.loop = loop;
  }

  /**
   * Notes that this connection was admitted.
   *
   * @param loop the event loop of the listening socket
   */
  static void mark(Channel connection, Admission admission, Bytes prefix, Executor loop) {
    Admitted place = new Admitted(admission, prefix, loop);
    connection.attr(KEY).set(place);
    connection.closeFuture().addListener(unused -> loop.execute(place::closed));
  }

  /** The place of an inbound connection; none for one that this side dialled. */
  static @Nullable Admitted of(Channel connection) {
    return connection.attr(KEY).get();
  }

  /** The link is open: it counts as handshake no more. Any thread. */
  void open() {
    loop.execute(
        () -> {
          if (!handshakeDone && !closed) {
            handshakeDone = true;
            admission.handshakeDone();
          }
        });
  }

  private void closed() {
    closed = true;
    admission.closed(prefix, handshakeDone);
  }
}
