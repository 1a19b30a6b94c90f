package dev.cairn.net.message;

import dev.cairn.core.value.BlockHash;
import java.util.List;

/** Asks for the transactions of a block at these positions; the coinbase has 0. */
public record GetBlockTransactions(BlockHash hash, List<Integer> positions) implements Message {

  /** The most that one message may have. */
  public static final int POSITIONS_MAX = 73000;

  public GetBlockTransactions {
    positions = List.copyOf(positions);
  }

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onGetBlockTransactions(from, this);
  }
}
