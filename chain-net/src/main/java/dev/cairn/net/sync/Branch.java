package dev.cairn.net.sync;

import dev.cairn.core.chain.Chain;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.Work;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A run of headers, each the child of the one before, whose bodies are wanted: everything below it
 * is complete. Positions count from its lowest header. Each is given out once, in ascending order,
 * and again only after it was given back. Confined to the engine loop.
 */
final class Branch {

  /** So many headers with bodies at the front are cut off together. */
  private static final int CUT = 4096;

  private final List<ChainedHeader> headers;
  private long base;

  /** The lowest position without a body; what lies below is done. */
  private int front;

  /** The lowest position that was never given out. */
  private int cursor;

  private final TreeSet<Integer> returned = new TreeSet<>();

  /** Whether some peer had room and found nothing that is not asked of another. */
  private boolean isWaitedFor;

  /**
   * @param headers ascending, at least one
   */
  Branch(List<ChainedHeader> headers) {
    this.headers = new ArrayList<>(headers);
    base = headers.get(0).height().value();
  }

  ChainedHeader last() {
    return headers.get(headers.size() - 1);
  }

  /** The position of a header, or -1. */
  int positionOf(BlockHash hash, Height height) {
    long position = height.value() - base;
    return position >= 0
            && position < headers.size()
            && headers.get((int) position).hash().equals(hash)
        ? (int) position
        : -1;
  }

  int positionOf(ChainedHeader header) {
    return positionOf(header.hash(), header.height());
  }

  /** The headers up to a position, itself included. */
  List<ChainedHeader> upTo(int position) {
    return List.copyOf(headers.subList(0, position + 1));
  }

  /** Adds headers that follow. */
  void append(List<ChainedHeader> more) {
    headers.addAll(more);
  }

  /** The last position whose work is not more than this, or -1. */
  int lastWithin(Work work) {
    int low = -1;
    int high = headers.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (headers.get(middle).work().isMoreThan(work)) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /** The lowest header whose body is missing. */
  Optional<ChainedHeader> front() {
    return front < headers.size() ? Optional.of(headers.get(front)) : Optional.empty();
  }

  int frontPosition() {
    return front;
  }

  /** How many bodies are missing at most. */
  int missing() {
    return headers.size() - front;
  }

  /**
   * The lowest header that is to be asked for, if any.
   *
   * @param lastPosition of those that the peer has
   * @param window how far above the front to go
   * @param isWanted whether a body is neither there nor asked for
   * @param isOffered whether the peer may be asked for it
   */
  Optional<ChainedHeader> take(
      int lastPosition, int window, Predicate<BlockHash> isWanted, Predicate<BlockHash> isOffered) {
    Iterator<Integer> again = returned.headSet(lastPosition, true).iterator();
    while (again.hasNext()) {
      ChainedHeader next = headers.get(again.next());
      boolean isOver = !isWanted.test(next.hash());
      boolean isTaken = !isOver && isOffered.test(next.hash());
      if (isOver || isTaken) {
        again.remove();
      }
      if (isTaken) {
        return Optional.of(next);
      }
    }
    int end = Math.min(headers.size(), Math.min(lastPosition + 1, front + window));
    while (cursor < end) {
      ChainedHeader next = headers.get(cursor++);
      if (isWanted.test(next.hash())) {
        if (isOffered.test(next.hash())) {
          return Optional.of(next);
        }
        returned.add(cursor - 1);
      }
    }
    return Optional.empty();
  }

  /** Takes back what was given out and did not come. */
  void giveBack(BlockHash hash, Height height) {
    int position = positionOf(hash, height);
    if (position >= front && position < cursor) {
      returned.add(position);
    }
  }

  /** Whether the front is to be asked for and nobody could be asked so far. */
  boolean isFrontReturned() {
    return returned.contains(front) || cursor <= front;
  }

  /** Moves the front past all bodies that are there. */
  void advance(Chain chain) {
    int before = front;
    while (front < headers.size() && chain.hasBody(headers.get(front).hash())) {
      front++;
    }
    if (front == before) {
      return;
    }
    cursor = Math.max(cursor, front);
    returned.headSet(front).clear();
    if (front >= CUT && front < headers.size()) {
      cut();
    }
  }

  private void cut() {
    headers.subList(0, front).clear();
    base += front;
    cursor -= front;
    List<Integer> shifted = returned.stream().map(position -> position - front).toList();
    returned.clear();
    returned.addAll(shifted);
    front = 0;
  }

  /** Drops the headers that the chain does not have any more; false when none is left. */
  boolean keepKnown(Chain chain) {
    while (!headers.isEmpty() && chain.header(last().hash()).isEmpty()) {
      headers.remove(headers.size() - 1);
    }
    cursor = Math.min(cursor, headers.size());
    front = Math.min(front, headers.size());
    returned.tailSet(headers.size()).clear();
    return !headers.isEmpty();
  }

  /** A peer had room and found nothing. */
  void waits() {
    isWaitedFor = true;
  }

  /** Whether a peer had room and found nothing since this was last asked. */
  boolean wasWaitedFor() {
    boolean was = isWaitedFor;
    isWaitedFor = false;
    return was;
  }
}
