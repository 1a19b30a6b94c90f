package dev.cairn.core.mempool;

import dev.cairn.core.ledger.Account;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.TransactionId;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What is in the pool, in every order in which it is looked for; the orders agree after each call.
 * Decides nothing but what goes when a balance does not suffice. Confined to the pool's thread.
 */
final class Entries {

  private static final Comparator<SenderQueue> LEAST_WORTH_FIRST =
      Comparator.comparing(SenderQueue::worth)
          .thenComparing(queue -> queue.tail().number(), Comparator.reverseOrder());

  final TreeMap<TransactionId, MempoolEntry> byId = new TreeMap<>();
  final TreeMap<Long, MempoolEntry> byNumber = new TreeMap<>();
  final TreeMap<PublicKey, SenderQueue> bySender = new TreeMap<>();

  /** All queues; the last entry of the first one goes first when there is no room. */
  final TreeSet<SenderQueue> byWorth = new TreeSet<>(LEAST_WORTH_FIRST);

  /** Of each sender what can go into the next block. */
  final TreeSet<MempoolEntry> heads = new TreeSet<>(MempoolEntry.BEST_FIRST);

  /** What all transfers together bring to an account, where that is anything; modulo 2^64. */
  final TreeMap<PublicKey, Long> incoming = new TreeMap<>();

  private long heapBytes;

  long heapBytes() {
    return heapBytes;
  }

  /**
   * What all transfers to an account bring to it: less than 2^63, as senders own what they send.
   */
  long incoming(PublicKey recipient) {
    return incoming.getOrDefault(recipient, 0L);
  }

  Optional<SenderQueue> queue(PublicKey sender) {
    return Optional.ofNullable(bySender.get(sender));
  }

  /** The one that came first of all. */
  Optional<MempoolEntry> oldest() {
    return Optional.ofNullable(byNumber.firstEntry()).map(entry -> entry.getValue());
  }

  /** What goes first when there is no room, of entries that are not empty. */
  MempoolEntry leastWorth() {
    return byWorth.first().tail();
  }

  /** Of each sender what can go into the next block, the best paying first. */
  Iterator<MempoolEntry> heads() {
    return heads.iterator();
  }

  /** The one that can be mined after this one. */
  Optional<MempoolEntry> successor(MempoolEntry entry) {
    return queue(entry.sender()).flatMap(queue -> queue.at(entry.sequence() + 1));
  }

  /**
   * Puts one in, in the place of another with its sequence.
   *
   * @param account the sender's
   * @return what is lost by that
   */
  List<MempoolEntry> put(MempoolEntry entry, Account account) {
    SenderQueue queue =
        queue(entry.sender()).orElseGet(() -> new SenderQueue(entry.sender(), account));
    byId.put(entry.transaction().id(), entry);
    byNumber.put(entry.number(), entry);
    heapBytes += entry.heapBytes();
    entry.transfer().ifPresent(put -> addIncoming(put.recipient(), put.amount().units()));
    return change(queue, () -> queue.put(entry, account));
  }

  /** Takes out what has become obsolete by what the sender's account is now. */
  void update(PublicKey sender, Account account) {
    queue(sender).ifPresent(queue -> change(queue, () -> queue.update(account)));
  }

  /** Takes out an entry, with the later ones of its sender, which cannot go without it. */
  void removeFrom(MempoolEntry entry) {
    queue(entry.sender())
        .ifPresent(queue -> change(queue, () -> queue.removeFrom(entry.sequence())));
  }

  private List<MempoolEntry> change(SenderQueue queue, Supplier<List<MempoolEntry>> change) {
    if (bySender.remove(queue.sender(), queue)) {
      byWorth.remove(queue);
      queue.head().ifPresent(heads::remove);
    }
    List<MempoolEntry> removed = change.get();
    removed.forEach(this::forget);
    if (queue.size() > 0) {
      queue.settle();
      bySender.put(queue.sender(), queue);
      byWorth.add(queue);
      queue.head().ifPresent(heads::add);
    }
    return removed;
  }

  private void forget(MempoolEntry entry) {
    byId.remove(entry.transaction().id());
    byNumber.remove(entry.number());
    heapBytes -= entry.heapBytes();
    entry.transfer().ifPresent(gone -> addIncoming(gone.recipient(), -gone.amount().units()));
  }

  /** While one entry takes the place of another the sum may overflow, and then comes back. */
  private void addIncoming(PublicKey recipient, long units) {
    long sum = incoming(recipient) + units;
    if (sum == 0) {
      incoming.remove(recipient);
    } else {
      incoming.put(recipient, sum);
    }
  }
}
