package dev.cairn.net.gossip;

import dev.cairn.core.value.TransactionId;
import dev.cairn.net.message.TransactionAnnouncement;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.TokenBucket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/**
 * How far one peer has been told of what is in the mempool, in numbers of its arrivals. Confined to
 * the engine loop.
 *
 * <p>Peers ask in the order in which they are told, as far as they have not heard of it elsewhere.
 * So what was told before something that the peer asks for is settled; and all is when it asks for
 * nothing for long. No more is told ahead of that than half of what a peer keeps, for what it has
 * no place for it ignores.
 */
final class Telling {

  /**
   * After how long without a question everything is settled, in times of a request: longer than a
   * busy peer takes from one question to us to the next, and no longer, for one that has heard of
   * all of it elsewhere is told no more until then.
   */
  private static final int QUIET_TIMES = 5;

  private static final long ROUND_MILLIS = 60_000;

  /** What has waited for an hour was told often enough; nobody would forget it otherwise. */
  private static final int ROUNDS_MAX = 60;

  private final NetLimits limits;
  private final TokenBucket pace;

  /** What it was told and is not settled, in the order of telling, and the places in that order. */
  private final Deque<TransactionId> unsettled = new ArrayDeque<>();

  private final TreeMap<TransactionId, Long> places = new TreeMap<>();
  private long told;
  private long settled;
  private long askedMillis;

  /** Whence it was told nothing. */
  long newsFrom;

  /** What is told again in this round: from here on, up to {@link #againEnd}. */
  long againFrom;

  private long againEnd;

  /** Where the news began when each of the last rounds did. */
  private final Deque<Long> rounds = new ArrayDeque<>();

  private long nextRoundMillis;

  Telling(NetLimits limits, long nowMillis) {
    this.limits = limits;
    pace =
        new TokenBucket(
            limits.announcedIdsPerSecond() * 3 / 4, TransactionAnnouncement.IDS_MAX, nowMillis);
    askedMillis = nowMillis;
    nextRoundMillis = nowMillis + ROUND_MILLIS;
    rounds.add(0L);
  }

  /** How many ids of news may be told now, in one message. */
  int newsAllowed(long nowMillis) {
    return allowed(limits.announcedIds() / 2, nowMillis);
  }

  /** How many may be told again: room is left for news. */
  int againAllowed(long nowMillis) {
    return allowed(limits.announcedIds() / 4, nowMillis);
  }

  private int allowed(int unsettledMost, long nowMillis) {
    int room = unsettledMost - (isQuiet(nowMillis) ? 0 : unsettled.size());
    long paced = Math.min(pace.tokens(nowMillis), TransactionAnnouncement.IDS_MAX);
    return (int) Math.max(0, Math.min(room, paced));
  }

  private boolean isQuiet(long nowMillis) {
    return nowMillis - askedMillis >= QUIET_TIMES * limits.transactionRequestMillis();
  }

  void onTold(List<TransactionId> ids, long nowMillis) {
    pace.spend(ids.size(), nowMillis);
    if (isQuiet(nowMillis)) {
      settleUpTo(told);
    }
    if (unsettled.isEmpty()) {
      askedMillis = nowMillis;
    }
    for (TransactionId id : ids) {
      unsettled.add(id);
      places.put(id, told++);
    }
  }

  /** The peer asks for transactions, perhaps for some of what it was told. */
  void onAsked(List<TransactionId> ids, long nowMillis) {
    if (!ids.isEmpty()) {
      askedMillis = nowMillis;
      settleUpTo(1 + ids.stream().mapToLong(id -> places.getOrDefault(id, -1L)).max().orElse(-1));
    }
  }

  private void settleUpTo(long place) {
    for (; settled < place; settled++) {
      places.remove(unsettled.remove(), settled);
    }
  }

  /** Begins the next round through what is told again, when it is time and the last is over. */
  void onTick(long nowMillis) {
    if (againFrom >= againEnd && nextRoundMillis <= nowMillis) {
      nextRoundMillis = nowMillis + ROUND_MILLIS;
      againFrom = rounds.element();
      againEnd = rounds.getLast();
      rounds.add(newsFrom);
      if (rounds.size() > ROUNDS_MAX) {
        rounds.remove();
      }
    }
  }

  /** Up to where it is told again in this round: what had been told when the last one began. */
  long againEnd() {
    return againEnd;
  }
}
