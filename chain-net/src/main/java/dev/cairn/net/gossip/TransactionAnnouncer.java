package dev.cairn.net.gossip;

import static java.util.Objects.requireNonNull;

import dev.cairn.core.mempool.Arrival;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.TransactionId;
import dev.cairn.net.message.TransactionAnnouncement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Tells each peer of everything that comes into the mempool, and at first of everything that is in
 * it: a little at each tick, more slowly than the peer listens, no further ahead of what it asks
 * for than it has room, and not of what it has shown to have. It follows the mempool's arrivals, so
 * that a link costs little and nothing is missed, however a transaction came in. What a
 * reorganisation brings back arrives anew and is told again: a peer on the other branch may not
 * have it.
 *
 * <p>What still waits is told again for an hour, once a minute or more rarely, to everyone: a peer
 * may have stood still meanwhile, or have had no place for it.
 *
 * <p>Each batch is shuffled, for each peer in another way, so that the order does not show where a
 * transaction was first; but those of one sender keep the order of their sequences, without which
 * the receiver's mempool would find gaps.
 */
final class TransactionAnnouncer {

  /** At one tick: a mempool that is full is told again in some minutes. */
  private static final int TOLD_AGAIN_MAX = 50;

  private final Mempool mempool;
  private final RandomGenerator random;

  TransactionAnnouncer(Mempool mempool, RandomGenerator random) {
    this.mempool = mempool;
    this.random = random;
  }

  void announce(TransactionPeer to, long nowMillis) {
    to.telling.onTick(nowMillis);
    if (to.peer.isWritable()) {
      tell(to, shuffled(news(to, to.telling.newsAllowed(nowMillis))), nowMillis);
      int most = Math.min(to.telling.againAllowed(nowMillis), TOLD_AGAIN_MAX);
      tell(to, shuffled(again(to, most)), nowMillis);
    }
  }

  private static void tell(TransactionPeer to, List<TransactionId> ids, long nowMillis) {
    if (!ids.isEmpty()) {
      to.telling.onTold(ids, nowMillis);
      to.peer.send(new TransactionAnnouncement(ids));
    }
  }

  private List<Transaction> news(TransactionPeer to, int most) {
    List<Arrival> arrivals = mempool.arrivals(to.telling.newsFrom, most);
    if (!arrivals.isEmpty()) {
      to.telling.newsFrom = next(arrivals);
    }
    return arrivals.stream()
        .map(Arrival::transaction)
        .filter(transaction -> !to.known.contains(transaction.id()))
        .toList();
  }

  private List<Transaction> again(TransactionPeer to, int most) {
    long end = to.telling.againEnd();
    if (most == 0 || to.telling.againFrom >= end) {
      return List.of();
    }
    List<Arrival> arrivals =
        mempool.arrivals(to.telling.againFrom, most).stream()
            .filter(arrival -> arrival.number() < end)
            .toList();
    to.telling.againFrom = arrivals.isEmpty() ? end : next(arrivals);
    return arrivals.stream().map(Arrival::transaction).toList();
  }

  private static long next(List<Arrival> arrivals) {
    return arrivals.get(arrivals.size() - 1).number() + 1;
  }

  private List<TransactionId> shuffled(List<Transaction> transactions) {
    TreeMap<PublicKey, Deque<Transaction>> bySender = new TreeMap<>();
    transactions.stream()
        .sorted(Comparator.comparingLong(Transaction::sequence))
        .forEach(
            each ->
                bySender.computeIfAbsent(each.sender(), sender -> new ArrayDeque<>()).add(each));
    List<Transaction> order = new ArrayList<>(transactions);
    for (int i = order.size() - 1; i > 0; i--) {
      Collections.swap(order, i, random.nextInt(i + 1));
    }
    return order.stream()
        .map(each -> requireNonNull(bySender.get(each.sender())).remove().id())
        .toList();
  }
}
