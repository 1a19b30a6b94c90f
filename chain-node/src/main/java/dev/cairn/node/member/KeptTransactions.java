package dev.cairn.node.member;

import dev.cairn.core.mempool.MempoolRule;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.PeerNode;
import dev.cairn.node.storage.NodeStore;
import dev.cairn.node.thread.DaemonThreads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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

  /** Threads that wait for the disk: while one forces it, another can read. */
  private static final int WRITERS = 2;

  /** So many bytes of transactions are written at once; beyond, the first ones waited too long. */
  private static final long WRITTEN_BYTES_MAX = 1 << 20;

  private static final long OFFER_SECONDS = 20;

  private static final long CLOSE_SECONDS = 5;

  /** Of so many it is logged, once, that they cannot come into the chain. */
  private static final int TOLD_MAX = 1_000;

  private final PeerNode peer;
  private final NodeStore store;
  private final ExecutorService writers =
      Executors.newFixedThreadPool(WRITERS, DaemonThreads.named("cairn-keep"));

  /** What the mempool has taken, and is not written yet. */
  private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();

  private final CompletableFuture<Void> failed = new CompletableFuture<>();
  private final Set<TransactionId> told = ConcurrentHashMap.newKeySet();
  private long lookedAtNanos = System.nanoTime();

  /** At which height what is kept was found in the chain, and is not buried yet. */
  private Map<TransactionId, Long> shallow = Map.of();

  /** What has no answer yet, by a number of its own. */
  private final Map<Long, CompletableFuture<?>> underWay = new LinkedHashMap<>();

  private long submitted;
  private boolean isPaused;

  /** A transaction, and what its sender waits for. */
  private record Accepted(
      Transaction transaction, CompletableFuture<Checked<TransactionId>> answer) {}

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
        peer.submit(transaction).thenCompose(verdict -> answer(transaction, verdict));
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

  /** On the engine loop. */
  private CompletableFuture<Checked<TransactionId>> answer(
      Transaction transaction, Checked<TransactionId> verdict) {
    if (!verdict.isPassed()) {
      return CompletableFuture.supplyAsync(
          () -> isInChain(transaction.id()) ? Checked.passed(transaction.id()) : verdict, writers);
    }
    CompletableFuture<Checked<TransactionId>> written = new CompletableFuture<>();
    accepted.add(new Accepted(transaction, written));
    writers.execute(this::write);
    return written;
  }

  /** Writes what has come together while the disk was busy: many cost it as much as one. */
  private void write() {
    List<Accepted> some = new ArrayList<>();
    long bytes = 0;
    while (bytes < WRITTEN_BYTES_MAX) { // for what remains, others were called as well
      Accepted next = accepted.poll();
      if (next == null) {
        break;
      }
      some.add(next);
      bytes += next.transaction().size();
    }
    if (!some.isEmpty()) {
      write(some);
    }
  }

  private void write(List<Accepted> some) {
    try {
      store.keep(some.stream().map(Accepted::transaction).toList());
    } catch (RuntimeException | Error fault) {
      fail(fault);
      some.forEach(each -> each.answer().completeExceptionally(fault));
      return;
    }
    some.forEach(each -> each.answer().complete(Checked.passed(each.transaction().id())));
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
      tidy(peer.tip().height().value());
    }
  }

  /**
   * Forgets what is buried, and offers again what is neither in the chain nor in the mempool. What
   * was found in the chain is not looked for again before it can be buried: there may be much.
   *
   * @param height of the chain
   */
  void tidy(long height) {
    List<TransactionId> buried = new ArrayList<>();
    List<TransactionId> absent = new ArrayList<>();
    Map<TransactionId, Long> stillShallow = new HashMap<>();
    for (TransactionId id : store.keptIds()) {
      Long before = shallow.get(id);
      Optional<Long> found =
          before != null && height - before < DEPTH ? Optional.of(before) : heightOf(id);
      if (found.isEmpty()) {
        absent.add(id);
      } else if (height - found.get() >= DEPTH) {
        buried.add(id);
      } else {
        stillShallow.put(id, found.get());
      }
    }
    shallow = stillShallow;
    store.forget(buried);
    if (!absent.isEmpty()) {
      peer.ask((chain, pool) -> absent.stream().filter(id -> pool.get(id).isEmpty()).toList())
          .thenAcceptAsync(missing -> store.kept(missing).forEach(this::offer), writers);
    }
  }

  private Optional<Long> heightOf(TransactionId id) {
    return store.transaction(id).map(place -> place.height().value());
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
