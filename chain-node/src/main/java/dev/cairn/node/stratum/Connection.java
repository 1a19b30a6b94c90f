package dev.cairn.node.stratum;

import io.vertx.core.net.NetSocket;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One miner's socket: turns bytes into a session's lines and back. Confined to the event loop. */
final class Connection implements Link {

  private final NetSocket socket;
  private final Supplier<Moment> clock;
  private final LineBuffer lines;
  private final LineBudget budget;
  private final long unsentMillisMax;
  private final Session session;
  private boolean isClosed;
  private boolean isPaused;
  private OptionalLong fullSinceMillis = OptionalLong.empty();

  Connection(
      NetSocket socket, String host, StratumLimits limits, Desk desk, Supplier<Moment> clock) {
    this.socket = socket;
    this.clock = clock;
    Moment now = clock.get();
    lines = new LineBuffer(limits.lineBytes());
    budget = new LineBudget(limits.linesPerSecond(), limits.linesSaved(), now.millis());
    unsentMillisMax = TimeUnit.SECONDS.toMillis(limits.unsentSeconds());
    socket.setWriteQueueMaxSize(limits.unsentBytes());
    session = desk.open(this, host, now);
    socket.handler(
        bytes -> {
          lines.add(bytes.getBytes());
          read();
        });
  }

  Session session() {
    return session;
  }

  /**
   * Goes on where too many lines have come, or too much was unread; call it several times a second.
   */
  void onTick() {
    long nowMillis = clock.get().millis();
    if (!socket.writeQueueFull()) {
      fullSinceMillis = OptionalLong.empty();
    } else if (fullSinceMillis.isEmpty()) {
      fullSinceMillis = OptionalLong.of(nowMillis);
    } else if (nowMillis - fullSinceMillis.getAsLong() >= unsentMillisMax) {
      close();
    }
    if (isPaused) {
      read();
    }
  }

  private void read() {
    while (!isClosed && lines.hasLine()) {
      Moment now = clock.get();
      if (socket.writeQueueFull() || !budget.take(now.millis())) {
        pause();
        return;
      }
      session.onLine(lines.next(), now);
    }
    if (!isClosed && lines.isTooLong()) {
      send(Answers.noRequest("the line is too long"));
      close();
    } else if (isPaused) {
      isPaused = false;
      socket.resume();
    }
  }

  private void pause() {
    if (!isPaused) {
      isPaused = true;
      socket.pause();
    }
  }

  @Override
  public void send(String line) {
    if (!isClosed) {
      socket.write(line + "\n");
    }
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      socket.pause();
      socket.close();
    }
  }

  /** The socket is gone; what was read of it while it was paused is thrown away. */
  void onClosed() {
    isClosed = true;
    socket.handler(bytes -> {});
    socket.resume();
  }
}
