package dev.cairn.net;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.ChainStore;
import dev.cairn.core.chain.ChainUpdate;
import dev.cairn.core.chain.Condemnation;
import dev.cairn.core.chain.InMemoryChainStore;
import dev.cairn.core.chain.StoredHeader;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.ledger.StateView;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** A store whose disk is full after the genesis. */
final class FailingStore implements ChainStore {

  private final InMemoryChainStore genesis = new InMemoryChainStore();

  @Override
  public void commit(ChainUpdate update) {
    if (tip().isPresent()) {
      throw new UncheckedIOException(new IOException("disk full"));
    }
    genesis.commit(update);
  }

  @Override
  public Optional<BlockHash> tip() {
    return genesis.tip();
  }

  @Override
  public StateView state() {
    return genesis.state();
  }

  @Override
  public Optional<StoredHeader> header(BlockHash hash) {
    return genesis.header(hash);
  }

  @Override
  public Optional<Block> block(BlockHash hash) {
    return genesis.block(hash);
  }

  @Override
  public Optional<BlockHash> hashAt(Height height) {
    return genesis.hashAt(height);
  }

  @Override
  public Optional<StateChanges> undo(BlockHash hash) {
    return genesis.undo(hash);
  }

  @Override
  public List<StoredHeader> headersFrom(Height lowest) {
    return genesis.headersFrom(lowest);
  }

  @Override
  public List<Condemnation> condemned() {
    return genesis.condemned();
  }
}
