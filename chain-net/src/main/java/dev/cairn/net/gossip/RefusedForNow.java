package dev.cairn.net.gossip;

import static java.util.Objects.requireNonNull;

import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.TransactionId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Transactions that were refused because earlier ones of their sender are missing, or because it
 * has too many that wait. What is missing may be on its way from another peer, or come with a
 * block: when there is a place for a transaction, it is asked for again, for only its id and place
 * are kept. Confined to the engine loop.
 */
final class RefusedForNow {

  private static final long FORGOTTEN_AFTER_MILLIS = 600_000;

  /** One account can take no more places from the others; as many as may wait of one. */
  private static final int PER_SENDER_MAX = 64;

  /** One refused transaction, and the open links of who has announced it. */
  record Refused(TransactionId id, List<TransactionPeer> announcers, long sinceMillis) {}

  private final Mempool mempool;
  private final int most;
  private final long pauseMillis;
  private final TreeMap<PublicKey, TreeMap<Long, Refused>> bySender = new TreeMap<>();
  private int size;
  private long nextMillis = Long.MIN_VALUE;

  /**
   * @param most transactions at a time; others are forgotten until they are announced again
   * @param pauseMillis between two looks for places
   */
  RefusedForNow(Mempool mempool, int most, long pauseMillis) {
    this.mempool = mempool;
    this.most = most;
    this.pauseMillis = pauseMillis;
  }

  void add(Transaction transaction, List<TransactionPeer> announcers, long nowMillis) {
    remove(transaction);
    List<TransactionPeer> open = new ArrayList<>(announcers);
    open.removeIf(announcer -> announcer.peer.isGone());
    TreeMap<Long, Refused> ofSender = bySender.getOrDefault(transaction.sender(), new TreeMap<>());
    if (size < most && ofSender.size() < PER_SENDER_MAX && !open.isEmpty()) {
      ofSender.put(transaction.sequence(), new Refused(transaction.id(), open, nowMillis));
      bySender.put(transaction.sender(), ofSender);
      size++;
    }
  }

  /** It is settled, or another one of its sequence. */
  void remove(Transaction transaction) {
    TreeMap<Long, Refused> ofSender = bySender.get(transaction.sender());
    if (ofSender != null && ofSender.remove(transaction.sequence()) != null) {
      size--;
      if (ofSender.isEmpty()) {
        bySender.remove(transaction.sender());
      }
    }
  }

  /** Takes out what has a place now, each sender's in the order of its sequences. */
  List<Refused> takeDue(long nowMillis) {
    if (nowMillis < nextMillis) {
      return List.of();
    }
    nextMillis = nowMillis + pauseMillis;
    List<Refused> due = new ArrayList<>();
    bySender.forEach(
        (sender, ofSender) -> {
          ofSender
              .values()
              .removeIf(refused -> nowMillis - refused.sinceMillis() >= FORGOTTEN_AFTER_MILLIS);
          while (!ofSender.isEmpty() && mempool.hasPlaceFor(sender, ofSender.firstKey())) {
            due.add(requireNonNull(ofSender.pollFirstEntry()).getValue());
          }
        });
    dropEmpty();
    return due;
  }

  /** Nothing is kept for the sake of a link that is gone. */
  void onGone(TransactionPeer gone) {
    for (TreeMap<Long, Refused> ofSender : bySender.values()) {
      ofSender.values().forEach(refused -> refused.announcers().remove(gone));
      ofSender.values().removeIf(refused -> refused.announcers().isEmpty());
    }
    dropEmpty();
  }

  private void dropEmpty() {
    bySender.values().removeIf(TreeMap::isEmpty);
    size = bySender.values().stream().mapToInt(TreeMap::size).sum();
  }
}
