package dev.cairn.net.gossip;

import dev.cairn.core.value.BlockHash;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The last blocks that a peer has; the oldest is forgotten. Confined to the engine loop. */
final class KnownBlocks {

  /** For what we told the peer ourselves: later than whatever a peer tells. */
  static final long TOLD_BY_US = Long.MAX_VALUE;

  private final int most;
  private final TreeMap<BlockHash, Long> sinceOf = new TreeMap<>();
  private final Deque<BlockHash> inOrder = new ArrayDeque<>();

  KnownBlocks(int most) {
    this.most = most;
  }

  /**
   * Remembers a block; what is said of one that is remembered already does not count.
   *
   * @param since when the peer told of it, in the order of what all peers tell
   */
  void add(BlockHash hash, long since) {
    if (sinceOf.putIfAbsent(hash, since) == null) {
      inOrder.add(hash);
      if (inOrder.size() > most) {
        sinceOf.remove(inOrder.remove());
      }
    }
  }

  boolean contains(BlockHash hash) {
    return sinceOf.containsKey(hash);
  }

  /** When the peer told of a block; empty when it did not. */
  OptionalLong toldAt(BlockHash hash) {
    long since = sinceOf.getOrDefault(hash, TOLD_BY_US);
    return since == TOLD_BY_US ? OptionalLong.empty() : OptionalLong.of(since);
  }
}
