package dev.cairn.net.message;

import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.TransactionId;
import java.util.List;

/**
 * The one answer to a {@link GetTransactions}.
 *
 * @param missing what was asked for and is not in this answer
 */
public record Transactions(List<Transaction> transactions, List<TransactionId> missing)
    implements Message {

  /** The most that one message may have. */
  public static final int BYTES_MAX = 1 << 20;

  public Transactions {
    transactions = List.copyOf(transactions);
    missing = List.copyOf(missing);
  }

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onTransactions(from, this);
  }
}
