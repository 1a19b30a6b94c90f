package dev.cairn.net.wire;

import static dev.cairn.net.wire.FieldLimit.bytes;
import static dev.cairn.net.wire.FieldLimit.exactly;
import static dev.cairn.net.wire.FieldLimit.fixed64;
import static dev.cairn.net.wire.FieldLimit.items;
import static dev.cairn.net.wire.FieldLimit.message;
import static dev.cairn.net.wire.FieldLimit.messages;
import static dev.cairn.net.wire.FieldLimit.number;
import static dev.cairn.net.wire.FieldLimit.optionally;
import static dev.cairn.net.wire.FieldLimit.text;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.net.message.Addresses;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.CompactBlock;
import dev.cairn.net.message.GetBlockTransactions;
import dev.cairn.net.message.GetBlocks;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.HeaderAnnouncement;
import dev.cairn.net.message.Headers;
import dev.cairn.net.message.Network;
import dev.cairn.net.message.TransactionAnnouncement;

/** Every field of p2p.proto with its limit, for reading and for writing: the one place for them. */
final class WireSchema {

  private static final long U32_MAX = 0xffff_ffffL;
  private static final int PORT_MAX = 65535;
  private static final int HASH = 32;
  private static final int RULES_ID = 8;

  static final FieldLimit HELLO_PROTOCOL_MIN = number("protocol_min", 1, 1, 65535);
  static final FieldLimit HELLO_PROTOCOL_MAX = number("protocol_max", 2, 1, 65535);
  static final FieldLimit HELLO_NETWORK_ID = exactly("network_id", 3, HASH);
  static final FieldLimit HELLO_NONCE = exactly("nonce", 4, 32);
  static final FieldLimit HELLO_RULES_ID = exactly("rules_id", 5, RULES_ID);
  static final FieldLimit HELLO_NEXT_RULES_ID = optionally("next_rules_id", 6, RULES_ID);
  static final MessageLimits HELLO =
      MessageLimits.of(
          "Hello",
          HELLO_PROTOCOL_MIN,
          HELLO_PROTOCOL_MAX,
          HELLO_NETWORK_ID,
          HELLO_NONCE,
          HELLO_RULES_ID,
          HELLO_NEXT_RULES_ID);

  static final FieldLimit PROOF_MAC = exactly("mac", 1, 32);
  static final MessageLimits PROOF = MessageLimits.of("Proof", PROOF_MAC);

  static final FieldLimit INTRODUCTION_BEST_WORK = bytes("best_work", 1, 0, 33);
  static final FieldLimit INTRODUCTION_BEST_HASH = exactly("best_hash", 2, HASH);
  static final FieldLimit INTRODUCTION_BEST_HEIGHT = number("best_height", 3, 0, U32_MAX);
  static final FieldLimit INTRODUCTION_LISTEN_PORT = number("listen_port", 4, 0, PORT_MAX);
  static final FieldLimit INTRODUCTION_AGENT = text("agent", 5, 0, 64);
  static final FieldLimit INTRODUCTION_TIME = number("time", 6, 0, U32_MAX);
  static final MessageLimits INTRODUCTION =
      MessageLimits.of(
          "Introduction",
          INTRODUCTION_BEST_WORK,
          INTRODUCTION_BEST_HASH,
          INTRODUCTION_BEST_HEIGHT,
          INTRODUCTION_LISTEN_PORT,
          INTRODUCTION_AGENT,
          INTRODUCTION_TIME);

  static final FieldLimit GOODBYE_REASON = text("reason", 1, 1, Goodbye.REASON_BYTES_MAX);
  static final FieldLimit GOODBYE_DETAIL = text("detail", 2, 0, Goodbye.DETAIL_BYTES_MAX);
  static final MessageLimits GOODBYE = MessageLimits.of("Goodbye", GOODBYE_REASON, GOODBYE_DETAIL);

  static final MessageLimits PING = MessageLimits.of("Ping", fixed64("nonce", 1));
  static final MessageLimits PONG = MessageLimits.of("Pong", fixed64("nonce", 1));

