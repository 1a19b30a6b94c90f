package dev.cairn.core.chain;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.verdict.Rejection;

/**
 * Hears what became of the chain, in the order in which it happened, after it was committed and on
 * the thread that called the chain. No lock is held: a listener may call the chain, and what
 * happens then is told after what is being told now. An exception does not keep the others from
 * hearing; it is thrown to the chain's caller afterwards.
 */
public interface ChainListener {

  /**
   * A block has left the active chain, the tip first.
   *
   * @param header its place
   */
  default void onDisconnected(ChainedHeader header, Block block) {}

  /** A block has joined the active chain, right above the one before. */
  default void onConnected(ChainedHeader header, Block block) {}

  /**
   * The active chain has moved, and all its blocks were told.
   *
   * @param disconnected how many blocks have left it; more than {@link
   *     ChainLimits#DEEP_REORGANISATION_BLOCKS} are worth an alert
   */
  default void onTip(Tip tip, int disconnected) {}

  /**
   * A header was condemned, and with it all that is built on it so far, of which nothing is told. A
   * descendant that comes later is told as a condemned header of its own.
   */
  default void onCondemned(BlockHeader header, Rejection why) {}

  /** Something that had waited for its parent or its time got its verdict. */
  default void onLateVerdict(BlockHeader header, Origin origin, Verdict verdict) {}
}
