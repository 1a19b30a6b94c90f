package dev.cairn.net.gossip;

import dev.cairn.core.value.TransactionId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Transactions that were refused because earlier ones of their sender are missing, or because it
 * has too many that wait. The missing ones may be on their way from another peer, so what follows
 * them is asked for again a few times; and all are asked for again when there is another tip, for
 * nobody announces them a second time. Confined to the engine loop.
 */
final class RefusedForNow {

  /** Without another tip. */
  private static final int TIMES_MAX = 3;

  private static final long FORGOTTEN_AFTER_MILLIS = 600_000;

  /** One transaction that is due again. */
  record Due(TransactionId id, List<TransactionPeer> announcers) {}

  private static final class Retry {
    private final long firstMillis;
    private int times;
    private long triedMillis;
    private long dueMillis = Long.MAX_VALUE;
    private List<TransactionPeer> announcers = List.of();

    Retry(long nowMillis) {
      firstMillis = nowMillis;
    }
  }

  private final TreeMap<TransactionId, Retry> retries = new TreeMap<>();
  private final int most;
  private final long pauseMillis;

  /**
   * @param most transactions at a time; others are not tried again
   * @param pauseMillis between two times
   */
  RefusedForNow(int most, long pauseMillis) {
    this.most = most;
    this.pauseMillis = pauseMillis;
  }

  /**
   * A transaction was refused.
   *
   * @param isForGap whether that may change without another tip
   */
  void add(TransactionId id, boolean isForGap, List<TransactionPeer> announcers, long nowMillis) {
    if (retries.size() >= most && !retries.containsKey(id)) {
      return;
    }
    Retry retry = retries.computeIfAbsent(id, unused -> new Retry(nowMillis));
    retry.times++;
    retry.triedMillis = nowMillis;
    retry.announcers = announcers;
    boolean isTriedAgain = isForGap && retry.times <= TIMES_MAX;
    retry.dueMillis = isTriedAgain ? nowMillis + pauseMillis : Long.MAX_VALUE;
  }

  /** What is to be asked for again now. */
  List<Due> due(long nowMillis) {
    List<Due> all = new ArrayList<>();
    retries.forEach(
        (id, retry) -> {
          if (retry.dueMillis <= nowMillis) {
            all.add(new Due(id, retry.announcers));
            retry.dueMillis = Long.MAX_VALUE;
          }
        });
    return all;
  }

  /** It is settled. */
  void remove(TransactionId id) {
    retries.remove(id);
  }

  void onTip(long nowMillis) {
    retries
        .values()
        .removeIf(
            retry ->
                nowMillis - retry.firstMillis >= FORGOTTEN_AFTER_MILLIS
                    || retry.announcers.stream().allMatch(announcer -> announcer.peer.isGone()));
    for (Retry retry : retries.values()) {
      retry.times = 0;
      retry.dueMillis = Math.max(nowMillis, retry.triedMillis + pauseMillis);
    }
  }
}
