package dev.cairn.net.wire;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.value.TransactionId;
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
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Messages of every kind with anything in them that may be sent; lists are often at a limit. */
final class RandomMessages {

  private final Random random;
  private final Map<Class<? extends Message>, Supplier<Message>> kinds = new LinkedHashMap<>();

  RandomMessages(Random random) {
    this.random = random;
    addHandshake();
    addChain();
    addTransactions();
    addRest();
  }

  /** One message of each kind. */
  List<Message> oneOfEach() {
    return kinds.values().stream().map(Supplier::get).toList();
  }

  private void addHandshake() {
    kinds.put(Hello.class, this::hello);
    kinds.put(Proof.class, () -> new Proof(bytes(32)));
    kinds.put(
        Introduction.class,
        () ->
            new Introduction(
                Work.of(new BigInteger(random.nextInt(265), random)),
                hash(),
                u32(),
                between(0, 65535),
                text(between(0, 64), " !~aZ09./"),
                u32()));
    kinds.put(
        Goodbye.class,
        () ->
            new Goodbye(
                text(between(1, 64), "ABCXYZ_0189"),
                text(between(0, 256), "a ?\u00e9\u4e16\n\u202e")));
    kinds.put(Ping.class, () -> new Ping(random.nextLong()));
    kinds.put(Pong.class, () -> new Pong(random.nextLong()));
  }

  private Message hello() {
    int min = between(1, 65535);
    return new Hello(
        min,
        between(min, 65535),
        NetworkId.of(array(32)),
        bytes(32),
        bytes(8),
        random.nextBoolean() ? bytes(8) : Bytes.EMPTY);
  }

  private void addChain() {
    kinds.put(
        GetHeaders.class, () -> new GetHeaders(u32(), list(0, GetHeaders.LOCATOR_MAX, this::hash)));
    kinds.put(Headers.class, () -> new Headers(u32(), list(0, Headers.HEADERS_MAX, this::header)));
    kinds.put(
        HeaderAnnouncement.class,
        () -> new HeaderAnnouncement(list(1, HeaderAnnouncement.HEADERS_MAX, this::header)));
    kinds.put(GetBlocks.class, () -> new GetBlocks(list(1, GetBlocks.HASHES_MAX, this::hash)));
    kinds.put(
        FullBlock.class,
        () -> new FullBlock(new Block(header(), coinbase(), list(0, 300, this::transaction))));
    kinds.put(
        BlocksNotFound.class,
        () -> new BlocksNotFound(list(1, BlocksNotFound.HASHES_MAX, this::hash)));
  }

  private void addTransactions() {
    kinds.put(WantCompactBlocks.class, () -> new WantCompactBlocks(random.nextBoolean()));
    kinds.put(
        CompactBlock.class,
        () ->
            new CompactBlock(
                header(),
                random.nextLong(),
                coinbase(),
                bytes(CompactBlock.SHORT_ID_BYTES * between(0, CompactBlock.SHORT_IDS_MAX))));
    kinds.put(GetBlockTransactions.class, () -> new GetBlockTransactions(hash(), positions()));
    kinds.put(
        BlockTransactions.class,
        () -> new BlockTransactions(hash(), list(1, 300, this::transaction)));
    kinds.put(
        TransactionAnnouncement.class,
        () -> new TransactionAnnouncement(list(1, TransactionAnnouncement.IDS_MAX, this::id)));
    kinds.put(
        GetTransactions.class,
        () -> new GetTransactions(list(1, GetTransactions.IDS_MAX, this::id)));
    kinds.put(
        Transactions.class,
        () ->
            new Transactions(
                list(0, GetTransactions.IDS_MAX, this::transaction),
                list(0, GetTransactions.IDS_MAX, this::id)));
  }

  private void addRest() {
    kinds.put(GetAddresses.class, GetAddresses::new);
    kinds.put(
        Addresses.class, () -> new Addresses(list(0, Addresses.ADDRESSES_MAX, this::address)));
    kinds.put(GetNetwork.class, GetNetwork::new);
    kinds.put(Network.class, this::network);
  }

  private Message network() {
    NetworkParameters.Builder builder =
        new NetworkParameters.Builder(
            text(between(0, 21), "a\u00e9\u4e16"), bytes(16), new Timestamp(u32()));
    builder.minimumFee(new Amount(u63()));
    for (int type = 0; type < random.nextInt(4); type++) {
      builder.application(new ListedApplication(1024 + random.nextInt(9), "x", u32()));
    }
    for (int key = 0; key < random.nextInt(4); key++) {
      builder.balance(PublicKey.of(array(32)), new Amount(1 + random.nextInt(1000)));
    }
    return new Network(builder.build());
  }

  private List<Integer> positions() {
    TreeSet<Integer> positions = new TreeSet<>();
    for (int count = between(1, 2000); count > 0; count--) {
      positions.add(between(1, GetBlockTransactions.POSITIONS_MAX));
    }
    return List.copyOf(positions);
  }

  private KnownAddress address() {
    return new KnownAddress(
        NodeId.of(array(32)),
        new PeerAddress(bytes(random.nextBoolean() ? 4 : 16), between(1, 65535)));
  }

  private BlockHeader header() {
    return new BlockHeader(
        random.nextInt(),
        hash(),
        MerkleRoot.of(array(32)),
        new Timestamp(u32()),
        new CompactBits(random.nextInt()),
        random.nextInt());
  }

  private Coinbase coinbase() {
    return new Coinbase(
        u63(),
        bytes(16),
        PublicKey.of(array(32)),
        new Amount(u63()),
        Sha256Digest.of(array(32)),
        bytes(between(0, Coinbase.MESSAGE_BYTES_MAX)));
  }

  /** Not signed: whether a signature is right is not for the wire to say. */
  private Transaction transaction() {
    int length = random.nextInt(300);
    return Transaction.decode(
            new ByteWriter()
                .u8(Transaction.VERSION)
                .bytes(array(32))
                .u64(u63())
                .u64(u63())
                .varint(u63())
                .varint(length)
                .bytes(array(length))
                .bytes(array(64))
                .toBytes())
        .value();
  }

  private <T> List<T> list(int min, int max, Supplier<T> item) {
    List<T> list = new ArrayList<>();
    for (int count = between(min, max); count > 0; count--) {
      list.add(item.get());
    }
    return list;
  }

  private String text(int lengthMax, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lengthMax; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private BlockHash hash() {
    return BlockHash.of(array(32));
  }

  private TransactionId id() {
    return TransactionId.of(array(32));
  }

  private Bytes bytes(int length) {
    return Bytes.of(array(length));
  }

  private byte[] array(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Often the least, often the most. */
  private int between(int min, int max) {
    return switch (random.nextInt(8)) {
      case 0 -> min;
      case 1 -> max;
      default -> min + random.nextInt(max - min + 1);
    };
  }

  private long u32() {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> 0xffff_ffffL;
      default -> Integer.toUnsignedLong(random.nextInt());
    };
  }

  private long u63() {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> Long.MAX_VALUE;
      default -> random.nextLong() >>> 1 + random.nextInt(62);
    };
  }
}
