package dev.cairn.net.message;

import dev.cairn.core.value.BlockHash;
import java.util.List;

/** Blocks that were asked for and that the sender does not have. */
public record BlocksNotFound(List<BlockHash> hashes) implements Message {

  /** The most that one message may have. */
  public static final int HASHES_MAX = 16;

  public BlocksNotFound {
    hashes = List.copyOf(hashes);
  }

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onBlocksNotFound(from, this);
  }
}
