package dev.cairn.net.message;

import dev.cairn.core.value.TransactionId;
import java.util.List;

/** Transactions that the sender has. */
public record TransactionAnnouncement(List<TransactionId> ids) implements Message {

  /** The most that one message may have. */
  public static final int IDS_MAX = 1000;

  public TransactionAnnouncement {
    ids = List.copyOf(ids);
  }

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onTransactionAnnouncement(from, this);
  }
}
