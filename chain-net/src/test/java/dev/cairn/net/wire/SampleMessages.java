package dev.cairn.net.wire;

import dev.cairn.core.TestBlock;
import dev.cairn.core.TestKeys;
import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.NetworkId;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Messages that are always the same, by name: one for each kind with that kind's name, and the
 * shortest where that is another one. The golden vectors are made of them.
 */
final class SampleMessages {

  static final NetworkParameters NETWORK = NetworkParameters.dev();

  private static final Transaction TRANSFER =
      Transaction.sign(
          TestKeys.FIRST,
          NETWORK.id(),
          0,
          new Amount(1),
          new Transfer(TestKeys.SECOND.publicKey(), new Amount(1_000)).payload());
  private static final Transaction RECORD =
      Transaction.sign(
          TestKeys.FIRST, NETWORK.id(), 1, new Amount(2), new Payload(2, Bytes.ofHex("00cafe")));
  static final Block BLOCK = TestBlock.onGenesis(NETWORK).with(TRANSFER, RECORD).seal();
  private static final Block EMPTY_BLOCK = TestBlock.onGenesis(NETWORK).seal();

  private SampleMessages() {}

  static Map<String, Message> all() {
    Map<String, Message> all = new LinkedHashMap<>();
    handshake(all);
    chain(all);
    compactBlocks(all);
    transactions(all);
    addressesAndNetworks(all);
    return all;
  }

  private static void handshake(Map<String, Message> to) {
    NetworkId network = NETWORK.id();
    to.put("Hello", new Hello(1, 65535, network, bytes(32, 1), bytes(8, 2), bytes(8, 3)));
    to.put("Hello-shortest", new Hello(1, 1, network, bytes(32, 4), bytes(8, 5), Bytes.EMPTY));
    to.put("Proof", new Proof(bytes(32, 6)));
    Work work = Work.of(BigInteger.ONE.shiftLeft(263));
    to.put(
        "Introduction",
        new Introduction(work, hash(1), 0xffff_ffffL, 65535, "cairn/0.1.0 ~", 0xffff_ffffL));
    to.put("Introduction-shortest", new Introduction(Work.ZERO, hash(2), 0, 0, "", 0));
    to.put("Goodbye", new Goodbye("NETWORK_MISMATCH", "gr\u00fc\u00dfe \ud83e\udea8"));
    to.put("Goodbye-shortest", new Goodbye("X", ""));
    to.put("Ping", new Ping(0x0123_4567_89ab_cdefL));
    to.put("Ping-shortest", new Ping(0));
    to.put("Pong", new Pong(-1));
    to.put("Pong-shortest", new Pong(0));
  }

  private static void chain(Map<String, Message> to) {
    BlockHeader genesis = NETWORK.genesis();
    to.put("GetHeaders", new GetHeaders(0xffff_ffffL, List.of(hash(3), hash(4))));
    to.put("GetHeaders-shortest", new GetHeaders(0, List.of()));
    to.put("Headers", new Headers(7, List.of(genesis, BLOCK.header())));
    to.put("Headers-shortest", new Headers(0, List.of()));
    to.put("HeaderAnnouncement", new HeaderAnnouncement(List.of(BLOCK.header())));
    to.put("GetBlocks", new GetBlocks(List.of(hash(5), hash(6))));
    to.put("FullBlock", new FullBlock(BLOCK));
    to.put("FullBlock-shortest", new FullBlock(EMPTY_BLOCK));
    to.put("BlocksNotFound", new BlocksNotFound(List.of(hash(7))));
  }

  private static void compactBlocks(Map<String, Message> to) {
    to.put("WantCompactBlocks", new WantCompactBlocks(true));
    to.put("WantCompactBlocks-shortest", new WantCompactBlocks(false));
    to.put(
        "CompactBlock",
        new CompactBlock(BLOCK.header(), 0xfedc_ba98_7654_3210L, BLOCK.coinbase(), bytes(12, 7)));
    to.put(
        "CompactBlock-shortest",
        new CompactBlock(EMPTY_BLOCK.header(), 0, EMPTY_BLOCK.coinbase(), Bytes.EMPTY));
    to.put("GetBlockTransactions", new GetBlockTransactions(hash(8), List.of(1, 2, 72_000)));
    to.put("BlockTransactions", new BlockTransactions(hash(8), List.of(TRANSFER, RECORD)));
  }

  private static void transactions(Map<String, Message> to) {
    to.put("TransactionAnnouncement", new TransactionAnnouncement(List.of(id(1), id(2))));
    to.put("GetTransactions", new GetTransactions(List.of(TRANSFER.id(), id(3))));
    to.put("Transactions", new Transactions(List.of(TRANSFER, RECORD), List.of(id(3))));
    to.put("Transactions-shortest", new Transactions(List.of(), List.of()));
  }

  private static void addressesAndNetworks(Map<String, Message> to) {
    NodeId node = new NodeId(TestKeys.key(3).publicKey());
    Bytes six = Bytes.ofHex("fd00000000000000000000000000002a");
    to.put("GetAddresses", new GetAddresses());
    to.put(
        "Addresses",
        new Addresses(
            List.of(
                new KnownAddress(node, new PeerAddress(Bytes.ofHex("c0000201"), 7771)),
                new KnownAddress(node, new PeerAddress(six, 65535)))));
    to.put("Addresses-shortest", new Addresses(List.of()));
    to.put("GetNetwork", new GetNetwork());
    to.put("Network", new Network(NETWORK));
  }

  private static Bytes bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    IntStream.range(0, length).forEach(i -> bytes[i] = (byte) (seed * 16 + i));
    return Bytes.of(bytes);
  }

  private static BlockHash hash(int seed) {
    return BlockHash.of(Sha256.hash(new byte[] {(byte) seed}));
  }

  private static TransactionId id(int seed) {
    return TransactionId.of(Sha256.hash(new byte[] {(byte) seed, 1}));
  }
}
