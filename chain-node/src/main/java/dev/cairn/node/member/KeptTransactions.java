package dev.cairn.node.member;

import dev.cairn.core.mempool.MempoolRule;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.PeerNode;
import dev.cairn.node.storage.NodeStore;
import dev.cairn.node.storage.TransactionPlace;
import dev.cairn.node.thread.DaemonThreads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What users have handed in at this node and were told is accepted: on disk before they are told,
 * and there until it is so deep in the chain that it stays, or can never come into it.
 */
final class KeptTransactions implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeptTransactions.class);

  /** So many blocks above it, a transaction needs to be kept no longer: the store has it. */
  static final int DEPTH = 20;

  /** So many at a time; whoever hands in more has to wait for blocks. */
  private static final int KEPT_MAX = 100_000;

  private static final long LOOK_MILLIS = 10_000;

  /** Threads that wait for the disk; what they write at the same time shares its cost. */
  private static final int WRITERS = 32;

  private static final long OFFER_SECONDS = 20;

  private static final long CLOSE_SECONDS = 5;

  /** Of so many it is logged, once, that they cannot come into the chain. */
  private static final int TOLD_MAX = 1_000;

  private final PeerNode peer;
  private final NodeStore store;
  private final ExecutorService writers =
      Executors.newFixedThreadPool(WRITERS, DaemonThreads.named("cairn-keep"));
  private final CompletableFuture<Void> failed = new CompletableFuture<>();
  private final Set<TransactionId> told = ConcurrentHashMap.newKeySet();
  private long lookedAtNanos = System.nanoTime();

  /** What has no answer yet, by a number of its own. */
  private final Map<Long, CompletableFuture<?>> underWay = new LinkedHashMap<>();

  private long submitted;
  private boolean isPaused;

  KeptTransactions(PeerNode peer, NodeStore store) {
    this.peer = peer;
    this.store = store;
  }

  synchronized CompletableFuture<Checked<TransactionId>> submit(Transaction transaction) {
    if (isPaused) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("the node is leaving this network"));
    } else if (store.keptCount() >= KEPT_MAX) {
      return CompletableFuture.completedFuture(
          Checked.refused(MempoolRule.MEMPOOL_FULL, KEPT_MAX + " wait", "fewer"));
    }
    CompletableFuture<Checked<TransactionId>> answer =
        peer.submit(transaction).thenApplyAsync(verdict -> keep(transaction, verdict), writers);
    long number = submitted++;
    underWay.put(number, answer);
    answer.whenComplete((verdict, failure) -> onAnswered(number));
    return answer;
  }

  private synchronized void onAnswered(long number) {
    underWay.remove(number);
  }

  /** Takes nothing more, and waits for what is under way; says whether all of it was answered. */
  boolean pause() {
    List<CompletableFuture<?>> last;
    synchronized (this) {
      isPaused = true;
      last = List.copyOf(underWay.values());
    }
    return waitFor(last, CLOSE_SECONDS);
  }

  /** Takes transactions again. */
  synchronized void goOn() {
    isPaused = false;
  }

  private static boolean waitFor(List<? extends CompletableFuture<?>> all, long seconds) {
    try {
      CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]))
          .handle((unused, failure) -> true)
          .get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException late) {
      LOG.debug("not all is answered", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private Checked<TransactionId> keep(Transaction transaction, Checked<TransactionId> verdict) {
    if (verdict.isPassed()) {
      write(transaction);
    } else if (isInChain(transaction.id())) {
      return Checked.passed(transaction.id());
    }
    return verdict;
  }

  private void write(Transaction transaction) {
    try {
      store.keep(transaction);
    } catch (RuntimeException | Error fault) {
      fail(fault);
      throw fault;
    }
  }

  /** The store cannot be relied on any more. */
  void fail(Throwable fault) {
    LOG.error("what was handed in cannot be kept", fault);
    failed.completeExceptionally(fault);
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
    List<CompletableFuture<?>> offers = new ArrayList<>();
    for (Transaction transaction : store.kept()) {
      if (!isInChain(transaction.id())) {
        offers.add(offer(transaction));
      }
    }
    waitFor(offers, OFFER_SECONDS);
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

  private CompletableFuture<Void> offer(Transaction transaction) {
    return peer.submit(transaction)
        .thenAcceptAsync(verdict -> judge(transaction, verdict), writers);
  }

  /** What another one of the same sender has overtaken is told of, and kept no longer. */
  private void judge(Transaction transaction, Checked<TransactionId> verdict) {
    Optional<Rejection> why = verdict.rejection();
    if (why.isEmpty() || isInChain(transaction.id())) {
      return;
    }
    if (told.size() < TOLD_MAX && told.add(transaction.id())) {
      LOG.warn("{} cannot come into the chain now: {}", transaction.id(), why.get());
    }
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
