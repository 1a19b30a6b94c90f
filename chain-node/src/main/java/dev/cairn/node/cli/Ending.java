package dev.cairn.node.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How the process of a node ends: it is said once, and a signal leads to it as well, whatever the
 * process is doing. Any thread may call any method.
 */
final class Ending implements AutoCloseable {

  private static final String BY_SIGNAL = "signal";

  /**
   * A node that has not stopped then is left to the operating system: its store survives that. A
   * slow machine may be given longer, with {@code -Dcairn.stop.millis=60000}.
   */
  private static final long STOP_MILLIS = Long.getLong("cairn.stop.millis", 4_500);

  private final RunEvents events;
  private final CompletableFuture<Void> signal = new CompletableFuture<>();
  private final CountDownLatch said = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onShutdown, "cairn-signal");
  private boolean hasSomethingToStop;
  private volatile ExitCode code = ExitCode.OK;

  private Ending(RunEvents events) {
    this.events = events;
  }

  /** From now on SIGTERM and SIGINT are heard. */
  static Ending listen(RunEvents events) {
    Ending ending = new Ending(events);
    Runtime.getRuntime().addShutdownHook(ending.hook);
    return ending;
  }

  /** Until then a signal ends the process at once; from now on it waits for the end. */
  synchronized void waitForMe() {
    hasSomethingToStop = true;
  }

  /** Completes when a signal has come. */
  CompletableFuture<Void> signal() {
    return signal;
  }

  /** The process is at its end because of a signal. */
  ExitCode bySignal() {
    return because(ExitCode.OK, BY_SIGNAL);
  }

  /** The process is at its end; only the first reason counts. */
  synchronized ExitCode because(ExitCode why, String reason) {
    if (said.getCount() > 0) {
      code = why;
      events.stopped(reason);
      said.countDown();
    }
    return code;
  }

  /** On SIGTERM and SIGINT, when no other thread may end the process any more. */
  private void onShutdown() {
    synchronized (this) {
      if (!hasSomethingToStop) {
        Runtime.getRuntime().halt(bySignal().number());
      }
    }
    signal.complete(null);
    try {
      if (!said.await(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
        events.remark("cairn: did not stop within " + STOP_MILLIS + " ms, and was ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Else the code would be 143, as if nobody had listened.
    Runtime.getRuntime().halt(because(ExitCode.INTERNAL_FAULT, BY_SIGNAL).number());
  }

  /** Signals are not heard any more. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook itself ends the process.
    }
  }
}
