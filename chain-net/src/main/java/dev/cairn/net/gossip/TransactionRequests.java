package dev.cairn.net.gossip;

import dev.cairn.core.block.Block;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.mempool.MempoolRule;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.intake.Intake;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.message.TransactionAnnouncement;
import dev.cairn.net.message.Transactions;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.Scheduler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Gets the transactions that peers announce: each of one peer at a time. An announced id stands in
 * the queue of its announcer; when its turn comes while another peer was asked already, the
 * announcer waits with that request, and if that peer does not deliver, the id comes first in the
 * queue of everyone who waits. So each id is looked at once, and a peer takes up nobody's room but
 * its own.
 *
 * <p>A peer whose answer is overdue is asked for nothing more until it has answered; that answer is
 * still taken. Who has announced much and delivered none of it is asked only for what nobody else
 * has announced for a while. What has gone meanwhile is held against nobody. Confined to the engine
 * loop.
 */
final class TransactionRequests {

  /** How long an overdue answer is waited for until it counts, in times of a request. */
  private static final int CHARGED_TIMEOUTS = 5;

  /** Whom to ask rather: who delivers, then whom we dialled, then who came first. */
  private static final Comparator<TransactionPeer> BEST_FIRST =
      Comparator.comparing(TransactionPeer::isDoubtful)
          .thenComparing(peer -> !peer.peer.link().isOutbound())
          .thenComparing(peer -> peer.peer.link().id());

  private final Mempool mempool;
  private final Intake intake;
  private final BooleanSupplier isNearTip;
  private final Scheduler scheduler;
  private final NetLimits limits;

  /** All open links. */
  private final Collection<TransactionPeer> peers;

  private final TreeMap<TransactionId, TransactionRequest> requests = new TreeMap<>();
  private final RefusedForNow refusedForNow;

  /** What was refused since the last tip. */
  private final RecentIds rejects;

  /** What has gone into a block lately, and may still be announced. */
  private final RecentIds confirmed;

  TransactionRequests(
      Mempool mempool,
      Intake intake,
      BooleanSupplier isNearTip,
      Scheduler scheduler,
      RandomGenerator random,
      NetLimits limits,
      Collection<TransactionPeer> peers) {
    this.mempool = mempool;
    this.intake = intake;
    this.isNearTip = isNearTip;
    this.scheduler = scheduler;
    this.limits = limits;
    this.peers = peers;
    refusedForNow =
        new RefusedForNow(mempool, limits.announcedIds(), limits.transactionRequestMillis() / 4);
    rejects = new RecentIds(limits.recentRejects(), random);
    confirmed = new RecentIds(limits.recentRejects(), random);
  }

  /** How many transactions were asked for and are not settled, of all peers. */
  int size() {
    return requests.size();
  }

  void onAnnouncement(TransactionPeer from, TransactionAnnouncement message) {
    List<TransactionId> ids = message.ids();
    long nowMillis = scheduler.nowMillis();
    int heard = (int) Math.min(ids.size(), from.hearing.tokens(nowMillis));
    from.hearing.spend(heard, nowMillis);
    ids.subList(0, heard).forEach(from.known::add);
    from.want(
        ids.subList(0, heard).stream().filter(this::isUnknown).toList(), scheduler.nowMillis());
    ask(from);
  }

  private boolean isUnknown(TransactionId id) {
    return mempool.get(id).isEmpty() && !rejects.contains(id) && !confirmed.contains(id);
  }

  /** Asks for the next ones, in one message at most. */
  private void ask(TransactionPeer peer) {
    if (!isNearTip.getAsBoolean() || peer.overdue > 0 || peer.peer.isGone()) {
      return;
    }
    List<TransactionId> ids = new ArrayList<>();
    int room = Math.min(GetTransactions.IDS_MAX, peer.allowance() - peer.inFlight);
    while (ids.size() < room && !peer.wanted.isEmpty()) {
      TransactionId id = peer.wanted.remove();
      TransactionRequest request = requests.get(id);
      if (request != null) {
        request.addWaiter(peer);
      } else if (isUnknown(id)) {
        requests.put(id, new TransactionRequest(peer));
        ids.add(id);
      }
    }
    if (!ids.isEmpty()) {
      long deadline = scheduler.nowMillis() + limits.transactionRequestMillis();
      peer.batches.add(new TransactionPeer.Batch(ids, deadline));
      peer.peer.send(new GetTransactions(ids));
    }
  }

  void onTransactions(TransactionPeer from, Transactions message) {
    if (from.batches.isEmpty()) {
      from.peer.misbehaved(Misbehaviour.UNREQUESTED, "Transactions without GetTransactions");
      return;
    }
    List<TransactionId> asked = from.batches.remove().ids();
    from.overdue = Math.max(0, from.overdue - 1);
    TreeSet<TransactionId> open = new TreeSet<>(asked);
    List<Transaction> delivered =
        message.transactions().stream().filter(each -> open.remove(each.id())).toList();
    List<TransactionId> notDelivered = asked.stream().filter(open::contains).toList();
    long missing = message.missing().stream().filter(open::remove).count();
    if (!delivered.isEmpty()) {
      from.onDelivered();
    } else {
      countMisses(from, notDelivered.size());
    }
    delivered.forEach(transaction -> take(from, transaction));
    giveUp(from, notDelivered, !delivered.isEmpty());
    ask(from);
    long strange =
        message.transactions().size() - delivered.size() + message.missing().size() - missing;
    if (strange > 0) {
      from.peer.misbehaved(
          Misbehaviour.UNREQUESTED, strange + " transactions that this peer was not asked for");
    } else if (!open.isEmpty()) {
      from.peer.misbehaved(
          Misbehaviour.NOT_DELIVERED, open.size() + " transactions neither sent nor missing");
    }
  }

