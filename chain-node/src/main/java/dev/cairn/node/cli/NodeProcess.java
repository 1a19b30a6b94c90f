package dev.cairn.node.cli;

import ch.qos.logback.classic.LoggerContext;
import dev.cairn.net.netty.PortUnavailableException;
import dev.cairn.node.Node;
import dev.cairn.node.NodeConfig;
import dev.cairn.node.member.Member;
import dev.cairn.node.storage.StoreException;
import dev.cairn.node.storage.StoreFailedException;
import dev.cairn.node.wallet.KeyFileException;
import dev.cairn.node.wallet.Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one node until it is told to stop, by a signal, or until a fault ends it. */
final class NodeProcess {

  private static final String BY_SIGNAL = "signal";

  /** A node that has not stopped then is left to the operating system: its store survives that. */
  private static final long STOP_MILLIS = 4_500;

  private static final long MEMBER_POLL_MILLIS = 10;

  private final NodeConfig config;
  private final RunEvents events;
  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile ExitCode exitCode = ExitCode.OK;

  NodeProcess(NodeConfig config, RunEvents events) {
    this.config = config;
    this.events = events;
  }

  /** Returns when the node has stopped. */
  ExitCode run() {
    Thread hook = new Thread(this::onShutdown, "cairn-signal");
    Runtime.getRuntime().addShutdownHook(hook);
    String reason = BY_SIGNAL;
    LoggerContext log = LogFiles.begin(config.data());
    Logger logger = LoggerFactory.getLogger("cairn");
    try {
      runToTheEnd();
      logger.info("stopped");
    } catch (IOException | RuntimeException | Error failed) {
      boolean isLogged = failed instanceof CompletionException; // by the node itself
      Throwable fault = isLogged ? Objects.requireNonNullElse(failed.getCause(), failed) : failed;
      exitCode = ExitCode.of(fault);
      reason = reason(fault);
      if (isLogged) {
        logger.info("stopped with {}", reason, fault);
        if (fault instanceof PortUnavailableException) {
          events.remark(
              "  stop what uses it, or give --listen another one; port 0 picks a free one");
        }
      } else {
        logger.error("{} {}", reason, messages(fault), fault);
      }
    }
    events.stopped(reason);
    log.stop();
    finished.countDown();
    removeHook(hook);
    return exitCode;
  }

  private void runToTheEnd() throws IOException {
    Wallet wallet = Wallet.in(config.data(), new SecureRandom());
    boolean hadKey = Files.exists(wallet.mainKeyFile());
    try (Node node = Node.open(config)) {
      CompletableFuture.anyOf(node.ready(), node.ended(), stop).join();
      Optional<Member> member = stop.isDone() ? Optional.empty() : member(node);
      if (member.isPresent()) {
        Path log = config.data().resolve(LogFiles.NAME);
        events.ready(node, member.get(), config.network(), log);
        if (!hadKey && Files.exists(wallet.mainKeyFile())) {
          events.remark(KeyNotice.text(wallet.mainKeyFile()));
        }
      }
      CompletableFuture.anyOf(node.ended(), stop).join();
    }
  }

  /** The network that the node is in; it may be changing over to another at this very moment. */
  private Optional<Member> member(Node node) {
    while (!stop.isDone() && !node.ended().isDone()) {
      Optional<Member> member = node.member();
      if (member.isPresent()) {
        return member;
      }
      try {
        stop.get(MEMBER_POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (java.util.concurrent.TimeoutException notYet) {
        // Asked again.
      } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
        stop.complete(null);
      }
    }
    return Optional.empty();
  }

  /** On SIGTERM and SIGINT, when no other thread may end the process any more. */
  private void onShutdown() {
    if (finished.getCount() == 0) {
      return;
    }
    stop.complete(null);
    boolean isDone = false;
    try {
      isDone = finished.await(STOP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!isDone) {
      events.remark("cairn: did not stop within " + STOP_MILLIS + " ms, and was ended");
      events.stopped(BY_SIGNAL);
    }
    // Else the code would be 143, as if nobody had listened.
    Runtime.getRuntime().halt(isDone ? exitCode.number() : ExitCode.INTERNAL_FAULT.number());
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook itself ends the process.
    }
  }

  /**
   * The own code of the store and of keys for their faults, for they tell more; else the exit
   * code's.
   */
  private static String reason(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreException store) {
        return store.fault().name();
      } else if (cause instanceof StoreFailedException store) {
        return store.fault().name();
      } else if (cause instanceof KeyFileException key) {
        return key.fault().name();
      }
    }
    return ExitCode.of(fault).name();
  }

  /** What a fault and its causes say, for a person. */
  private static String messages(Throwable fault) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message != null && text.indexOf(message) < 0) {
        text.append(text.isEmpty() ? "" : ": ").append(message);
      }
    }
    return text.isEmpty() ? fault.getClass().getSimpleName() : text.toString();
  }
}
