package dev.cairn.net.wire;

import com.google.protobuf.ByteString;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes32;
import dev.cairn.core.value.Work;
import dev.cairn.net.message.Addresses;
import dev.cairn.net.message.BlockTransactions;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.CompactBlock;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetAddresses;
import dev.cairn.net.message.GetBlockTransactions;
import dev.cairn.net.message.GetBlocks;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.GetNetwork;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.HeaderAnnouncement;
import dev.cairn.net.message.Headers;
import dev.cairn.net.message.Hello;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.MessageHandler;
import dev.cairn.net.message.Network;
import dev.cairn.net.message.Ping;
import dev.cairn.net.message.Pong;
import dev.cairn.net.message.Proof;
import dev.cairn.net.message.TransactionAnnouncement;
import dev.cairn.net.message.Transactions;
import dev.cairn.net.message.WantCompactBlocks;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.proto.p2p.v1.Envelope;
import java.util.Arrays;
import java.util.List;

/** Puts a message into an envelope; throws IllegalArgumentException for what must not be sent. */
final class ToProtobuf implements MessageHandler<Envelope.Builder> {

  static final ToProtobuf INSTANCE = new ToProtobuf();

  private ToProtobuf() {}

  @Override
  public void onHello(Envelope.Builder to, Hello message) {
    require(message.protocolMin() <= message.protocolMax(), "protocol versions reversed", message);
    to.getHelloBuilder()
        .setProtocolMin((int) WireSchema.HELLO_PROTOCOL_MIN.checked(message.protocolMin()))
        .setProtocolMax((int) WireSchema.HELLO_PROTOCOL_MAX.checked(message.protocolMax()))
        .setNetworkId(WireSchema.HELLO_NETWORK_ID.checked(message.networkId().toArray()))
        .setNonce(WireSchema.HELLO_NONCE.checked(message.nonce().toArray()))
        .setRulesId(WireSchema.HELLO_RULES_ID.checked(message.rulesId().toArray()))
        .setNextRulesId(WireSchema.HELLO_NEXT_RULES_ID.checked(message.nextRulesId().toArray()));
  }

  @Override
  public void onProof(Envelope.Builder to, Proof message) {
    to.getProofBuilder().setMac(WireSchema.PROOF_MAC.checked(message.mac().toArray()));
  }

  @Override
  public void onIntroduction(Envelope.Builder to, Introduction message) {
    require(WireText.isPrintableAscii(message.agent()), "agent not printable", message);
    to.getIntroductionBuilder()
        .setBestWork(WireSchema.INTRODUCTION_BEST_WORK.checked(shortest(message.bestWork())))
        .setBestHash(WireSchema.INTRODUCTION_BEST_HASH.checked(message.bestHash().toArray()))
        .setBestHeight((int) WireSchema.INTRODUCTION_BEST_HEIGHT.checked(message.bestHeight()))
        .setListenPort((int) WireSchema.INTRODUCTION_LISTEN_PORT.checked(message.listenPort()))
        .setAgent(WireSchema.INTRODUCTION_AGENT.checked(message.agent()))
        .setTime(WireSchema.INTRODUCTION_TIME.checked(message.timeSeconds()));
  }

  /** Big-endian without leading zeros. */
  private static byte[] shortest(Work work) {
    byte[] signed = work.toBigInteger().toByteArray();
    return signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
  }

  @Override
  public void onGoodbye(Envelope.Builder to, Goodbye message) {
    require(WireText.isCode(message.reason()), "reason is no code", message);
    to.getGoodbyeBuilder()
        .setReason(WireSchema.GOODBYE_REASON.checked(message.reason()))
        .setDetail(WireSchema.GOODBYE_DETAIL.checked(message.detail()));
  }

  @Override
  public void onPing(Envelope.Builder to, Ping message) {
    to.getPingBuilder().setNonce(message.nonce());
  }

  @Override
  public void onPong(Envelope.Builder to, Pong message) {
    to.getPongBuilder().setNonce(message.nonce());
  }

  @Override
  public void onGetHeaders(Envelope.Builder to, GetHeaders message) {
    to.getGetHeadersBuilder()
        .setRequest((int) WireSchema.GET_HEADERS_REQUEST.checked(message.request()))
        .setLocator(endToEnd(WireSchema.GET_HEADERS_LOCATOR, message.locator()));
  }

  @Override
  public void onHeaders(Envelope.Builder to, Headers message) {
    to.getHeadersBuilder()
        .setRequest((int) WireSchema.HEADERS_REQUEST.checked(message.request()))
        .setHeaders(headers(WireSchema.HEADERS_HEADERS, message.headers()));
  }

  @Override
  public void onHeaderAnnouncement(Envelope.Builder to, HeaderAnnouncement message) {
    to.getHeaderAnnouncementBuilder()
        .setHeaders(headers(WireSchema.HEADER_ANNOUNCEMENT_HEADERS, message.headers()));
  }

  @Override
  public void onGetBlocks(Envelope.Builder to, GetBlocks message) {
    to.getGetBlocksBuilder().setHashes(endToEnd(WireSchema.GET_BLOCKS_HASHES, message.hashes()));
  }

  @Override
  public void onFullBlock(Envelope.Builder to, FullBlock message) {
    ByteWriter writer = new ByteWriter(message.block().size());
    message.block().writeTo(writer);
    to.getFullBlockBuilder().setBlock(WireSchema.FULL_BLOCK_BLOCK.checked(writer.toArray()));
  }

