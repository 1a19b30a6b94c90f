package dev.cairn.node.member;

import dev.cairn.core.mempool.MempoolRule;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.PeerNode;
import dev.cairn.node.storage.NodeStore;
import dev.cairn.node.storage.TransactionPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What users have handed in at this node and were told is accepted: on disk before they are told,
 * and there until it is so deep in the chain that it stays, or can never come into it.
 */
final class KeptTransactions implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeptTransactions.class);

  /** So many blocks above it, a transaction needs to be kept no longer: the store has it. */
  static final int DEPTH = 100;

  private static final long LOOK_MILLIS = 10_000;

  /** Threads that wait for the disk; what they write at the same time shares its cost. */
  private static final int WRITERS = 4;

  private static final long CLOSE_SECONDS = 5;

  private final PeerNode peer;
  private final NodeStore store;
  private final ExecutorService writers =
      Executors.newFixedThreadPool(
          WRITERS,
          task -> {
            Thread thread = new Thread(task, "cairn-keep");
            thread.setDaemon(true);
            return thread;
          });
  private final CompletableFuture<Void> failed = new CompletableFuture<>();
  private volatile boolean hasAny;
  private long lookedAtNanos = System.nanoTime();

  KeptTransactions(PeerNode peer, NodeStore store) {
    this.peer = peer;
    this.store = store;
  }

  CompletableFuture<Checked<TransactionId>> submit(Transaction transaction) {
    return peer.submit(transaction)
        .thenComposeAsync(verdict -> keep(transaction, verdict), writers);
  }

  private CompletableFuture<Checked<TransactionId>> keep(
      Transaction transaction, Checked<TransactionId> verdict) {
    if (verdict.rejection().isEmpty()) {
      write(transaction);
    } else if (isInChain(transaction.id())) {
      return CompletableFuture.completedFuture(Checked.passed(transaction.id()));
    }
    return CompletableFuture.completedFuture(verdict);
  }

  private void write(Transaction transaction) {
    try {
      store.keep(transaction);
      hasAny = true;
    } catch (RuntimeException | Error fault) {
      failed.completeExceptionally(fault);
      throw fault;
    }
  }

  /** Whether anything was handed in that is, or may come to be, in the chain. */
  boolean hasAny() {
    return hasAny;
  }

  /** Fails when something could not be written; never completes otherwise. */
  CompletableFuture<Void> failed() {
    return failed.copy();
  }

  private boolean isInChain(TransactionId id) {
    return store.transaction(id).isPresent();
  }

  /** After a start: the mempool is empty, and what is kept may not be in the chain yet. */
  void offerAgain() {
    hasAny |= !store.kept().isEmpty();
    store.kept().stream().filter(one -> !isInChain(one.id())).forEach(this::offer);
  }

  /** Called again and again, on one thread. */
  void look() {
    long now = System.nanoTime();
    if (now - lookedAtNanos >= TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
      lookedAtNanos = now;
      sort(store.kept(), peer.tip().height().value());
    }
  }

  private void sort(List<Transaction> all, long height) {
    List<TransactionId> buried = new ArrayList<>();
    List<Transaction> absent = new ArrayList<>();
    for (Transaction transaction : all) {
      Optional<TransactionPlace> place = store.transaction(transaction.id());
      if (place.isEmpty()) {
        absent.add(transaction);
      } else if (height - place.get().height().value() >= DEPTH) {
        buried.add(transaction.id());
      }
    }
    store.forget(buried);
    if (!absent.isEmpty()) {
      peer.ask(
              (chain, pool) -> absent.stream().filter(one -> pool.get(one.id()).isEmpty()).toList())
          .thenAccept(missing -> missing.forEach(this::offer));
    }
  }

  private void offer(Transaction transaction) {
    peer.submit(transaction).thenAcceptAsync(verdict -> judge(transaction, verdict), writers);
  }

  /** What another one of the same sender has overtaken is told of, and kept no longer. */
  private void judge(Transaction transaction, Checked<TransactionId> verdict) {
    Optional<Rejection> why = verdict.rejection();
    if (why.isEmpty() || isInChain(transaction.id())) {
      return;
    }
    LOG.warn("{} cannot come into the chain now: {}", transaction.id(), why.get());
    if (why.get().reason() == MempoolRule.SEQUENCE_USED) {
      store.forget(List.of(transaction.id()));
    }
  }

  @Override
  public void close() {
    writers.shutdown();
    try {
      if (!writers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the disk is slow: not all that was handed in was written");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
