package dev.cairn.core.chain;

import dev.cairn.core.block.Block;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.value.BlockHash;
import java.util.Optional;

/** Counts what it is asked and given. */
final class CountingStore extends ForwardingStore {

  int bodiesRead;
  int undoDataRead;
  int headersWritten;

  @Override
  public Optional<Block> block(BlockHash hash) {
    bodiesRead++;
    return super.block(hash);
  }

  @Override
  public Optional<StateChanges> undo(BlockHash hash) {
    undoDataRead++;
    return super.undo(hash);
  }

  @Override
  public void commit(ChainUpdate update) {
    headersWritten += update.headers().size();
    super.commit(update);
  }
}
