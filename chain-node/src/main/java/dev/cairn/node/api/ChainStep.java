package dev.cairn.node.api;

import dev.cairn.core.chain.ChainStore;
import dev.cairn.core.chain.StoredHeader;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client that knows the chain up to some block has to hear next. Told from the store alone,
 * so that it is the same for a client that has listened all the time and one that was away.
 */
sealed interface ChainStep {

  /** How many hashes of blocks a step lists at most. */
  int LISTED_MAX = 1_000;

  /**
   * Blocks that follow on what the client knows.
   *
   * @param blocks at least one
   */
  record Forward(List<ChainedHeader> blocks) implements ChainStep {}

  /**
   * What the client knows has left the active chain.
   *
   * @param from what it knows
   * @param to the tip
   * @param commonAncestor the last block that both have: from there it goes forward
   * @param disconnectedCount how many blocks above that the client has to undo
   * @param disconnected their hashes, the last one first; of more than {@link #LISTED_MAX} those
   * @param connected the blocks that come instead, the lowest first, likewise
   */
  record Back(
      BlockHash from,
      BlockHash to,
      ChainedHeader commonAncestor,
      long disconnectedCount,
      List<BlockHash> disconnected,
      List<BlockHash> connected)
      implements ChainStep {}

  /** The client knows everything. */
  record Nothing() implements ChainStep {}

  /** What the client knows is not in the store any more: it has to begin anew. */
  record Lost() implements ChainStep {}

  /**
   * The next step. The store may change meanwhile: then there is less in it, and the rest in the
   * next one.
   *
   * @param known the last block that the client knows
   * @param most how many blocks one step goes forward
   */
  static ChainStep after(BlockHash known, ChainStore store, int most) {
    Optional<ChainedHeader> at = header(store, known);
    if (at.isEmpty()) {
      return new Lost();
    }
    if (!isActive(store, at.get())) {
      return back(at.get(), store);
    }
    List<ChainedHeader> blocks = above(at.get(), store, most);
    return blocks.isEmpty() ? new Nothing() : new Forward(blocks);
  }

  private static ChainStep back(ChainedHeader from, ChainStore store) {
    List<BlockHash> disconnected = new ArrayList<>();
    long count = 0;
    ChainedHeader at = from;
    while (!isActive(store, at)) {
      count++;
      if (disconnected.size() < LISTED_MAX) {
        disconnected.add(at.hash());
      }
      Optional<ChainedHeader> parent = header(store, at.header().previous());
      if (parent.isEmpty()) {
        return new Lost();
      }
      at = parent.get();
    }
    List<BlockHash> connected =
        above(at, store, LISTED_MAX).stream().map(ChainedHeader::hash).toList();
    BlockHash to = store.tip().orElse(at.hash());
    return new Back(from.hash(), to, at, count, disconnected, connected);
  }

  /** The active blocks directly above one. */
  private static List<ChainedHeader> above(ChainedHeader below, ChainStore store, int most) {
    List<ChainedHeader> blocks = new ArrayList<>();
    ChainedHeader last = below;
    while (blocks.size() < most && !last.height().isMax()) {
      Optional<ChainedHeader> next =
          store.hashAt(last.height().next()).flatMap(hash -> header(store, hash));
      if (next.isEmpty() || !next.get().header().previous().equals(last.hash())) {
        break;
      }
      last = next.get();
      blocks.add(last);
    }
    return blocks;
  }

  private static boolean isActive(ChainStore store, ChainedHeader header) {
    Height height = header.height();
    return store.hashAt(height).equals(Optional.of(header.hash()));
  }

  private static Optional<ChainedHeader> header(ChainStore store, BlockHash hash) {
    return store.header(hash).map(StoredHeader::chained);
  }
}
