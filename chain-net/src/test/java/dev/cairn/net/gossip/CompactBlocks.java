package dev.cairn.net.gossip;

import dev.cairn.core.block.Block;
import dev.cairn.net.message.CompactBlock;

/** Makes compact blocks for tests of other packages. */
public final class CompactBlocks {

  private CompactBlocks() {}

  /** As an honest node would announce this block. */
  public static CompactBlock of(Block block, long salt) {
    return ShortIds.announcement(block, salt);
  }
}
