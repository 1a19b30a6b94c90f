package dev.cairn.core.chain;

import dev.cairn.core.block.Block;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a store writes in one piece. A part says what is to be stored or removed after it, whatever
 * was there before. A removed block is in no other part; pardons come before condemnations.
 *
 * @param headers to be stored or replaced
 * @param blocks bodies to be stored, with their headers
 * @param undo undo data to be stored, by block
 * @param removed blocks of which nothing is to be kept: header, body, undo data
 * @param undoRemoved blocks whose undo data is not needed any more
 * @param condemned to be remembered, in this order
 * @param pardoned condemned hashes to be forgotten
 * @param tipChange how the active chain moves, if it does
 */
public record ChainUpdate(
    List<StoredHeader> headers,
    List<Block> blocks,
    Map<BlockHash, StateChanges> undo,
    List<BlockHash> removed,
    List<BlockHash> undoRemoved,
    List<Condemnation> condemned,
    List<BlockHash> pardoned,
    Optional<TipChange> tipChange) {

  public ChainUpdate {
    headers = List.copyOf(headers);
    blocks = List.copyOf(blocks);
    undo = Collections.unmodifiableMap(new LinkedHashMap<>(undo));
    removed = List.copyOf(removed);
    undoRemoved = List.copyOf(undoRemoved);
    condemned = List.copyOf(condemned);
    pardoned = List.copyOf(pardoned);
  }

  /**
   * How the active chain moves.
   *
   * @param disconnected what leaves it, the old tip first
   * @param connected what joins it, the new tip last; never empty
   * @param changes from the state after the old tip to the state after the new one
   */
  public record TipChange(
      List<ChainedHeader> disconnected, List<ChainedHeader> connected, StateChanges changes) {

    public TipChange {
      disconnected = List.copyOf(disconnected);
      connected = List.copyOf(connected);
      if (connected.isEmpty()) {
        throw new IllegalArgumentException("a chain never moves without a new tip");
      }
    }

    /** The new tip. */
    public ChainedHeader tip() {
      return connected.get(connected.size() - 1);
    }
  }

  /** Collects an update. Confined to one thread. */
  static final class Draft {
    private final Map<BlockHash, StoredHeader> headers = new LinkedHashMap<>();
    private final Map<BlockHash, Block> blocks = new LinkedHashMap<>();
    private final Map<BlockHash, StateChanges> undo = new LinkedHashMap<>();
    private final LinkedHashSet<BlockHash> removed = new LinkedHashSet<>();
    private final List<BlockHash> undoRemoved = new ArrayList<>();
    private final Map<BlockHash, Condemnation> condemned = new LinkedHashMap<>();
    private final List<BlockHash> pardoned = new ArrayList<>();
    private long undoChanges;

    void header(StoredHeader header) {
      headers.put(header.chained().hash(), header);
      removed.remove(header.chained().hash());
    }

    void block(Block block) {
      blocks.put(block.hash(), block);
    }

    Optional<Block> block(BlockHash hash) {
      return Optional.ofNullable(blocks.get(hash));
    }

    void undo(BlockHash hash, StateChanges changes) {
      undo.put(hash, changes);
      undoChanges += changes.changes().size();
    }

    /** How many entries the undo data has that waits to be written. */
    long undoChanges() {
      return undoChanges;
    }

    void undoRemoved(BlockHash hash) {
      undo.remove(hash);
      undoRemoved.add(hash);
    }

    /** Forgets a block that may be in this draft, in the store, or in both. */
    void removed(BlockHash hash) {
      headers.remove(hash);
      blocks.remove(hash);
      undo.remove(hash);
      removed.add(hash);
    }

    void condemned(Condemnation condemnation) {
      condemned.put(condemnation.hash(), condemnation);
    }

    void pardoned(BlockHash hash) {
      if (condemned.remove(hash) == null) {
        pardoned.add(hash);
      }
    }

    boolean isEmpty() {
      return headers.isEmpty()
          && blocks.isEmpty()
          && undo.isEmpty()
          && removed.isEmpty()
          && undoRemoved.isEmpty()
          && condemned.isEmpty()
          && pardoned.isEmpty();
    }

    /** The update; the draft is empty afterwards. */
    ChainUpdate take(Optional<TipChange> tipChange) {
      ChainUpdate update =
          new ChainUpdate(
              List.copyOf(headers.values()),
              List.copyOf(blocks.values()),
              undo,
              List.copyOf(removed),
              undoRemoved,
              List.copyOf(condemned.values()),
              pardoned,
              tipChange);
      headers.clear();
      blocks.clear();
      undo.clear();
      removed.clear();
      undoRemoved.clear();
      condemned.clear();
      pardoned.clear();
      undoChanges = 0;
      return update;
    }
  }
}
