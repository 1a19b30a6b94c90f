package dev.cairn.net.message;

/** One message between peers. Immutable; see proto/ for the meaning and the limit of each field. */
public sealed interface Message
    permits Hello,
        Proof,
        Introduction,
        Goodbye,
        Ping,
        Pong,
        GetHeaders,
        Headers,
        HeaderAnnouncement,
        GetBlocks,
        FullBlock,
        BlocksNotFound,
        WantCompactBlocks,
        CompactBlock,
        GetBlockTransactions,
        BlockTransactions,
        TransactionAnnouncement,
        GetTransactions,
        Transactions,
        GetAddresses,
        Addresses,
        GetNetwork,
        Network {

  /** Calls the method of the handler that is for this kind of message. */
  <P> void deliverTo(MessageHandler<P> handler, P from);
}
