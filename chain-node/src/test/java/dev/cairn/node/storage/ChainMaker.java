package dev.cairn.node.storage;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.block.MerkleTree;
import dev.cairn.core.chain.ChainUpdate;
import dev.cairn.core.chain.Condemnation;
import dev.cairn.core.chain.StoredHeader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.ledger.StateChange;
import dev.cairn.core.ledger.StateChanges;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.Work;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Blocks for a store, which judges nothing: no miner found them. The same seed, the same blocks.
 */
final class ChainMaker {

  static final NetworkParameters NETWORK = NetworkParameters.dev();

  static final ChainedHeader GENESIS = ChainedHeader.genesis(NETWORK);

  /** The namespace that blocks count in. */
  static final long COUNTED = 7;

  private final Random random;
  private final List<KeyPair> keys = new ArrayList<>();
  private final List<Bytes> documents = new ArrayList<>();
  private long sequence;

  /** A block in its place. */
  record Made(ChainedHeader chained, Block block) {

    long height() {
      return chained.height().value();
    }

    /** What the block does to the state: it writes its height under a key that it shares. */
    StateChanges changes() {
      return new StateChanges(List.of(set(key()), set(Bytes.of((byte) 0xff))));
    }

    private Bytes key() {
      return new ByteWriter().u64(height()).toBytes();
    }

    private StateChange set(Bytes key) {
      boolean shared = key.length() == 1;
      Optional<Bytes> before =
          shared && height() > 1
              ? Optional.of(new ByteWriter().u64(height() - 1).toBytes())
              : Optional.empty();
      return new StateChange(COUNTED, key, before, Optional.of(key()));
    }
  }

  ChainMaker(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 5; i++) {
      byte[] bytes = new byte[KeyPair.SEED_LENGTH];
      random.nextBytes(bytes);
      keys.add(KeyPair.fromSeed(bytes));
      documents.add(Bytes.of(bytes));
    }
  }

  List<PublicKey> accounts() {
    return keys.stream().map(KeyPair::publicKey).toList();
  }

  List<Sha256Digest> documents() {
    return documents.stream().map(bytes -> DocumentRecord.ofDocument(bytes).digest()).toList();
  }

  /** A child with so many transactions of any kind. */
  Made child(ChainedHeader parent, int transactions) {
    List<Transaction> others = new ArrayList<>();
    for (int i = 0; i < transactions; i++) {
      others.add(transaction());
    }
    return child(parent, others);
  }

  Made child(ChainedHeader parent, List<Transaction> transactions) {
    Coinbase coinbase =
        new Coinbase(
            parent.height().next().value(),
            new ByteWriter().u64(random.nextLong(Long.MAX_VALUE)).u64(0).toBytes(),
            draw(accounts()),
            new Amount(50_000_000),
            Sha256Digest.ZERO,
            Bytes.EMPTY);
    Block draft = new Block(parent.header(), coinbase, transactions);
    BlockHeader header =
        new BlockHeader(
            BlockHeader.VERSION,
            parent.hash(),
            MerkleTree.of(draft.transactionIds()).root(),
            parent.time().plusSeconds(1),
            new CompactBits(0x207fffff),
            0);
    Work work = parent.work().plus(Work.of(BigInteger.TWO));
    ChainedHeader chained =
        new ChainedHeader(
            header, parent.height().next(), work, header.bits(), new CompactBits(0x207ffffe));
    return new Made(chained, new Block(header, coinbase, transactions));
  }

  Transaction transaction() {
    Payload payload =
        switch (random.nextInt(4)) {
          case 0 -> DocumentRecord.ofDocument(draw(documents)).payload();
          case 1 -> DocumentRecord.ofDigest(draw(documents())).payload();
          case 2 -> new Payload(1024, draw(documents));
          default -> new Transfer(draw(accounts()), new Amount(1)).payload();
        };
    return Transaction.sign(draw(keys), NETWORK.id(), sequence++, new Amount(1), payload);
  }

  private <T> T draw(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  static ChainUpdate genesis() {
    return update(
        List.of(new StoredHeader(GENESIS, 0, 0)),
        List.of(),
        List.of(),
        Optional.of(new ChainUpdate.TipChange(List.of(), List.of(GENESIS), StateChanges.NONE)));
  }

  /** Stores a block with its undo data and makes it the tip. */
  static ChainUpdate connect(Made made) {
    return new ChainUpdate(
        List.of(new StoredHeader(made.chained(), made.height(), made.height())),
        List.of(made.block()),
        Map.of(made.chained().hash(), made.changes().inverse()),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.of(new ChainUpdate.TipChange(List.of(), List.of(made.chained()), made.changes())));
  }

  /** Stores these, and moves from one branch to another; the branches begin with the lowest. */
  static ChainUpdate move(List<Made> stored, List<Made> from, List<Made> to) {
    List<ChainedHeader> left = new ArrayList<>(from.stream().map(Made::chained).toList());
    Collections.reverse(left);
    return update(
        stored.stream().map(made -> new StoredHeader(made.chained(), made.height(), 1)).toList(),
        stored.stream().map(Made::block).toList(),
        List.of(),
        Optional.of(
            new ChainUpdate.TipChange(
                left, to.stream().map(Made::chained).toList(), StateChanges.NONE)));
  }

  static ChainUpdate condemn(Condemnation condemnation) {
    return update(List.of(), List.of(), List.of(condemnation), Optional.empty());
  }

  private static ChainUpdate update(
      List<StoredHeader> headers,
      List<Block> blocks,
      List<Condemnation> condemned,
      Optional<ChainUpdate.TipChange> tip) {
    return new ChainUpdate(
        headers, blocks, Map.of(), List.of(), List.of(), condemned, List.of(), tip);
  }
}
