package dev.cairn.core.chain;

import dev.cairn.core.block.Block;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.ledger.StateMap;
import dev.cairn.core.ledger.StateView;
import dev.cairn.core.tree.SortedTree;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A store on the heap, for tests, simulations and programs whose chain may end with them. */
public final class InMemoryChainStore implements ChainStore {

  /** All that is stored; replaced as a whole, so that readers need no lock. */
  private record Content(
      Optional<BlockHash> tip,
      StateMap state,
      SortedTree<BlockHash, StoredHeader> headers,
      SortedTree<BlockHash, Block> blocks,
      SortedTree<BlockHash, StateChanges> undo,
      SortedTree<Height, BlockHash> active,
      SortedTree<Height, SortedTree<BlockHash, StoredHeader>> byHeight,
      SortedTree<Long, Condemnation> condemned,
      SortedTree<BlockHash, Long> condemnedNumbers) {}

  private volatile Content content =
      new Content(
          Optional.empty(),
          StateMap.EMPTY,
          SortedTree.empty(),
          SortedTree.empty(),
          SortedTree.empty(),
          SortedTree.empty(),
          SortedTree.empty(),
          SortedTree.empty(),
          SortedTree.empty());

  private long condemnations;

  /** A new store, without even a genesis. */
  public InMemoryChainStore() {}

  @Override
  public Optional<BlockHash> tip() {
    return content.tip();
  }

  @Override
  public StateView state() {
    return content.state();
  }

  @Override
  public Optional<StoredHeader> header(BlockHash hash) {
    return content.headers().get(hash);
  }

  @Override
  public Optional<Block> block(BlockHash hash) {
    return content.blocks().get(hash);
  }

  @Override
  public Optional<BlockHash> hashAt(Height height) {
    return content.active().get(height);
  }

  @Override
  public Optional<StateChanges> undo(BlockHash hash) {
    return content.undo().get(hash);
  }

  @Override
  public List<StoredHeader> headersFrom(Height lowest) {
    SortedTree<Height, SortedTree<BlockHash, StoredHeader>> byHeight = content.byHeight();
    List<StoredHeader> headers = new ArrayList<>();
    var level = byHeight.ceiling(lowest);
    while (level.isPresent()) {
      level.get().value().forEach((hash, header) -> headers.add(header));
      Height height = level.get().key();
      level = height.isMax() ? Optional.empty() : byHeight.ceiling(height.next());
    }
    return headers;
  }

  @Override
  public List<Condemnation> condemned() {
    List<Condemnation> condemned = new ArrayList<>();
    content.condemned().forEach((number, condemnation) -> condemned.add(condemnation));
    return condemned;
  }

  @Override
  public void commit(ChainUpdate update) {
    Content old = content;
    var headers = old.headers();
    var byHeight = old.byHeight();
    var blocks = old.blocks();
    var undo = old.undo();
    for (StoredHeader header : update.headers()) {
      headers = headers.with(header.chained().hash(), header);
      byHeight = withHeader(byHeight, header);
    }
    for (Block block : update.blocks()) {
      blocks = blocks.with(block.hash(), block);
    }
    for (var entry : update.undo().entrySet()) {
      undo = undo.with(entry.getKey(), entry.getValue());
    }
    for (BlockHash hash : update.removed()) {
      byHeight = withoutHeader(byHeight, headers.get(hash));
      headers = headers.without(hash);
      blocks = blocks.without(hash);
      undo = undo.without(hash);
    }
    for (BlockHash hash : update.undoRemoved()) {
      undo = undo.without(hash);
    }
    var condemned = old.condemned();
    var numbers = old.condemnedNumbers();
    for (BlockHash hash : update.pardoned()) {
      Optional<Long> number = numbers.get(hash);
      condemned = number.isPresent() ? condemned.without(number.get()) : condemned;
      numbers = numbers.without(hash);
    }
    for (Condemnation condemnation : update.condemned()) {
      long number = numbers.get(condemnation.hash()).orElse(condemnations++);
      condemned = condemned.with(number, condemnation);
      numbers = numbers.with(condemnation.hash(), number);
    }
    var active = old.active();
    StateMap state = old.state();
    Optional<BlockHash> tip = old.tip();
    if (update.tipChange().isPresent()) {
      ChainUpdate.TipChange change = update.tipChange().get();
      for (ChainedHeader header : change.disconnected()) {
        active = active.without(header.height());
      }
      for (ChainedHeader header : change.connected()) {
        active = active.with(header.height(), header.hash());
      }
      state = state.with(change.changes());
      tip = Optional.of(change.tip().hash());
    }
    content = new Content(tip, state, headers, blocks, undo, active, byHeight, condemned, numbers);
  }

  private static SortedTree<Height, SortedTree<BlockHash, StoredHeader>> withHeader(
      SortedTree<Height, SortedTree<BlockHash, StoredHeader>> byHeight, StoredHeader header) {
    Height height = header.chained().height();
    SortedTree<BlockHash, StoredHeader> level = byHeight.get(height).orElse(SortedTree.empty());
    return byHeight.with(height, level.with(header.chained().hash(), header));
  }

  private static SortedTree<Height, SortedTree<BlockHash, StoredHeader>> withoutHeader(
      SortedTree<Height, SortedTree<BlockHash, StoredHeader>> byHeight,
      Optional<StoredHeader> header) {
    if (header.isEmpty()) {
      return byHeight;
    }
    Height height = header.get().chained().height();
    SortedTree<BlockHash, StoredHeader> level =
        byHeight
            .get(height)
            .orElse(SortedTree.<BlockHash, StoredHeader>empty())
            .without(header.get().chained().hash());
    return level.isEmpty() ? byHeight.without(height) : byHeight.with(height, level);
  }
}
