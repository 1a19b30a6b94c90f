package dev.cairn.core.chain;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.block.MerkleTree;
import dev.cairn.core.ledger.StateMap;
import dev.cairn.core.ledger.StateOverlay;
import dev.cairn.core.mining.BlockBuilder;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A block in the making: without a word more it is empty, valid, and one second later. */
public final class DraftBlock {
  private final ChainFixture fixture;
  private final Tip parent;
  private final List<Transaction> transactions = new ArrayList<>();
  private final List<Transaction> forced = new ArrayList<>();
  private UnaryOperator<Coinbase> coinbaseChange = coinbase -> coinbase;
  private Timestamp time;
  private PublicKey recipient = ChainFixture.key(ChainFixture.KEYS);
  private Bytes message = Bytes.EMPTY;

  DraftBlock(ChainFixture fixture, Tip parent) {
    this.fixture = fixture;
    this.parent = parent;
    this.time = parent.header().time().plusSeconds(1);
  }

  /** Adds transactions, which must be valid here. */
  public DraftBlock with(Transaction... more) {
    transactions.addAll(List.of(more));
    return this;
  }

  /** Adds transactions after all others, valid or not; their fees count. */
  public DraftBlock withUnchecked(Transaction... more) {
    forced.addAll(List.of(more));
    return this;
  }

  /** Changes the coinbase, whatever it makes of the block. */
  public DraftBlock withCoinbase(UnaryOperator<Coinbase> change) {
    coinbaseChange = change;
    return this;
  }

  /** Gives the block a time; one before the parent's makes it the parent's. */
  public DraftBlock at(Timestamp another) {
    time = another;
    return this;
  }

  /** Gives the block a time so long after its parent's. */
  public DraftBlock secondsAfterParent(long seconds) {
    return at(parent.header().time().plusSeconds(seconds));
  }

  /** Says who gets the reward; the first key without a balance when nothing is said. */
  public DraftBlock to(PublicKey another) {
    recipient = another;
    return this;
  }

  /** Gives the coinbase a message. */
  public DraftBlock message(Bytes another) {
    message = another;
    return this;
  }

  /** Finds a nonce, and remembers the block so that others can be built on it. */
  public Block mine() {
    BlockBuilder builder =
        new BlockBuilder(
            fixture.parameters(), fixture.headerRules(), fixture.transactionRules(), parent, time);
    for (Transaction transaction : transactions) {
      builder
          .add(transaction)
          .ifPresent(
              why -> {
                throw new IllegalArgumentException(transaction + ": " + why);
              });
    }
    Block valid = builder.build(recipient, fixture.nextExtraNonce(), message).block();
    List<Transaction> all = new ArrayList<>(valid.transactions());
    all.addAll(forced);
    long fees = forced.stream().mapToLong(transaction -> transaction.fee().units()).sum();
    Coinbase coinbase = withReward(valid.coinbase(), fees);
    Block block = sealed(valid.header(), coinbaseChange.apply(coinbase), all);
    fixture.remember(after(block));
    return block;
  }

  private Tip after(Block block) {
    ChainedHeader chained =
        fixture.headerRules().checkInContext(block.header(), parent.header()).value();
    StateMap before = (StateMap) parent.state();
    StateOverlay overlay = new StateOverlay(before);
    boolean valid = fixture.blockRules().apply(block, chained.height(), overlay).isEmpty();
    return new Tip(chained, valid ? before.with(overlay.changes()) : before);
  }

  private static Coinbase withReward(Coinbase old, long more) {
    return new Coinbase(
        old.height(),
        old.extraNonce(),
        old.recipient(),
        old.reward().plus(new Amount(more)),
        old.stateRoot(),
        old.message());
  }

  /** A block with the right Merkle root and proof of work, and this header's other fields. */
  public static Block sealed(BlockHeader like, Coinbase coinbase, List<Transaction> transactions) {
    Block unsealed = new Block(like, coinbase, transactions);
    MerkleRoot root = MerkleTree.of(unsealed.transactionIds()).root();
    BlockHeader header =
        new BlockHeader(like.version(), like.previous(), root, like.time(), like.bits(), 0);
    return new Block(ChainFixture.mined(header), coinbase, transactions);
  }
}
