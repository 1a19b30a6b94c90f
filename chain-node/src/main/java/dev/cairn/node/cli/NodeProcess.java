package dev.cairn.node.cli;

import dev.cairn.net.netty.PortUnavailableException;
import dev.cairn.node.Node;
import dev.cairn.node.NodeConfig;
import dev.cairn.node.member.Member;
import dev.cairn.node.storage.StoreException;
import dev.cairn.node.storage.StoreFailedException;
import dev.cairn.node.storage.StoreFault;
import dev.cairn.node.wallet.KeyFileException;
import dev.cairn.node.wallet.Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one node until it is told to stop, by a signal, or until a fault ends it. */
final class NodeProcess {

  private static final long MEMBER_POLL_MILLIS = 10;

  /** The node has not got the data directory when it fails for these. */
  private static final Set<String> WITHOUT_DIRECTORY =
      Set.of(StoreFault.DATA_IN_USE.name(), StoreFault.DATA_UNUSABLE.name());

  private final NodeConfig config;
  private final RunEvents events;
  private final Ending ending;

  NodeProcess(NodeConfig config, RunEvents events, Ending ending) {
    this.config = config;
    this.events = events;
    this.ending = ending;
  }

  /** Returns when the node has stopped. */
  ExitCode run() {
    LogFiles log = LogFiles.begin(config.data());
    Logger logger = LoggerFactory.getLogger("cairn");
    try {
      runToTheEnd(log);
      logger.info("stopped");
    } catch (IOException | RuntimeException | Error failed) {
      boolean isLogged = failed instanceof CompletionException; // by the node itself
      Throwable fault = isLogged ? Objects.requireNonNullElse(failed.getCause(), failed) : failed;
      log(logger, fault, isLogged);
      log.stop();
      return ending.because(ExitCode.of(fault), reason(fault));
    }
    log.stop();
    return ending.bySignal();
  }

  private void log(Logger logger, Throwable fault, boolean isLogged) {
    if (!isLogged) {
      logger.error("{} {}", reason(fault), messages(fault), fault);
      return;
    }
    logger.info("stopped with {}", reason(fault), fault);
    if (fault instanceof PortUnavailableException) {
      events.remark("  stop what uses it, or give --listen another one; port 0 picks a free one");
    }
  }

  private void runToTheEnd(LogFiles log) throws IOException {
    Wallet wallet = Wallet.in(config.data(), new SecureRandom());
    boolean hadKey = Files.exists(wallet.mainKeyFile());
    CompletableFuture<Void> stop = ending.signal();
    try (Node node = open(log)) {
      CompletableFuture.anyOf(node.ready(), node.ended(), stop).join();
      Optional<Member> member = stop.isDone() ? Optional.empty() : member(node);
      if (member.isPresent()) {
        Path file = config.data().resolve(LogFiles.NAME);
        events.ready(node, member.get(), config.network(), file);
        if (!hadKey && Files.exists(wallet.mainKeyFile())) {
          events.remark(KeyNotice.text(wallet.mainKeyFile()));
        }
      }
      CompletableFuture.anyOf(node.ended(), stop).join();
    }
  }

  /** The log is in the data directory, which may be another process's until the node has it. */
  private Node open(LogFiles log) throws IOException {
    try {
      Node node = Node.open(config);
      log.open();
      return node;
    } catch (IOException | RuntimeException failed) {
      if (!WITHOUT_DIRECTORY.contains(reason(failed))) {
        log.open();
      }
      throw failed;
    }
  }

  /** The network that the node is in; it may be changing over to another at this very moment. */
  private Optional<Member> member(Node node) {
    CompletableFuture<Void> stop = ending.signal();
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
