package dev.cairn.core.chain;

import dev.cairn.core.block.Block;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.ledger.StateView;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import java.util.List;
import java.util.Optional;

/** A store in memory, for tests that change what one of its methods does. */
public class ForwardingStore implements ChainStore {

  private final InMemoryChainStore inner = new InMemoryChainStore();

  /** Empty at first. */
  protected ForwardingStore() {}

  @Override
  public Optional<BlockHash> tip() {
    return inner.tip();
  }

  @Override
  public StateView state() {
    return inner.state();
  }

  @Override
  public Optional<StoredHeader> header(BlockHash hash) {
    return inner.header(hash);
  }

  @Override
  public Optional<Block> block(BlockHash hash) {
    return inner.block(hash);
  }

  @Override
  public Optional<BlockHash> hashAt(Height height) {
    return inner.hashAt(height);
  }

  @Override
  public Optional<StateChanges> undo(BlockHash hash) {
    return inner.undo(hash);
  }

  @Override
  public List<StoredHeader> headersFrom(Height lowest) {
    return inner.headersFrom(lowest);
  }

  @Override
  public List<Condemnation> condemned() {
    return inner.condemned();
  }

  @Override
  public void commit(ChainUpdate update) {
    inner.commit(update);
  }
}
