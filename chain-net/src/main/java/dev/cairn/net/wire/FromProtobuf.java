package dev.cairn.net.wire;

import com.google.protobuf.ByteString;
import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Bytes32;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.value.Work;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
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
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Network;
import dev.cairn.net.message.Ping;
import dev.cairn.net.message.Pong;
import dev.cairn.net.message.Proof;
import dev.cairn.net.message.TransactionAnnouncement;
import dev.cairn.net.message.Transactions;
import dev.cairn.net.message.WantCompactBlocks;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.proto.p2p.v1.Envelope;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Takes the message out of an envelope that {@link WireScan} has passed. */
final class FromProtobuf {

  private FromProtobuf() {}

  static Checked<Message> message(Envelope from) {
    Checked<Message> message = convert(from);
    return message
        .rejection()
        .<Checked<Message>>map(why -> Checked.refused(in(from, why)))
        .orElse(message);
  }

  private static Rejection in(Envelope from, Rejection why) {
    FieldLimit field = WireSchema.ENVELOPE.field(from.getMessageCase().getNumber());
    return field == null ? why : why.in(field.name());
  }

  private static Checked<Message> convert(Envelope from) {
    return switch (from.getMessageCase()) {
      case HELLO -> hello(from);
      case PROOF -> Checked.passed(new Proof(bytes(from.getProof().getMac())));
      case INTRODUCTION -> introduction(from);
      case GOODBYE -> goodbye(from);
      case PING -> Checked.passed(new Ping(from.getPing().getNonce()));
      case PONG -> Checked.passed(new Pong(from.getPong().getNonce()));
      case GET_HEADERS -> getHeaders(from);
      case HEADERS -> headers(from);
      case HEADER_ANNOUNCEMENT ->
          Checked.passed(
              new HeaderAnnouncement(headerList(from.getHeaderAnnouncement().getHeaders())));
      case GET_BLOCKS ->
          Checked.passed(new GetBlocks(values(from.getGetBlocks().getHashes(), BlockHash::of)));
      case FULL_BLOCK ->
          Block.decode(FieldBytes.reader(from.getFullBlock().getBlock())).map(FullBlock::new);
      case BLOCKS_NOT_FOUND ->
          Checked.passed(
              new BlocksNotFound(values(from.getBlocksNotFound().getHashes(), BlockHash::of)));
      case WANT_COMPACT_BLOCKS ->
          Checked.passed(new WantCompactBlocks(from.getWantCompactBlocks().getWanted()));
      case COMPACT_BLOCK -> compactBlock(from);
      case GET_BLOCK_TRANSACTIONS -> getBlockTransactions(from);
      case BLOCK_TRANSACTIONS -> blockTransactions(from);
      case TRANSACTION_ANNOUNCEMENT ->
          Checked.passed(
              new TransactionAnnouncement(
                  values(from.getTransactionAnnouncement().getIds(), TransactionId::of)));
      case GET_TRANSACTIONS ->
          Checked.passed(
              new GetTransactions(values(from.getGetTransactions().getIds(), TransactionId::of)));
      case TRANSACTIONS -> transactions(from);
      case GET_ADDRESSES -> Checked.passed(new GetAddresses());
      case ADDRESSES -> addresses(from);
      case GET_NETWORK -> Checked.passed(new GetNetwork());
      case NETWORK ->
          NetworkParameters.decode(bytes(from.getNetwork().getParameters())).map(Network::new);
      case MESSAGE_NOT_SET ->
          Checked.refused(WireFault.MESSAGE_MISSING, "nothing", "a message of version 1");
    };
  }

  private static Checked<Message> hello(Envelope from) {
    var hello = from.getHello();
    if (hello.getProtocolMin() > hello.getProtocolMax()) {
      return Checked.refused(
          WireFault.PROTOCOL_RANGE_REVERSED,
          hello.getProtocolMin() + " to " + hello.getProtocolMax(),
          "the lowest, then the highest");
    }
    return Checked.passed(
        new Hello(
            hello.getProtocolMin(),
            hello.getProtocolMax(),
            NetworkId.of(hello.getNetworkId().toByteArray()),
            bytes(hello.getNonce()),
            bytes(hello.getRulesId()),
            bytes(hello.getNextRulesId())));
  }

  private static Checked<Message> introduction(Envelope from) {
    var introduction = from.getIntroduction();
    ByteString work = introduction.getBestWork();
    if (!work.isEmpty() && work.byteAt(0) == 0) {
      return Checked.refused(WireFault.WORK_NOT_SHORTEST, "a leading zero", "none");
    }
    if (!WireText.isPrintableAscii(introduction.getAgent())) {
      return Checked.refused(
          WireFault.TEXT_MALFORMED, "an agent of other characters", "printable ASCII");
    }
    return Checked.passed(
        new Introduction(
            Work.of(new BigInteger(1, work.toByteArray())),
            BlockHash.of(introduction.getBestHash().toByteArray()),
            Integer.toUnsignedLong(introduction.getBestHeight()),
            introduction.getListenPort(),
            introduction.getAgent(),
            introduction.getTime()));
  }

