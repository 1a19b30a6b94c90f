package dev.cairn.net.message;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.value.Bytes;

/**
 * A new block with short ids instead of transactions (the idea of BIP 152).
 *
 * @param salt drawn for each block; see proto/ for the key that it gives
 * @param shortIds 6 bytes for each transaction but the coinbase, end to end
 */
public record CompactBlock(BlockHeader header, long salt, Coinbase coinbase, Bytes shortIds)
    implements Message {

  /** The length of one short id. */
  public static final int SHORT_ID_BYTES = 6;

  /** The most that one message may have: more transactions than these fit in no block. */
  public static final int SHORT_IDS_MAX = GetBlockTransactions.POSITIONS_MAX;

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onCompactBlock(from, this);
  }
}
