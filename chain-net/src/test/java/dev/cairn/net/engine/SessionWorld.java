package dev.cairn.net.engine;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.TransactionId;
import dev.cairn.net.message.Addresses;
import dev.cairn.net.message.BlockTransactions;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetAddresses;
import dev.cairn.net.message.GetBlockTransactions;
import dev.cairn.net.message.GetBlocks;
import dev.cairn.net.message.GetHeaders;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.message.Headers;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import dev.cairn.net.message.Pong;
import dev.cairn.net.message.Transactions;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.session.TestNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a peer has, from which it answers as an honest one would. */
final class SessionWorld {

  /** On the node's chain, and farther. */
  static final int NEXT = 0;

  /** On another branch, with more work. */
  static final int FORK = 1;

  static final int LIGHT = 2;
  static final int HEAVY = 3;

  /** Goes on with a block that is wrong. */
  static final int WRONG = 4;

  /** Has nothing at all. */
  static final int NOTHING = 5;

  private static final List<SessionWorld> ALL = all();

  private final List<BlockHeader> headers = new ArrayList<>();
  private final TreeMap<BlockHash, Integer> places = new TreeMap<>();
  private final TreeMap<BlockHash, Block> blocks = new TreeMap<>();
  private final TreeMap<TransactionId, Transaction> transactions = new TreeMap<>();

  private SessionWorld() {}

  private static List<SessionWorld> all() {
    List<Block> base = SessionMaterial.BASE;
    List<Block> shared = base.subList(0, base.size() - 5);
    return List.of(
        ofBlocks(base, SessionMaterial.NEXT),
        ofBlocks(shared, SessionMaterial.FORK),
        ofHeaders(SessionMaterial.LIGHT),
        ofHeaders(SessionMaterial.HEAVY),
        ofBlocks(base, SessionMaterial.WRONG.subList(0, 2)),
        new SessionWorld());
  }

  /** One of them, by any number. */
  static SessionWorld of(int number) {
    return ALL.get(number % ALL.size());
  }

  /** What the node itself has at the beginning. */
  static SessionWorld base() {
    return ofBlocks(SessionMaterial.BASE, List.of());
  }

  private static SessionWorld ofHeaders(List<BlockHeader> headers) {
    SessionWorld world = new SessionWorld();
    headers.forEach(world::add);
    return world;
  }

  private static SessionWorld ofBlocks(List<Block> first, List<Block> then) {
    SessionWorld world = new SessionWorld();
    Stream.concat(first.stream(), then.stream()).forEach(world::add);
    SessionMaterial.TRANSACTIONS.forEach(one -> world.transactions.put(one.id(), one));
    return world;
  }

  private void add(BlockHeader header) {
    places.put(header.hash(), headers.size());
    headers.add(header);
  }

  void add(Block block) {
    add(block.header());
    blocks.put(block.hash(), block);
  }

  boolean has(BlockHash hash) {
    return places.containsKey(hash);
  }

  /** What this peer says to what it was asked; nothing to what is no question. */
  List<Message> answer(Message asked) {
    if (asked instanceof Ping ping) {
      return List.of(new Pong(ping.nonce()));
    } else if (asked instanceof GetHeaders question) {
      return List.of(headers(question));
    } else if (asked instanceof GetBlocks question) {
      return question.hashes().stream().map(this::block).toList();
    } else if (asked instanceof GetBlockTransactions question) {
      return transactions(question).stream().toList();
    } else if (asked instanceof GetTransactions question) {
      return List.of(transactions(question));
    } else if (asked instanceof GetAddresses) {
      return List.of(addresses());
    }
    return List.of();
  }

  private Message headers(GetHeaders question) {
    int from =
        question.locator().stream()
            .filter(places::containsKey)
            .findFirst()
            .map(hash -> places.get(hash) + 1)
            .orElse(0);
    int to = Math.min(headers.size(), from + Headers.HEADERS_MAX);
    return new Headers(question.request(), headers.subList(from, to));
  }

  private Message block(BlockHash hash) {
    Block block = blocks.get(hash);
    return block == null ? new BlocksNotFound(List.of(hash)) : new FullBlock(block);
  }

  private Optional<Message> transactions(GetBlockTransactions question) {
    Block block = blocks.get(question.hash());
    return block == null
        ? Optional.empty()
        : Optional.of(
            new BlockTransactions(
                question.hash(),
                question.positions().stream()
                    .map(position -> block.transactions().get(position - 1))
                    .toList()));
  }

  private Message transactions(GetTransactions question) {
    List<Transaction> found = new ArrayList<>();
    List<TransactionId> missing = new ArrayList<>();
    for (TransactionId id : question.ids()) {
      Transaction transaction = transactions.get(id);
      if (transaction == null) {
        missing.add(id);
      } else {
        found.add(transaction);
      }
    }
    return new Transactions(found, missing);
  }

  private static Message addresses() {
    return new Addresses(
        IntStream.range(60, 70)
            .mapToObj(i -> new KnownAddress(TestNodes.node(i), TestNodes.address(i)))
            .toList());
  }
}
