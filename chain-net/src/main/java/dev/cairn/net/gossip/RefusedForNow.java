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
 * has too many that wait. Only what says where their place is stays here; they are asked for again
 * when there is one, for what is missing may be on its way from another peer, or come with a block.
 * Confined to the engine loop.
 */
final class RefusedForNow {

  private static final long FORGOTTEN_AFTER_MILLIS = 600_000;

  /** One refused transaction, and who has announced it. */
  record Refused(TransactionId id, List<TransactionPeer> announcers, long sinceMillis) {
    private boolean isWorthKeeping(long nowMillis) {
      return nowMillis - sinceMillis < FORGOTTEN_AFTER_MILLIS
          && announcers.stream().anyMatch(announcer -> !announcer.peer.isGone());
    }
  }

  private final Mempool mempool;
  private final int most;
  private final long pauseMillis;
  private final TreeMap<PublicKey, TreeMap<Long, Refused>> bySender = new TreeMap<>();
  private int size;
  private long nextMillis;

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
    if (size < most) {
      bySender
          .computeIfAbsent(transaction.sender(), sender -> new TreeMap<>())
          .put(transaction.sequence(), new Refused(transaction.id(), announcers, nowMillis));
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
          ofSender.values().removeIf(refused -> !refused.isWorthKeeping(nowMillis));
          while (!ofSender.isEmpty() && mempool.hasPlaceFor(sender, ofSender.firstKey())) {
            due.add(requireNonNull(ofSender.pollFirstEntry()).getValue());
          }
        });
    bySender.values().removeIf(TreeMap::isEmpty);
    size = bySender.values().stream().mapToInt(TreeMap::size).sum();
    return due;
  }
}
