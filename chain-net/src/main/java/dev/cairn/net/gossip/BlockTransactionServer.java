package dev.cairn.net.gossip;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import dev.cairn.net.message.BlockTransactions;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetBlockTransactions;
import dev.cairn.net.peer.Misbehaviour;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Answers who rebuilds a block that we announced. Requests wait while their sender does not read.
 * Confined to the engine loop.
 */
final class BlockTransactionServer {

  /** Blocks this far below the tip are new; of others the whole block is sent. */
  static final int RECENT_BLOCKS = 10;

  /** Requests of one peer that may wait: nobody who keeps to the protocol has more under way. */
  static final int WAITING_MAX = 4;

  /**
   * Blocks that are kept, as many ask for the same one: two, for there may be two new ones at a
   * time, or somebody who asks for an old one. Each takes up to the network's limit of a block.
   */
  static final int KEPT_BLOCKS = 2;

  private final Chain chain;

  /** Those that were asked for last, the latest at the end. */
  private final Deque<Block> kept = new ArrayDeque<>(KEPT_BLOCKS);

  BlockTransactionServer(Chain chain) {
    this.chain = chain;
  }

  void onRequest(BlockPeer from, GetBlockTransactions request) {
    if (from.waiting.size() >= WAITING_MAX) {
      from.peer.misbehaved(
          Misbehaviour.OVERSIZED_REQUEST, "more than " + WAITING_MAX + " GetBlockTransactions");
      return;
    }
    from.waiting.add(request);
    answer(from);
  }

  /** Answers what waits, as long as the peer reads. */
  void answer(BlockPeer to) {
    while (!to.waiting.isEmpty() && to.peer.isWritable() && !to.peer.isGone()) {
      answer(to, to.waiting.remove());
    }
  }

  private void answer(BlockPeer to, GetBlockTransactions request) {
    Optional<Block> block = block(request.hash());
    if (block.isEmpty()) {
      to.peer.send(new BlocksNotFound(List.of(request.hash())));
    } else if (!areInside(request.positions(), block.get())) {
      to.peer.misbehaved(
          Misbehaviour.OVERSIZED_REQUEST,
          "positions that do not ascend from 1 to %d in block %s"
              .formatted(block.get().transactions().size(), request.hash()));
    } else if (isRecent(request.hash())) {
      to.peer.send(new BlockTransactions(request.hash(), at(request.positions(), block.get())));
    } else {
      to.peer.send(new FullBlock(block.get()));
    }
  }

  /** Looks a block up, and keeps it for those who will ask for the same one. */
  Optional<Block> block(BlockHash hash) {
    Optional<Block> found =
        kept.stream()
            .filter(block -> block.hash().equals(hash))
            .findFirst()
            .or(() -> chain.block(hash));
    found.ifPresent(this::keep);
    return found;
  }

  private void keep(Block block) {
    boolean isKept = kept.removeIf(other -> other.hash().equals(block.hash()));
    if (!isKept && kept.size() == KEPT_BLOCKS) {
      kept.removeFirst();
    }
    kept.addLast(block);
  }

  private boolean isRecent(BlockHash hash) {
    long tip = chain.tip().height().value();
    return chain
        .header(hash)
        .filter(header -> tip - header.height().value() < RECENT_BLOCKS)
        .isPresent();
  }

  /** The coinbase, at position 0, cannot be asked for: whoever asks has it. */
  private static boolean areInside(List<Integer> positions, Block block) {
    int before = 0;
    for (int position : positions) {
      if (position <= before || position > block.transactions().size()) {
        return false;
      }
      before = position;
    }
    return !positions.isEmpty();
  }

  private static List<Transaction> at(List<Integer> positions, Block block) {
    List<Transaction> transactions = new ArrayList<>(positions.size());
    for (int position : positions) {
      transactions.add(block.transactions().get(position - 1));
    }
    return transactions;
  }
}
