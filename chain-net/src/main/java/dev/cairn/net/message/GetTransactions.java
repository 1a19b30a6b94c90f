package dev.cairn.net.message;

import dev.cairn.core.value.TransactionId;
import java.util.List;

/** Asks for transactions; answered with one {@link Transactions}. */
public record GetTransactions(List<TransactionId> ids) implements Message {

  /** The most that one message may have. */
  public static final int IDS_MAX = 256;

  public GetTransactions {
    ids = List.copyOf(ids);
  }

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onGetTransactions(from, this);
  }
}
