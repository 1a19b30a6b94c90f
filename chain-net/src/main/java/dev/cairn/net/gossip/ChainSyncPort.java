package dev.cairn.net.gossip;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.net.session.Peer;

/** What the block relay asks of the sync. */
public interface ChainSyncPort {

  /**
   * Gets the whole body of a block that was not rebuilt.
   *
   * @param announcer has said that it has it; may be gone by now
   */
  void fetch(BlockHash hash, Peer announcer);

  /**
   * A peer has announced this block in compact form; its header was accepted, or its parent is not
   * known. The relay tries to rebuild it: until it calls {@link #fetch}, or a while has passed, its
   * body need not be asked for.
   */
  void onCompactHeader(Peer announcer, BlockHeader header);

  /**
   * Whether a header whose parent is known belongs to a chain with enough work to be kept: without
   * that, strangers could fill the header tree with cheap ones.
   */
  boolean isWorthKeeping(BlockHeader header);

  /** Whether so little is missing that news is worth more than history. */
  boolean isNearTip();
}
