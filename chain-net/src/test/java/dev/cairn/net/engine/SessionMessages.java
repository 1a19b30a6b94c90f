package dev.cairn.net.engine;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.value.Work;
import dev.cairn.net.gossip.CompactBlocks;
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
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.session.TestNodes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** Messages of any kind, with fields that mostly mean something. */
final class SessionMessages {

  /** Each kind of message; a seed says them by their number, so new ones go to the end. */
  enum Kind {
    HELLO,
    PROOF,
    INTRODUCTION,
    GOODBYE,
    PING,
    PONG,
    GET_HEADERS,
    HEADERS,
    HEADER_ANNOUNCEMENT,
    GET_BLOCKS,
    FULL_BLOCK,
    BLOCKS_NOT_FOUND,
    WANT_COMPACT_BLOCKS,
    COMPACT_BLOCK,
    GET_BLOCK_TRANSACTIONS,
    BLOCK_TRANSACTIONS,
    TRANSACTION_ANNOUNCEMENT,
    GET_TRANSACTIONS,
    TRANSACTIONS,
    GET_ADDRESSES,
    ADDRESSES,
    GET_NETWORK,
    NETWORK
  }

  /** Chains of headers by number. */
  static final int NEXT = 0;

  static final int FORK = 1;
  static final int LIGHT = 2;
  static final int HEAVY = 3;
  static final int WRONG = 4;
  static final int BASE = 5;

  private static final List<List<BlockHeader>> CHAINS =
      List.of(
          headers(SessionMaterial.NEXT),
          headers(SessionMaterial.FORK),
          SessionMaterial.LIGHT,
          SessionMaterial.HEAVY,
          headers(SessionMaterial.WRONG),
          headers(SessionMaterial.BASE));

  private static final int UNKNOWN = 255;
  private static final int LIST_MAX = 12;

  private final SessionInput input;
  private final TestEngine node;

  SessionMessages(SessionInput input, TestEngine node) {
    this.input = input;
    this.node = node;
  }

  private static List<BlockHeader> headers(List<Block> blocks) {
    return blocks.stream().map(Block::header).toList();
  }

  /**
   * The next message.
   *
   * @param request the number of the last GetHeaders that the link got
   */
  Message next(long request) {
    Kind kind = Kind.values()[input.below(Kind.values().length)];
    return switch (kind) {
      case HELLO -> hello();
      case PROOF -> new Proof(anyHash());
      case INTRODUCTION -> introduction();
      case GOODBYE -> goodbye();
      case PING -> new Ping(input.next());
      case PONG -> new Pong(input.next());
      case GET_HEADERS -> new GetHeaders(input.next(), list(this::hash));
      case HEADERS -> new Headers(input.flag() ? request + 1 : request, run(Headers.HEADERS_MAX));
      case HEADER_ANNOUNCEMENT -> new HeaderAnnouncement(run(HeaderAnnouncement.HEADERS_MAX));
      case GET_BLOCKS -> new GetBlocks(list(this::hash));
      case FULL_BLOCK -> new FullBlock(block());
      case BLOCKS_NOT_FOUND -> new BlocksNotFound(list(this::hash));
      case WANT_COMPACT_BLOCKS -> new WantCompactBlocks(!input.flag());
      case COMPACT_BLOCK -> compactBlock();
      case GET_BLOCK_TRANSACTIONS -> new GetBlockTransactions(hash(), list(input::next));
      case BLOCK_TRANSACTIONS -> new BlockTransactions(hash(), list(this::transaction));
      case TRANSACTION_ANNOUNCEMENT -> new TransactionAnnouncement(list(this::id));
      case GET_TRANSACTIONS -> new GetTransactions(list(this::id));
      case TRANSACTIONS -> new Transactions(list(this::transaction), list(this::id));
      case GET_ADDRESSES -> new GetAddresses();
      case ADDRESSES -> new Addresses(list(this::address));
      case GET_NETWORK -> new GetNetwork();
      case NETWORK -> new Network(SessionMaterial.FIXTURE.parameters());
    };
  }

