package dev.cairn.core.chain;

import dev.cairn.core.block.Block;
import dev.cairn.core.ledger.StateMap;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a chain finds in its store when it is opened: the end of the active chain, as far as it can
 * be undone, and what forks off there.
 *
 * @param tip the active chain's last block
 * @param nodes all that are in the tree now
 * @param lowestUndoable the least height of the active chain whose state can be had back
 */
record Opening(HeaderNode tip, List<HeaderNode> nodes, long lowestUndoable) {

  /**
   * Fills the tree from the store, and begins a chain in an empty store. What an earlier run with
   * other limits left behind goes to the draft, to be removed.
   *
   * @throws IllegalArgumentException when the store has another network's chain
   */
  static Opening read(
      NetworkParameters network,
      ChainStore store,
      HeaderTree tree,
      ChainLimits limits,
      ChainUpdate.Draft draft) {
    if (store.tip().isEmpty()) {
      store.commit(genesisUpdate(network));
    }
    BlockHash genesis = store.hashAt(Height.GENESIS).orElseThrow();
    if (!genesis.equals(network.genesis().hash())) {
      throw new IllegalArgumentException(
          "the store has the chain of network " + genesis + ", not of " + network);
    }
    BlockHash tip = store.tip().orElseThrow();
    long top = store.header(tip).orElseThrow().chained().height().value();
    long kept = lowestWithUndoData(store, top);
    long lowest = Math.max(kept, top - limits.undoBlocks());
    List<HeaderNode> nodes = new ArrayList<>();
    for (StoredHeader stored : inOrder(store.headersFrom(new Height(kept)))) {
      ChainedHeader chained = stored.chained();
      boolean active = store.hashAt(chained.height()).equals(Optional.of(chained.hash()));
      boolean forks = !active && tree.get(chained.header().previous()).isPresent();
      if (forks || (active && chained.height().value() >= lowest)) {
        nodes.add(add(stored, active, tree, store));
      } else if (!active) {
        draft.removed(chained.hash()); // it forks off below what can be undone
      }
    }
    for (long height = kept + 1; height <= lowest; height++) {
      draft.undoRemoved(store.hashAt(new Height(height)).orElseThrow());
    }
    return new Opening(tree.get(tip).orElseThrow(), nodes, lowest);
  }

  /** Parents before children, and siblings as they came: what leaves first depends on that. */
  private static List<StoredHeader> inOrder(List<StoredHeader> headers) {
    List<StoredHeader> sorted = new ArrayList<>(headers);
    sorted.sort(
        Comparator.comparing((StoredHeader stored) -> stored.chained().height())
            .thenComparing(StoredHeader::arrival, Long::compareUnsigned)); // NONE is the last
    return sorted;
  }

  private static HeaderNode add(
      StoredHeader stored, boolean active, HeaderTree tree, ChainStore store) {
    HeaderNode node = tree.add(stored.chained());
    node.arrival = stored.arrival();
    node.order = stored.order();
    node.stored = true;
    if (node.hasBody() && !active) {
      tree.setBlockBytes(node, store.block(node.hash()).map(Block::size).orElse(0));
    }
    tree.setActive(node, active);
    return node;
  }

  /**
   * The least height such that the store has undo data for all active blocks above it: data goes
   * from below, so that a few questions find it.
   */
  private static long lowestWithUndoData(ChainStore store, long top) {
    long below = 0;
    long above = top;
    while (below < above) {
      long middle = (below + above) / 2;
      BlockHash next = store.hashAt(new Height(middle + 1)).orElseThrow();
      if (store.undo(next).isPresent()) {
        above = middle;
      } else {
        below = middle + 1;
      }
    }
    return above;
  }

  private static ChainUpdate genesisUpdate(NetworkParameters network) {
    ChainUpdate.Draft draft = new ChainUpdate.Draft();
    ChainedHeader genesis = ChainedHeader.genesis(network);
    draft.header(new StoredHeader(genesis, 0, 0));
    return draft.take(
        Optional.of(
            new ChainUpdate.TipChange(
                List.of(), List.of(genesis), StateMap.genesisChanges(network))));
  }
}