  static final FieldLimit GET_HEADERS_REQUEST = number("request", 1, 0, U32_MAX);
  static final FieldLimit GET_HEADERS_LOCATOR =
      items("locator", 2, HASH, 0, GetHeaders.LOCATOR_MAX);
  static final MessageLimits GET_HEADERS =
      MessageLimits.of("GetHeaders", GET_HEADERS_REQUEST, GET_HEADERS_LOCATOR);

  static final FieldLimit HEADERS_REQUEST = number("request", 1, 0, U32_MAX);
  static final FieldLimit HEADERS_HEADERS =
      items("headers", 2, BlockHeader.BYTES, 0, Headers.HEADERS_MAX);
  static final MessageLimits HEADERS =
      MessageLimits.of("Headers", HEADERS_REQUEST, HEADERS_HEADERS);

  static final FieldLimit HEADER_ANNOUNCEMENT_HEADERS =
      items("headers", 1, BlockHeader.BYTES, 1, HeaderAnnouncement.HEADERS_MAX);
  static final MessageLimits HEADER_ANNOUNCEMENT =
      MessageLimits.of("HeaderAnnouncement", HEADER_ANNOUNCEMENT_HEADERS);

  static final FieldLimit GET_BLOCKS_HASHES = items("hashes", 1, HASH, 1, GetBlocks.HASHES_MAX);
  static final MessageLimits GET_BLOCKS = MessageLimits.of("GetBlocks", GET_BLOCKS_HASHES);

  static final FieldLimit FULL_BLOCK_BLOCK =
      bytes("block", 1, 1, NetworkParameters.BLOCK_BYTES_MAX);
  static final MessageLimits FULL_BLOCK = MessageLimits.of("FullBlock", FULL_BLOCK_BLOCK);

  static final FieldLimit BLOCKS_NOT_FOUND_HASHES =
      items("hashes", 1, HASH, 1, BlocksNotFound.HASHES_MAX);
  static final MessageLimits BLOCKS_NOT_FOUND =
      MessageLimits.of("BlocksNotFound", BLOCKS_NOT_FOUND_HASHES);

  static final MessageLimits WANT_COMPACT_BLOCKS =
      MessageLimits.of("WantCompactBlocks", number("wanted", 1, 0, 1));

  static final FieldLimit COMPACT_BLOCK_HEADER = exactly("header", 1, BlockHeader.BYTES);
  static final FieldLimit COMPACT_BLOCK_COINBASE =
      bytes("coinbase", 3, 1, Coinbase.BYTES_MIN + Coinbase.MESSAGE_BYTES_MAX);
  static final FieldLimit COMPACT_BLOCK_SHORT_IDS =
      items("short_ids", 4, CompactBlock.SHORT_ID_BYTES, 0, CompactBlock.SHORT_IDS_MAX);
  static final MessageLimits COMPACT_BLOCK =
      MessageLimits.of(
          "CompactBlock",
          COMPACT_BLOCK_HEADER,
          fixed64("salt", 2),
          COMPACT_BLOCK_COINBASE,
          COMPACT_BLOCK_SHORT_IDS);

  static final FieldLimit GET_BLOCK_TRANSACTIONS_HASH = exactly("block_hash", 1, HASH);
  static final FieldLimit GET_BLOCK_TRANSACTIONS_POSITIONS =
      items("positions", 2, 4, 1, GetBlockTransactions.POSITIONS_MAX);
  static final MessageLimits GET_BLOCK_TRANSACTIONS =
      MessageLimits.of(
          "GetBlockTransactions", GET_BLOCK_TRANSACTIONS_HASH, GET_BLOCK_TRANSACTIONS_POSITIONS);

  static final FieldLimit BLOCK_TRANSACTIONS_HASH = exactly("block_hash", 1, HASH);
  static final FieldLimit BLOCK_TRANSACTIONS_TRANSACTIONS =
      bytes("transactions", 2, 1, NetworkParameters.BLOCK_BYTES_MAX);
  static final MessageLimits BLOCK_TRANSACTIONS =
      MessageLimits.of(
          "BlockTransactions", BLOCK_TRANSACTIONS_HASH, BLOCK_TRANSACTIONS_TRANSACTIONS);

