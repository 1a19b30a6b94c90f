package dev.cairn.core.mempool;

import java.util.Comparator;
import java.util.Iterator;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Hands out entries for a block, the best one first, and looks at no more than it hands out: the
 * senders' first ones are sorted already, and of the later ones only those are sorted whose turn
 * has come.
 */
final class BestFirst {

  private final Iterator<MempoolEntry> heads;
  private final Comparator<MempoolEntry> order;
  private final PriorityQueue<MempoolEntry> followers;
  private @Nullable MempoolEntry head;

  /**
   * @param heads in this order
   */
  BestFirst(Iterator<MempoolEntry> heads, Comparator<MempoolEntry> order) {
    this.heads = heads;
    this.order = order;
    followers = new PriorityQueue<>(order);
    nextHead();
  }

  /** The best one that is left; empty when none is. */
  Optional<MempoolEntry> next() {
    @Nullable MempoolEntry follower = followers.peek();
    @Nullable MempoolEntry best = head;
    if (best == null || (follower != null && order.compare(follower, best) < 0)) {
      return Optional.ofNullable(followers.poll());
    }
    nextHead();
    return Optional.of(best);
  }

  private void nextHead() {
    head = heads.hasNext() ? heads.next() : null;
  }

  /** Adds one whose turn has come, as the one before it was taken. */
  void add(MempoolEntry follower) {
    followers.add(follower);
  }
}
