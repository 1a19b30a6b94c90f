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
 * nothing for a while. No more is told at a time than half of what the peer keeps: then it need not
 * ignore any, however slow it is.
 */
final class Telling {

  private static final long ROUND_MILLIS = 60_000;

  private final NetLimits limits;
  private final TokenBucket pace;

  /** What it was told and is not settled, in the order of telling, and the places in that order. */
  private final Deque<TransactionId> unsettled = new ArrayDeque<>();

  private final TreeMap<TransactionId, Long> places = new TreeMap<>();
  private long told;
  private long settled;
  private long settledMillis;

  /** Whence it was told nothing. */
  long newsFrom;

  /** Whence it is told again in this round, and up to where. */
  long againFrom;

  private long againEnd;
  private long nextAgainEnd;
  private long nextRoundMillis;

  Telling(NetLimits limits, long nowMillis) {
    this.limits = limits;
    pace =
        new TokenBucket(
            limits.announcedIdsPerSecond() * 3 / 4, TransactionAnnouncement.IDS_MAX, nowMillis);
  }

  /** How many ids may be told now, in one message. */
  int allowed(long nowMillis) {
    return (int) Math.min(pace.tokens(nowMillis), TransactionAnnouncement.IDS_MAX);
  }

  /** How many of them may be news. */
  int newsAllowed(long nowMillis) {
    if (nowMillis - settledMillis >= limits.transactionRequestMillis()) {
      settleUpTo(told, nowMillis);
    }
    return Math.min(allowed(nowMillis), limits.announcedIds() / 2 - unsettled.size());
  }

  void onTold(int count, long nowMillis) {
    pace.spend(count, nowMillis);
  }

  void onNewsTold(List<TransactionId> ids, long nowMillis) {
    onTold(ids.size(), nowMillis);
    if (unsettled.isEmpty()) {
      settledMillis = nowMillis;
    }
    for (TransactionId id : ids) {
      unsettled.add(id);
      places.put(id, told++);
    }
  }

  /** The peer asks for transactions, perhaps for some of what it was told. */
  void onAsked(List<TransactionId> ids, long nowMillis) {
    long last = ids.stream().mapToLong(id -> places.getOrDefault(id, -1L)).max().orElse(-1);
    if (last >= settled) {
      settleUpTo(last + 1, nowMillis);
    }
  }

  private void settleUpTo(long place, long nowMillis) {
    settledMillis = nowMillis;
    for (; settled < place; settled++) {
      places.remove(unsettled.remove());
    }
  }

  /** Up to where it is told again: what had been told when the last round began. */
  long againEnd(long nowMillis) {
    if (againFrom >= againEnd && nextRoundMillis <= nowMillis) {
      nextRoundMillis = nowMillis + ROUND_MILLIS;
      againFrom = 0;
      againEnd = nextAgainEnd;
      nextAgainEnd = newsFrom;
    }
    return againEnd;
  }
}
