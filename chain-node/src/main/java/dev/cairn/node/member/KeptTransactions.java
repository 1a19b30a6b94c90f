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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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
      Executors.newFixedThreadPool(
          WRITERS,
          task -> {
            Thread thread = new Thread(task, "cairn-keep");
            thread.setDaemon(true);
            return thread;
          });
  private final CompletableFuture<Void> failed = new CompletableFuture<>();
  private final Map<Long, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
  private final AtomicLong submitted = new AtomicLong();
  private final AtomicInteger count = new AtomicInteger();
  private final Set<TransactionId> told = ConcurrentHashMap.newKeySet();
  private volatile boolean hasAny;
  private volatile boolean isPaused;
  private long lookedAtNanos = System.nanoTime();

  KeptTransactions(PeerNode peer, NodeStore store) {
    this.peer = peer;
    this.store = store;
    count.set(store.kept().size());
    hasAny = count.get() > 0;
  }

  CompletableFuture<Checked<TransactionId>> submit(Transaction transaction) {
    CompletableFuture<Checked<TransactionId>> answer = new CompletableFuture<>();
    long number = submitted.incrementAndGet();
    underWay.put(number, answer);
    if (isPaused) {
      answer.completeExceptionally(new IllegalStateException("the node is leaving this network"));
    } else if (count.get() >= KEPT_MAX) {
      answer.complete(Checked.refused(MempoolRule.MEMPOOL_FULL, KEPT_MAX + " wait", "fewer"));
    } else {
      peer.submit(transaction)
          .thenComposeAsync(verdict -> keep(transaction, verdict), writers)
          .whenComplete((verdict, failure) -> complete(answer, verdict, failure));
    }
    answer.whenComplete((verdict, failure) -> underWay.remove(number));
    return answer;
  }

  private static <T> void complete(
      CompletableFuture<T> answer, T value, @Nullable Throwable failure) {
    if (failure == null) {
      answer.complete(value);
    } else {
      answer.completeExceptionally(failure);
    }
  }

  /** Takes nothing more, and waits for what is under way. */
  void pause() {
    isPaused = true;
    waitFor(List.copyOf(underWay.values()), CLOSE_SECONDS);
  }

  /** Takes transactions again. */
  void goOn() {
    isPaused = false;
  }

  private static void waitFor(List<? extends CompletableFuture<?>> all, long seconds) {
    try {
      CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]))
          .get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException late) {
      LOG.debug("not all is answered", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
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
      count.incrementAndGet();
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
    count.set(all.size() - buried.size());
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
