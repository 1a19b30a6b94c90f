package dev.cairn.core.chain;

import dev.cairn.core.block.Block;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.ledger.StateView;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import java.util.List;
import java.util.Optional;

/**
 * Where a chain keeps what it knows: blocks, the active chain's index, undo data, and the state.
 * One port and not several, because a block's header, body, undo data, state and tip are written
 * together or not at all.
 *
 * <p>One thread commits; any thread reads, and sees each update whole or not at all. What the store
 * returns was committed before. A store that cannot write or read reports an exception of its own,
 * after which the chain must not be used any more. {@code ChainStoreContract}, in this module's
 * test jar, tells whether an implementation is right.
 */
public interface ChainStore {

  /** The hash of the active chain's last block; empty in a new store. */
  Optional<BlockHash> tip();

  /** The state after the tip; without entries in a new store. */
  StateView state();

  /** A stored header, of the active chain or not. */
  Optional<StoredHeader> header(BlockHash hash);

  /** A stored body with its header, of the active chain or not. */
  Optional<Block> block(BlockHash hash);

  /** The active chain's block at this height. */
  Optional<BlockHash> hashAt(Height height);

  /** The changes that take the state from after this block to before it. */
  Optional<StateChanges> undo(BlockHash hash);

  /** All stored headers from this height on, on whatever branch, parents before their children. */
  List<StoredHeader> headersFrom(Height lowest);

  /** What was condemned and not forgotten, the oldest first. */
  List<Condemnation> condemned();

  /** Makes all of an update, atomically. */
  void commit(ChainUpdate update);
}
