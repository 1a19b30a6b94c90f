package dev.cairn.net.gossip;

import dev.cairn.core.value.BlockHash;
import dev.cairn.net.message.GetBlockTransactions;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.session.Peer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the block relay keeps for one open link. Confined to the engine loop. */
final class BlockPeer {

  /** Blocks of which it may still send transactions after we have given up. */
  private static final int ASKED_MAX = 8;

  /** Requests without an answer after which it is asked for nothing more. */
  private static final int UNANSWERED_MAX = 2;

  /** Compact blocks of it that are remembered, so that each is put together once. */
  private static final int TRIED_MAX = 32;

  /** A block of which it was asked for what was missing. */
  record Rebuilding(PartialBlock block, long deadlineMillis) {}

  final Peer peer;
  final KnownBlocks known;

  /** Requests that wait until it reads what was sent before. */
  final Deque<GetBlockTransactions> waiting = new ArrayDeque<>();

  /** Whether it wants compact blocks of us. */
  boolean wantsCompactBlocks;

  /** Whether it was ever asked for compact blocks. */
  boolean maySendCompactBlocks;

  private final Deque<BlockHash> asked = new ArrayDeque<>();
  private final Deque<BlockHash> tried = new ArrayDeque<>();
  private int unanswered;
  private @Nullable Rebuilding rebuilding;

  BlockPeer(Peer peer, NetLimits limits) {
    this.peer = peer;
    known = new KnownBlocks(limits.knownBlocks());
  }

  /** Whether this is the first time that it sends this block; putting one together is work. */
  boolean isFirstTry(BlockHash hash) {
    if (tried.contains(hash)) {
      return false;
    }
    tried.add(hash);
    if (tried.size() > TRIED_MAX) {
      tried.remove();
    }
    return true;
  }

  Optional<Rebuilding> rebuilding() {
    return Optional.ofNullable(rebuilding);
  }

  boolean isRebuilding(BlockHash hash) {
    return rebuilding != null && rebuilding.block().hash().equals(hash);
  }

  /** Whether it can be asked for the missing transactions of another block. */
  boolean isFree() {
    return rebuilding == null && unanswered < UNANSWERED_MAX;
  }

  void startRebuilding(PartialBlock block, long deadlineMillis) {
    rebuilding = new Rebuilding(block, deadlineMillis);
    unanswered++;
    asked.add(block.hash());
    if (asked.size() > ASKED_MAX) {
      asked.remove();
    }
  }

  /** Forgets the block, but not that an answer is due. */
  void stopRebuilding() {
    rebuilding = null;
  }

  /**
   * Notes an answer.
   *
   * @return whether it was asked for one about this block, lately
   */
  boolean hasAnswered(BlockHash hash) {
    if (!asked.contains(hash)) {
      return false;
    }
    unanswered = Math.max(0, unanswered - 1);
    return true;
  }
}