  private void countMisses(TransactionPeer from, int count) {
    if (from.onMissed(count)) {
      from.peer.misbehaved(
          Misbehaviour.NOT_DELIVERED, "none of the last " + from.missesCharged() + " transactions");
    }
  }

  private void take(TransactionPeer from, Transaction transaction) {
    TransactionId id = transaction.id();
    TransactionRequest request = requests.get(id);
    if (request == null) {
      if (!isUnknown(id)) {
        return; // late, and another peer was faster
      }
      request = new TransactionRequest(from);
      requests.put(id, request);
    }
    if (!request.isDelivered()) {
      request.setDelivered();
      intake.transaction(
          transaction, Optional.of(from.peer), verdict -> onVerdict(transaction, verdict));
    }
  }

  private void onVerdict(Transaction transaction, Checked<TransactionId> verdict) {
    TransactionRequest request = requests.remove(transaction.id());
    if (request == null) {
      return;
    }
    request.release();
    Optional<Rejection> refusal = verdict.rejection();
    if (isFor(refusal, MempoolRule.SEQUENCE_GAP_TOO_WIDE)
        || isFor(refusal, MempoolRule.SENDER_HAS_TOO_MANY_PENDING)) {
      refusedForNow.add(transaction, request.announcers(), scheduler.nowMillis());
    } else if (refusal.isPresent()) {
      rejects.add(transaction.id());
    }
    if (request.asked().inFlight <= request.asked().allowance() / 2) {
      ask(request.asked());
    }
  }

  private static boolean isFor(Optional<Rejection> refusal, MempoolRule rule) {
    return refusal.isPresent() && refusal.get().reason() == rule;
  }

  /**
   * Asks others for what a peer does not deliver.
   *
   * @param isPartial whether it has delivered something: then the rest may not have fitted, and it
   *     is asked again for what nobody else has announced
   */
  private void giveUp(TransactionPeer from, List<TransactionId> ids, boolean isPartial) {
    TreeSet<TransactionPeer> others = new TreeSet<>(BEST_FIRST);
    for (int i = ids.size() - 1; i >= 0; i--) { // as each one is put before the others
      TransactionId id = ids.get(i);
      TransactionRequest request = requests.get(id);
      if (request == null || request.asked() != from || request.isDelivered()) {
        continue;
      }
      requests.remove(id);
      request.release();
      request.waiters().forEach(waiter -> waiter.wanted.addFirst(id));
      others.addAll(request.waiters());
      if (isPartial && request.waiters().isEmpty()) {
        from.wanted.addFirst(id);
      }
    }
    others.forEach(this::ask);
  }

  void onTick(long nowMillis) {
    List<TransactionPeer> all = List.copyOf(peers);
    all.forEach(peer -> expire(peer, nowMillis));
    all.forEach(peer -> peer.resume(nowMillis));
    List<RefusedForNow.Refused> due = refusedForNow.takeDue(nowMillis);
    for (int i = due.size() - 1; i >= 0; i--) { // as each one is put before the others
      wantAgain(due.get(i));
    }
    all.stream().sorted(BEST_FIRST).forEach(this::ask);
  }

  private void wantAgain(RefusedForNow.Refused due) {
    due.announcers().stream()
        .filter(peer -> peer.unsettled() < limits.announcedIds())
        .forEach(peer -> peer.wanted.addFirst(due.id()));
  }

  private void expire(TransactionPeer peer, long nowMillis) {
    List<TransactionId> ids = new ArrayList<>();
    int before = peer.overdue;
    for (TransactionPeer.Batch batch : peer.batches.stream().skip(before).toList()) {
      if (batch.dueMillis() <= nowMillis) {
        peer.overdue++;
        ids.addAll(batch.ids());
      }
    }
    long patienceMillis = CHARGED_TIMEOUTS * limits.transactionRequestMillis();
    if (before == 0) {
      peer.chargeAtMillis = nowMillis + patienceMillis;
    }
    giveUp(peer, ids, false);
    if (peer.overdue > 0 && peer.chargeAtMillis <= nowMillis) {
      peer.chargeAtMillis = nowMillis + patienceMillis;
      peer.peer.misbehaved(
          Misbehaviour.NOT_DELIVERED, "no answer to GetTransactions for " + patienceMillis + " ms");
    }
  }

  /** Asks others for what a peer that is gone owed; it must not be among the open ones any more. */
  void onGone(TransactionPeer gone) {
    List<TransactionId> owed = new ArrayList<>();
    requests.forEach(
        (id, request) -> {
          request.removeWaiter(gone);
          if (request.asked() == gone) {
            owed.add(id);
          }
        });
    giveUp(gone, owed, false);
    refusedForNow.onGone(gone);
  }

  void onConnected(Block block) {
    for (Transaction transaction : block.transactions()) {
      confirmed.add(transaction.id());
      refusedForNow.remove(transaction);
    }
  }

  void onDisconnected() {
    confirmed.clear();
  }

  /** What was refused may be right now. */
  void onTip() {
    rejects.clear();
  }
}
