package dev.cairn.net.engine;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.chain.ChainStore;
import dev.cairn.core.chain.ChainUpdate;
import dev.cairn.core.chain.ForwardingStore;
import dev.cairn.core.chain.InMemoryChainStore;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.validation.HeaderRules;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.Timestamp;
import dev.cairn.net.message.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the peers of a {@link FuzzedSession} talk about. Made once, and the same each time. */
final class SessionMaterial {

  /** Blocks at one time get harder, those every 10 s stay as they are. */
  static final ChainFixture FIXTURE =
      new ChainFixture(ChainFixture.networkWithDifficulty().build(), Applications.standard());

  private static final int HARDENING = 60;
  private static final int PACE_SECONDS = 10;

  /** The chain that the node has at the beginning: long enough to doubt lighter ones. */
  static final List<Block> BASE = base();

  /** Goes on where the node is. All but the first have transactions. */
  static final List<Block> NEXT = next(BASE.get(BASE.size() - 1).hash(), 0, 8);

  /** Leaves the node's chain five blocks before its end, and goes farther. */
  static final List<Block> FORK = next(BASE.get(BASE.size() - 6).hash(), 4, 9);

  /** Blocks that are wrong, each in its own way. */
  static final List<Block> WRONG = wrong();

  /** Blocks to send and to ask for. */
  static final List<Block> BLOCKS =
      Stream.of(NEXT, FORK, WRONG, BASE.subList(BASE.size() - 6, BASE.size()))
          .flatMap(List::stream)
          .toList();

  /** Transactions of the blocks, and others: double spends, gaps, without cover, badly signed. */
  static final List<Transaction> TRANSACTIONS = transactions();

  /** More than an answer can have, from the genesis, with less work than the node's chain. */
  static final List<BlockHeader> LIGHT = light();

  /** Begins as lightly, and has more work than the node's chain in the end. */
  static final List<BlockHeader> HEAVY = heavy();

  private static final List<ChainUpdate> UPDATES = updates();

  private SessionMaterial() {}

  /** A store with the node's chain, which nobody has to check again. */
  static ChainStore store() {
    InMemoryChainStore store = new InMemoryChainStore();
    UPDATES.forEach(store::commit);
    return store;
  }

  private static List<ChainUpdate> updates() {
    List<ChainUpdate> updates = new ArrayList<>();
    ChainStore recorded =
        new ForwardingStore() {
          @Override
          public void commit(ChainUpdate update) {
            updates.add(update);
            super.commit(update);
          }
        };
    Chain chain = FIXTURE.chain(recorded, ChainLimits.DEFAULT);
    ChainFixture.submit(chain, BASE);
    return updates;
  }

  private static List<Block> base() {
    List<Block> blocks = new ArrayList<>();
    BlockHash tip = FIXTURE.genesis();
    for (int i = 0; i < HARDENING + 150; i++) {
      Block block = FIXTURE.on(tip).secondsAfterParent(i < HARDENING ? 0 : PACE_SECONDS).mine();
      blocks.add(block);
      tip = block.hash();
    }
    return blocks;
  }

  private static List<Block> next(BlockHash parent, int sender, int count) {
    List<Block> blocks = new ArrayList<>();
    BlockHash tip = parent;
    int[] sequences = new int[2];
    for (int i = 0; i < count; i++) {
      var draft = FIXTURE.on(tip).secondsAfterParent(PACE_SECONDS);
      for (int j = 0; j < i; j++) {
        draft.with(FIXTURE.transfer(sender + j % 2, 6, 10, sequences[j % 2]++, 5));
      }
      blocks.add(draft.mine());
      tip = blocks.get(i).hash();
    }
    return blocks;
  }

  private static List<Block> wrong() {
    BlockHash tip = BASE.get(BASE.size() - 1).hash();
    Transaction unfunded = FIXTURE.transfer(7, 0, ChainFixture.BALANCE, 0, 1);
    Block overspent = FIXTURE.on(tip).withUnchecked(unfunded).mine();
    Block rewarded = FIXTURE.on(tip).withCoinbase(SessionMaterial::withTooMuch).mine();
    Block valid = NEXT.get(3);
    Block light = new Block(valid.header().withNonce(-1), valid.coinbase(), valid.transactions());
    Block emptied = new Block(valid.header(), valid.coinbase(), List.of());
    Block early = FIXTURE.on(tip).at(TestEngine.NOW.plusSeconds(3600)).mine();
    Block late = FIXTURE.on(tip).at(TestEngine.NOW.plusSeconds(45)).mine();
    return List.of(
        overspent,
        FIXTURE.mine(overspent.hash()),
        rewarded,
        light,
        emptied,
        early,
        late,
        FIXTURE.mine(late.hash()));
  }

  private static Coinbase withTooMuch(Coinbase coinbase) {
    return new Coinbase(
        coinbase.height(),
        coinbase.extraNonce(),
        coinbase.recipient(),
        coinbase.reward().plus(new Amount(1)),
        coinbase.stateRoot(),
        coinbase.message());
  }

  private static List<Transaction> transactions() {
    List<Transaction> all = new ArrayList<>();
    NEXT.forEach(block -> all.addAll(block.transactions()));
    FORK.forEach(block -> all.addAll(block.transactions()));
    for (int i = 0; i < 4; i++) {
      all.add(FIXTURE.transfer(0, 6, 20 + i, i, 50)); // instead of one of a block
      all.add(FIXTURE.transfer(2, 6, 30, i * 9L, 7)); // with and without a gap
      all.add(FIXTURE.transfer(7, 6, ChainFixture.BALANCE, i, 7)); // cannot be paid
    }
    byte[] badlySigned = all.get(0).encode().toArray();
    badlySigned[badlySigned.length - 1] ^= 1;
    all.add(Transaction.decode(Bytes.of(badlySigned)).value());
    return all;
  }

  /** Headers of a chain without bodies, with real work. */
  private static List<BlockHeader> forge(ChainedHeader start, int count, int seconds, long branch) {
    HeaderRules rules = new HeaderRules(FIXTURE.parameters());
    List<BlockHeader> headers = new ArrayList<>();
    ChainedHeader last = start;
    for (int i = 0; i < count; i++) {
      Timestamp time = last.time().plusSeconds(seconds);
      byte[] root = Sha256.hash(new ByteWriter().u64(branch).u64(i).toArray());
      BlockHeader header =
          ChainFixture.mined(
              new BlockHeader(
                  BlockHeader.VERSION,
                  last.hash(),
                  MerkleRoot.of(root),
                  time,
                  rules.bitsAfter(last, time),
                  0));
      headers.add(header);
      last = rules.checkInContext(header, last).value();
    }
    return headers;
  }

  private static List<BlockHeader> light() {
    ChainedHeader genesis = ChainedHeader.genesis(FIXTURE.parameters());
    return forge(genesis, 2 * Headers.HEADERS_MAX + 50, PACE_SECONDS, 1);
  }

  private static List<BlockHeader> heavy() {
    ChainedHeader genesis = ChainedHeader.genesis(FIXTURE.parameters());
    List<BlockHeader> all = new ArrayList<>(forge(genesis, Headers.HEADERS_MAX, PACE_SECONDS, 2));
    HeaderRules rules = new HeaderRules(FIXTURE.parameters());
    ChainedHeader last = genesis;
    for (BlockHeader header : all) {
      last = rules.checkInContext(header, last).value();
    }
    all.addAll(forge(last, 105, 0, 3));
    return all;
  }
}
