package dev.cairn.net.gossip;

import java.util.ArrayList;
import java.util.List;

/**
 * One transaction that was asked of a peer, while others wait that have announced it too. It is on
 * the account of each of them from the beginning until {@link #release}. Confined to the engine
 * loop.
 */
final class TransactionRequest {

  private final TransactionPeer asked;
  private final List<TransactionPeer> waiters = new ArrayList<>();
  private boolean isDelivered;

  TransactionRequest(TransactionPeer asked) {
    this.asked = asked;
    asked.inFlight++;
  }

  TransactionPeer asked() {
    return asked;
  }

  List<TransactionPeer> waiters() {
    return waiters;
  }

  /** Everyone who has announced it: the one that was asked, and the others. */
  List<TransactionPeer> announcers() {
    List<TransactionPeer> all = new ArrayList<>(waiters);
    all.add(asked);
    return all;
  }

  void addWaiter(TransactionPeer waiter) {
    if (waiter != asked && !waiters.contains(waiter)) {
      waiters.add(waiter);
      waiter.waiting++;
    }
  }

  void removeWaiter(TransactionPeer waiter) {
    if (waiters.remove(waiter)) {
      waiter.waiting--;
    }
  }

  /** Whether it has come, and is being judged. */
  boolean isDelivered() {
    return isDelivered;
  }

  void setDelivered() {
    isDelivered = true;
  }

  void release() {
    asked.inFlight--;
    waiters.forEach(waiter -> waiter.waiting--);
  }
}
