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
 * it: a little at each tick, more slowly than the peer listens, and not of what it has shown to
 * have. It follows the mempool's arrivals, so that a link costs one number and nothing is missed,
 * however a transaction came in. What a reorganisation brings back arrives anew and is told again:
 * a peer on the other branch may not have it.
 *
 * <p>Each batch is shuffled, for each peer in another way, so that the order does not show where a
 * transaction was first; but those of one sender keep the order of their sequences, without which
 * the receiver's mempool would find gaps.
 */
final class TransactionAnnouncer {

  private final Mempool mempool;
  private final RandomGenerator random;

  TransactionAnnouncer(Mempool mempool, RandomGenerator random) {
    this.mempool = mempool;
    this.random = random;
  }

  void announce(TransactionPeer to, long nowMillis) {
    int most = (int) Math.min(to.telling.tokens(nowMillis), TransactionAnnouncement.IDS_MAX);
    if (most == 0 || !to.peer.isWritable()) {
      return;
    }
    List<Arrival> arrivals = mempool.arrivals(to.toldUpTo, most);
    if (arrivals.isEmpty()) {
      return;
    }
    to.toldUpTo = arrivals.get(arrivals.size() - 1).number() + 1;
    List<Transaction> news =
        arrivals.stream()
            .map(Arrival::transaction)
            .filter(transaction -> !to.known.contains(transaction.id()))
            .toList();
    if (!news.isEmpty()) {
      to.telling.spend(news.size(), nowMillis);
      to.peer.send(new TransactionAnnouncement(shuffled(news)));
    }
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
