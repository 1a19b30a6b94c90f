package dev.cairn.net.gossip;

import dev.cairn.core.value.TransactionId;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.TokenBucket;
import dev.cairn.net.session.Peer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/** What the transaction relay keeps for one open link. Confined to the engine loop. */
final class TransactionPeer {

  /** Misses in a row after which others are asked first. */
  private static final int DOUBTFUL_MISSES = 16;

  private static final int DOUBTFUL_SHARE = 16;

  /** Some transactions, with the time when something is to happen. */
  record Batch(List<TransactionId> ids, long dueMillis) {}

  final Peer peer;
  private final NetLimits limits;

  /** What it has announced, and nobody was asked for yet. */
  final Deque<TransactionId> wanted = new ArrayDeque<>();

  /** What it has announced while it was doubtful: until then, others may be faster. */
  private final Deque<Batch> deferred = new ArrayDeque<>();

  private int deferredIds;

  /** What it was asked for and has not answered, in the order in which it has to answer. */
  final Deque<Batch> batches = new ArrayDeque<>();

  /** How many batches are overdue: the first ones. */
  int overdue;

  /** How many transactions were asked of it, and are neither judged nor given up. */
  int inFlight;

  /** How many others of its transactions were asked of another peer. */
  int waiting;

  /** How many transactions it did not deliver since it last delivered one. */
  private int misses;

  /** When an overdue answer is next held against it. */
  long chargeAtMillis;

  /** How many announced ids are listened to. */
  final TokenBucket hearing;

  /** What it has shown that it has. */
  final RecentIds known;

  /** What it has been told. */
  final Telling telling;

  /** Requests that wait until it reads what was sent before. */
  final Deque<GetTransactions> requests = new ArrayDeque<>();

  TransactionPeer(Peer peer, NetLimits limits, RandomGenerator random, long nowMillis) {
    this.peer = peer;
    this.limits = limits;
    hearing = new TokenBucket(limits.announcedIdsPerSecond(), limits.announcedIds(), nowMillis);
    telling = new Telling(limits, nowMillis);
    known = new RecentIds(2 * limits.announcedIds(), random);
  }

  /** How many transactions it has announced that are not settled. */
  int unsettled() {
    return wanted.size() + deferredIds + inFlight + waiting;
  }

  /** Whether it has announced much lately that it did not have. */
  boolean isDoubtful() {
    return misses >= DOUBTFUL_MISSES;
  }

  /** How many transactions may be asked of it at a time. */
  int allowance() {
    int all = limits.transactionsInFlight();
    return isDoubtful() ? Math.max(1, all / DOUBTFUL_SHARE) : all;
  }

  /** Takes what is worth asking for of an announcement, as far as there is room. */
  void want(List<TransactionId> ids, long nowMillis) {
    int room = Math.max(0, limits.announcedIds() - unsettled());
    List<TransactionId> some = ids.subList(0, Math.min(ids.size(), room));
    if (isDoubtful() && !some.isEmpty()) {
      deferred.add(new Batch(List.copyOf(some), nowMillis + limits.transactionRequestMillis()));
      deferredIds += some.size();
    } else {
      wanted.addAll(some);
    }
  }

  /** Lets what was deferred have its turn when it is time. */
  void resume(long nowMillis) {
    while (!deferred.isEmpty() && deferred.element().dueMillis() <= nowMillis) {
      List<TransactionId> ids = deferred.remove().ids();
      deferredIds -= ids.size();
      wanted.addAll(ids);
    }
  }

  void onDelivered() {
    misses = 0;
  }

  /** After how many misses in a row they count: more than what can have grown old in the queue. */
  int missesCharged() {
    return 2 * limits.announcedIds();
  }

  /**
   * Counts what it did not deliver.
   *
   * @return whether that counts against it now
   */
  boolean onMissed(int count) {
    int before = misses;
    misses += count;
    return misses / missesCharged() > before / missesCharged();
  }
}
