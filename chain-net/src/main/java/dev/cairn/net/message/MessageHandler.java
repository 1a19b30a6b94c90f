package dev.cairn.net.message;

/**
 * What to do with each kind of message: a new kind compiles only once everyone has decided.
 *
 * @param <P> who sent it
 */
public interface MessageHandler<P> {
  void onHello(P from, Hello message);

  void onProof(P from, Proof message);

  void onIntroduction(P from, Introduction message);

  void onGoodbye(P from, Goodbye message);

  void onPing(P from, Ping message);

  void onPong(P from, Pong message);

  void onGetHeaders(P from, GetHeaders message);

  void onHeaders(P from, Headers message);

  void onHeaderAnnouncement(P from, HeaderAnnouncement message);

  void onGetBlocks(P from, GetBlocks message);

  void onFullBlock(P from, FullBlock message);

  void onBlocksNotFound(P from, BlocksNotFound message);

  void onWantCompactBlocks(P from, WantCompactBlocks message);

  void onCompactBlock(P from, CompactBlock message);

  void onGetBlockTransactions(P from, GetBlockTransactions message);

  void onBlockTransactions(P from, BlockTransactions message);

  void onTransactionAnnouncement(P from, TransactionAnnouncement message);

  void onGetTransactions(P from, GetTransactions message);

  void onTransactions(P from, Transactions message);

  void onGetAddresses(P from, GetAddresses message);

  void onAddresses(P from, Addresses message);

  void onGetNetwork(P from, GetNetwork message);

  void onNetwork(P from, Network message);
}