  private static Checked<Message> goodbye(Envelope from) {
    var goodbye = from.getGoodbye();
    return WireText.isCode(goodbye.getReason())
        ? Checked.passed(new Goodbye(goodbye.getReason(), goodbye.getDetail()))
        : Checked.refused(
            WireFault.TEXT_MALFORMED,
            "a reason of other characters",
            "capitals, digits and underscores");
  }

  private static Checked<Message> getHeaders(Envelope from) {
    var request = from.getGetHeaders();
    return Checked.passed(
        new GetHeaders(
            Integer.toUnsignedLong(request.getRequest()),
            values(request.getLocator(), BlockHash::of)));
  }

  private static Checked<Message> headers(Envelope from) {
    var headers = from.getHeaders();
    return Checked.passed(
        new Headers(
            Integer.toUnsignedLong(headers.getRequest()), headerList(headers.getHeaders())));
  }

  private static Checked<Message> compactBlock(Envelope from) {
    var compact = from.getCompactBlock();
    BlockHeader header = BlockHeader.read(FieldBytes.reader(compact.getHeader()));
    ByteReader reader = FieldBytes.reader(compact.getCoinbase());
    Coinbase coinbase = Coinbase.read(reader);
    return reader.finish(
        () -> new CompactBlock(header, compact.getSalt(), coinbase, bytes(compact.getShortIds())));
  }

  private static Checked<Message> getBlockTransactions(Envelope from) {
    var request = from.getGetBlockTransactions();
    ByteReader reader = FieldBytes.reader(request.getPositions());
    List<Integer> positions = new ArrayList<>(request.getPositions().size() / 4);
    long before = 0;
    while (reader.remaining() > 0) {
      long position = reader.u32();
      if (position < 1 || position > GetBlockTransactions.POSITIONS_MAX) {
        reader.refuse(
            WireFault.VALUE_OUT_OF_RANGE_ON_WIRE,
            "position " + position,
            "1 to " + GetBlockTransactions.POSITIONS_MAX);
      } else if (position <= before) {
        reader.refuse(
            WireFault.POSITIONS_NOT_ASCENDING, position + " after " + before, "ascending");
      }
      positions.add((int) position);
      before = position;
    }
    BlockHash hash = BlockHash.of(request.getBlockHash().toByteArray());
    return reader.finish(() -> new GetBlockTransactions(hash, positions));
  }

  private static Checked<Message> blockTransactions(Envelope from) {
    var answer = from.getBlockTransactions();
    ByteReader reader = FieldBytes.reader(answer.getTransactions());
    List<Transaction> transactions = transactionList(reader, GetBlockTransactions.POSITIONS_MAX);
    BlockHash hash = BlockHash.of(answer.getBlockHash().toByteArray());
    return reader.finish(() -> new BlockTransactions(hash, transactions));
  }

  private static Checked<Message> transactions(Envelope from) {
    var answer = from.getTransactions();
    int bytes = answer.getTransactions().size();
    ByteReader reader = FieldBytes.reader(answer.getTransactions());
    List<Transaction> transactions =
        transactionList(reader, bytes > Transactions.BYTES_MAX ? 1 : GetTransactions.IDS_MAX);
    List<TransactionId> missing = values(answer.getMissing(), TransactionId::of);
    return reader.finish(() -> new Transactions(transactions, missing));
  }

  private static List<Transaction> transactionList(ByteReader reader, int countMax) {
    List<Transaction> transactions = new ArrayList<>();
    while (reader.remaining() > 0) {
      if (transactions.size() == countMax) {
        reader.refuse(WireFault.LIST_TOO_LONG, "more than " + countMax + " transactions", countMax);
      }
      Transaction transaction = Transaction.read(reader);
      if (transaction != null) {
        transactions.add(transaction);
      }
    }
    return transactions;
  }

  private static Checked<Message> addresses(Envelope from) {
    List<KnownAddress> addresses = new ArrayList<>();
    for (var address : from.getAddresses().getAddressesList()) {
      int length = address.getHost().size();
      if (length != 4 && length != 16) {
        return Checked.refused(
            WireFault.LENGTH_WRONG, "host: " + length + " bytes", "4 or 16 bytes");
      }
      addresses.add(
          new KnownAddress(
              NodeId.of(address.getNodeId().toByteArray()),
              new PeerAddress(bytes(address.getHost()), address.getPort())));
    }
    return Checked.passed(new Addresses(addresses));
  }

  private static List<BlockHeader> headerList(ByteString field) {
    ByteReader reader = FieldBytes.reader(field);
    List<BlockHeader> headers = new ArrayList<>(field.size() / BlockHeader.BYTES);
    while (reader.remaining() > 0) {
      headers.add(BlockHeader.read(reader));
    }
    return headers;
  }

  private static <T extends Bytes32> List<T> values(ByteString field, ByteReader.Kind<T> kind) {
    ByteReader reader = FieldBytes.reader(field);
    List<T> values = new ArrayList<>(field.size() / Bytes32.LENGTH);
    while (reader.remaining() > 0) {
      values.add(reader.bytes32(kind));
    }
    return values;
  }

  private static Bytes bytes(ByteString field) {
    return FieldBytes.reader(field).bytes(field.size());
  }
}