  private <T> List<T> list(Supplier<T> element) {
    int count = input.below(LIST_MAX);
    List<T> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(element.get());
    }
    return list;
  }

  private Bytes anyHash() {
    return Bytes.of(Sha256.hash(new byte[] {(byte) input.next()}));
  }

  private Hello hello() {
    int version = 1 + input.below(3) / 2;
    boolean isStranger = input.below(8) == 1;
    int rules = input.below(8);
    Bytes none = Bytes.EMPTY;
    Bytes ours = node.plan().rulesAt(node.chain.tip().height());
    return new Hello(
        1,
        version,
        isStranger ? NetworkId.of(new byte[32]) : node.chain.network().id(),
        anyHash(),
        rules == 1 ? anyHash().slice(0, 8) : ours,
        rules == 2 ? anyHash().slice(0, 8) : none);
  }

  Introduction introduction() {
    int size = input.next();
    return new Introduction(
        Work.of(BigInteger.ONE.shiftLeft(size)),
        hash(),
        size * (long) input.next(),
        input.flag() ? 7771 : 0,
        "fuzz/" + size,
        TestEngine.NOW.seconds() + size - 128);
  }

  private Goodbye goodbye() {
    DisconnectReason[] reasons = DisconnectReason.values();
    int reason = input.next();
    return new Goodbye(reason < reasons.length ? reasons[reason].name() : "OTHER", "\u202e");
  }

  /** Headers that mostly follow one another. */
  private List<BlockHeader> run(int most) {
    List<BlockHeader> chain = CHAINS.get(input.below(CHAINS.size()));
    int part = input.next();
    int count = input.next();
    int change = input.below(8);
    int start = chain.size() > Headers.HEADERS_MAX ? part % 3 * Headers.HEADERS_MAX : part;
    int length = chain.size() > Headers.HEADERS_MAX && count == 0 ? Headers.HEADERS_MAX : count;
    int from = Math.min(start, chain.size());
    int to = Math.min(from + Math.min(length, most), chain.size());
    List<BlockHeader> headers = new ArrayList<>(chain.subList(from, to));
    if (change == 1 && !headers.isEmpty()) {
      headers.remove(headers.size() / 2);
    } else if (change == 2) {
      Collections.reverse(headers);
    }
    return headers;
  }

  /** Of a block, of a header without body, or of nothing. */
  private BlockHash hash() {
    int number = input.next();
    if (number < SessionMaterial.BLOCKS.size()) {
      return SessionMaterial.BLOCKS.get(number).hash();
    } else if (number == UNKNOWN) {
      return BlockHash.of(anyHash().toArray());
    }
    List<BlockHeader> chain = CHAINS.get(number % CHAINS.size());
    return chain.get(chain.size() - 1 - number % 8).hash();
  }

  private Block block() {
    return SessionMaterial.BLOCKS.get(input.below(SessionMaterial.BLOCKS.size()));
  }

  private CompactBlock compactBlock() {
    Block block = block();
    CompactBlock right = CompactBlocks.of(block, input.next());
    int change = input.below(8);
    Bytes ids = right.shortIds();
    return switch (change) {
      case 1 -> new CompactBlock(right.header(), right.salt() + 1, right.coinbase(), ids);
      case 2 -> new CompactBlock(right.header(), right.salt(), block().coinbase(), ids);
      case 3 -> {
        Bytes twice = Bytes.of(Sha256.hash(ids.toArray())).slice(0, CompactBlock.SHORT_ID_BYTES);
        byte[] repeated = new byte[2 * CompactBlock.SHORT_ID_BYTES];
        System.arraycopy(twice.toArray(), 0, repeated, 0, CompactBlock.SHORT_ID_BYTES);
        System.arraycopy(twice.toArray(), 0, repeated, 6, CompactBlock.SHORT_ID_BYTES);
        yield new CompactBlock(right.header(), right.salt(), right.coinbase(), Bytes.of(repeated));
      }
      case 4 -> new CompactBlock(right.header(), right.salt(), right.coinbase(), Bytes.EMPTY);
      default -> right;
    };
  }

  private Transaction transaction() {
    return SessionMaterial.TRANSACTIONS.get(input.below(SessionMaterial.TRANSACTIONS.size()));
  }

  private TransactionId id() {
    int number = input.next();
    return number < SessionMaterial.TRANSACTIONS.size()
        ? SessionMaterial.TRANSACTIONS.get(number).id()
        : TransactionId.of(Sha256.hash(new byte[] {(byte) number}));
  }

  private KnownAddress address() {
    int number = input.next();
    return new KnownAddress(TestNodes.node(number % 32), TestNodes.address(number));
  }
}