  static final FieldLimit TRANSACTION_ANNOUNCEMENT_IDS =
      items("ids", 1, HASH, 1, TransactionAnnouncement.IDS_MAX);
  static final MessageLimits TRANSACTION_ANNOUNCEMENT =
      MessageLimits.of("TransactionAnnouncement", TRANSACTION_ANNOUNCEMENT_IDS);

  static final FieldLimit GET_TRANSACTIONS_IDS = items("ids", 1, HASH, 1, GetTransactions.IDS_MAX);
  static final MessageLimits GET_TRANSACTIONS =
      MessageLimits.of("GetTransactions", GET_TRANSACTIONS_IDS);

  /** One transaction alone may be longer than several together. */
  static final FieldLimit TRANSACTIONS_TRANSACTIONS =
      bytes("transactions", 1, 0, NetworkParameters.BLOCK_BYTES_MAX);

  static final FieldLimit TRANSACTIONS_MISSING =
      items("missing", 2, HASH, 0, GetTransactions.IDS_MAX);
  static final MessageLimits TRANSACTIONS =
      MessageLimits.of("Transactions", TRANSACTIONS_TRANSACTIONS, TRANSACTIONS_MISSING);

  static final MessageLimits GET_ADDRESSES = MessageLimits.of("GetAddresses");

  static final FieldLimit PEER_ADDRESS_NODE_ID = exactly("node_id", 1, 32);
  static final FieldLimit PEER_ADDRESS_HOST = items("host", 2, 4, 1, 4);
  static final FieldLimit PEER_ADDRESS_PORT = number("port", 3, 1, PORT_MAX);
  static final MessageLimits PEER_ADDRESS =
      MessageLimits.of("PeerAddress", PEER_ADDRESS_NODE_ID, PEER_ADDRESS_HOST, PEER_ADDRESS_PORT);

  static final FieldLimit ADDRESSES_ADDRESSES =
      messages("addresses", 1, Addresses.ADDRESSES_MAX, PEER_ADDRESS);
  static final MessageLimits ADDRESSES = MessageLimits.of("Addresses", ADDRESSES_ADDRESSES);

  static final MessageLimits GET_NETWORK = MessageLimits.of("GetNetwork");

  static final FieldLimit NETWORK_PARAMETERS = bytes("parameters", 1, 1, Network.BYTES_MAX);
  static final MessageLimits NETWORK = MessageLimits.of("Network", NETWORK_PARAMETERS);

  static final MessageLimits ENVELOPE =
      MessageLimits.oneof(
          "Envelope",
          message(1, HELLO),
          message(2, PROOF),
          message(3, INTRODUCTION),
          message(4, GOODBYE),
          message(5, PING),
          message(6, PONG),
          message(10, GET_HEADERS),
          message(11, HEADERS),
          message(12, HEADER_ANNOUNCEMENT),
          message(13, GET_BLOCKS),
          message(14, FULL_BLOCK),
          message(15, BLOCKS_NOT_FOUND),
          message(20, WANT_COMPACT_BLOCKS),
          message(21, COMPACT_BLOCK),
          message(22, GET_BLOCK_TRANSACTIONS),
          message(23, BLOCK_TRANSACTIONS),
          message(30, TRANSACTION_ANNOUNCEMENT),
          message(31, GET_TRANSACTIONS),
          message(32, TRANSACTIONS),
          message(40, GET_ADDRESSES),
          message(41, ADDRESSES),
          message(42, GET_NETWORK),
          message(43, NETWORK));

  /** Fields that version 1 does not know, in one frame: enough for two in each peer address. */
  static final int UNKNOWN_FIELDS_MAX = 128;

  /** Their bytes in one frame, with tags and lengths. */
  static final int UNKNOWN_BYTES_MAX = 8192;

  private WireSchema() {}
}
