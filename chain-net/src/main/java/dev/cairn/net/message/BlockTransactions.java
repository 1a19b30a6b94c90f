package dev.cairn.net.message;

import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import java.util.List;

/** The answer to {@link GetBlockTransactions}: all of them in their order. */
public record BlockTransactions(BlockHash hash, List<Transaction> transactions) implements Message {

  public BlockTransactions {
    transactions = List.copyOf(transactions);
  }

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onBlockTransactions(from, this);
  }
}
