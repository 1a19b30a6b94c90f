package dev.cairn.net.gossip;

import dev.cairn.core.value.TransactionId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Transactions that were refused because earlier ones of their sender are missing. Those may be on
 * their way from another peer, so it is asked for again a few times. Confined to the engine loop.
 */
final class GapRetries {

  private static final int TIMES_MAX = 3;

  /** One transaction that is due again. */
  record Due(TransactionId id, List<TransactionPeer> announcers) {}

  private static final class Retry {
    private int times;
    private long dueMillis = Long.MAX_VALUE;
    private List<TransactionPeer> announcers = List.of();
  }

  private final TreeMap<TransactionId, Retry> retries = new TreeMap<>();
  private final int most;
  private final long pauseMillis;

  /**
   * @param most transactions at a time; others are not tried again
   */
  GapRetries(int most, long pauseMillis) {
    this.most = most;
    this.pauseMillis = pauseMillis;
  }

  void onGap(TransactionId id, List<TransactionPeer> announcers, long nowMillis) {
    if (retries.size() >= most && !retries.containsKey(id)) {
      return;
    }
    Retry retry = retries.computeIfAbsent(id, unused -> new Retry());
    retry.times++;
    if (retry.times <= TIMES_MAX) {
      retry.dueMillis = nowMillis + pauseMillis;
      retry.announcers = announcers;
    }
  }

  /** What is to be asked for again now. */
  List<Due> due(long nowMillis) {
    List<Due> all = new ArrayList<>();
    retries.forEach(
        (id, retry) -> {
          if (retry.dueMillis <= nowMillis) {
            all.add(new Due(id, retry.announcers));
            retry.dueMillis = Long.MAX_VALUE;
            retry.announcers = List.of();
          }
        });
    return all;
  }

  void remove(TransactionId id) {
    retries.remove(id);
  }

  void clear() {
    retries.clear();
  }
}