  @Override
  public void onBlocksNotFound(Envelope.Builder to, BlocksNotFound message) {
    to.getBlocksNotFoundBuilder()
        .setHashes(endToEnd(WireSchema.BLOCKS_NOT_FOUND_HASHES, message.hashes()));
  }

  @Override
  public void onWantCompactBlocks(Envelope.Builder to, WantCompactBlocks message) {
    to.getWantCompactBlocksBuilder().setWanted(message.wanted());
  }

  @Override
  public void onCompactBlock(Envelope.Builder to, CompactBlock message) {
    to.getCompactBlockBuilder()
        .setHeader(WireSchema.COMPACT_BLOCK_HEADER.checked(message.header().toArray()))
        .setSalt(message.salt())
        .setCoinbase(
            WireSchema.COMPACT_BLOCK_COINBASE.checked(message.coinbase().encode().toArray()))
        .setShortIds(WireSchema.COMPACT_BLOCK_SHORT_IDS.checked(message.shortIds().toArray()));
  }

  @Override
  public void onGetBlockTransactions(Envelope.Builder to, GetBlockTransactions message) {
    ByteWriter writer = new ByteWriter(4 * message.positions().size());
    long before = 0;
    for (int position : message.positions()) {
      require(
          position > before && position <= GetBlockTransactions.POSITIONS_MAX,
          "positions not ascending",
          message);
      writer.u32(position);
      before = position;
    }
    to.getGetBlockTransactionsBuilder()
        .setBlockHash(WireSchema.GET_BLOCK_TRANSACTIONS_HASH.checked(message.hash().toArray()))
        .setPositions(WireSchema.GET_BLOCK_TRANSACTIONS_POSITIONS.checked(writer.toArray()));
  }

  @Override
  public void onBlockTransactions(Envelope.Builder to, BlockTransactions message) {
    to.getBlockTransactionsBuilder()
        .setBlockHash(WireSchema.BLOCK_TRANSACTIONS_HASH.checked(message.hash().toArray()))
        .setTransactions(
            transactions(WireSchema.BLOCK_TRANSACTIONS_TRANSACTIONS, message.transactions()));
  }

  @Override
  public void onTransactionAnnouncement(Envelope.Builder to, TransactionAnnouncement message) {
    to.getTransactionAnnouncementBuilder()
        .setIds(endToEnd(WireSchema.TRANSACTION_ANNOUNCEMENT_IDS, message.ids()));
  }

  @Override
  public void onGetTransactions(Envelope.Builder to, GetTransactions message) {
    to.getGetTransactionsBuilder().setIds(endToEnd(WireSchema.GET_TRANSACTIONS_IDS, message.ids()));
  }

  @Override
  public void onTransactions(Envelope.Builder to, Transactions message) {
    int count = message.transactions().size();
    ByteString transactions =
        transactions(WireSchema.TRANSACTIONS_TRANSACTIONS, message.transactions());
    require(
        count <= GetTransactions.IDS_MAX
            && (count == 1 || transactions.size() <= Transactions.BYTES_MAX),
        "too many transactions",
        count);
    to.getTransactionsBuilder()
        .setTransactions(transactions)
        .setMissing(endToEnd(WireSchema.TRANSACTIONS_MISSING, message.missing()));
  }

  @Override
  public void onGetAddresses(Envelope.Builder to, GetAddresses message) {
    to.getGetAddressesBuilder();
  }

  @Override
  public void onAddresses(Envelope.Builder to, Addresses message) {
    int count = message.addresses().size();
    require(count <= Addresses.ADDRESSES_MAX, "too many addresses", count);
    var addresses = to.getAddressesBuilder();
    for (KnownAddress known : message.addresses()) {
      addresses
          .addAddressesBuilder()
          .setNodeId(WireSchema.PEER_ADDRESS_NODE_ID.checked(known.node().key().toArray()))
          .setHost(WireSchema.PEER_ADDRESS_HOST.checked(known.address().host().toArray()))
          .setPort((int) WireSchema.PEER_ADDRESS_PORT.checked(known.address().port()));
    }
  }

  @Override
  public void onGetNetwork(Envelope.Builder to, GetNetwork message) {
    to.getGetNetworkBuilder();
  }

  @Override
  public void onNetwork(Envelope.Builder to, Network message) {
    to.getNetworkBuilder()
        .setParameters(
            WireSchema.NETWORK_PARAMETERS.checked(message.parameters().encode().toArray()));
  }

  private static ByteString endToEnd(FieldLimit field, List<? extends Bytes32> values) {
    ByteWriter writer = new ByteWriter(Bytes32.LENGTH * values.size());
    values.forEach(writer::bytes);
    return field.checked(writer.toArray());
  }

  private static ByteString headers(FieldLimit field, List<BlockHeader> headers) {
    ByteWriter writer = new ByteWriter(BlockHeader.BYTES * headers.size());
    headers.forEach(header -> header.writeTo(writer));
    return field.checked(writer.toArray());
  }

  private static ByteString transactions(FieldLimit field, List<Transaction> transactions) {
    ByteWriter writer =
        new ByteWriter(transactions.stream().mapToInt(Transaction::size).reduce(0, Math::addExact));
    transactions.forEach(transaction -> transaction.writeTo(writer));
    return field.checked(writer.toArray());
  }

  private static void require(boolean condition, String otherwise, Object got) {
    if (!condition) {
      throw new IllegalArgumentException("cannot be sent: " + otherwise + ": " + got);
    }
  }
}
