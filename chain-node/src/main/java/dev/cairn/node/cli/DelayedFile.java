package dev.cairn.node.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

/** Keeps what is logged until the file may be made, which then gets all of it. */
final class DelayedFile extends AppenderBase<ILoggingEvent> {

  /** More than a start ever has to say; further ones are dropped. */
  private static final int EVENTS_MAX = 1_000;

  private final Supplier<Appender<ILoggingEvent>> maker;
  private final Queue<ILoggingEvent> waiting = new ArrayDeque<>();
  private Optional<Appender<ILoggingEvent>> file = Optional.empty();

  DelayedFile(Supplier<Appender<ILoggingEvent>> maker) {
    this.maker = maker;
  }

  /** Makes the file. */
  synchronized void open() {
    Appender<ILoggingEvent> made = maker.get();
    waiting.forEach(made::doAppend);
    waiting.clear();
    file = Optional.of(made);
  }

  /** One thread at a time: the caller sees to that. */
  @Override
  protected void append(ILoggingEvent event) {
    if (file.isPresent()) {
      file.get().doAppend(event);
    } else if (waiting.size() < EVENTS_MAX) {
      event.prepareForDeferredProcessing();
      waiting.add(event);
    }
  }

  @Override
  public synchronized void stop() {
    super.stop();
    file.ifPresent(Appender::stop);
  }
}
