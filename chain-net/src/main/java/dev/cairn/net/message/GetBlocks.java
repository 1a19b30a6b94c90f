package dev.cairn.net.message;

import dev.cairn.core.value.BlockHash;
import java.util.List;

/** Asks for whole blocks; each is answered with {@link FullBlock} or {@link BlocksNotFound}. */
public record GetBlocks(List<BlockHash> hashes) implements Message {

  /** The most that one message may have. */
  public static final int HASHES_MAX = 16;

  public GetBlocks {
    hashes = List.copyOf(hashes);
  }

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onGetBlocks(from, this);
  }
}
