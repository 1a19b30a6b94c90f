package dev.cairn.core.mining;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.ledger.StateOverlay;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.validation.HeaderRules;
import dev.cairn.core.validation.TransactionRules;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a block together on a tip: each transaction is judged as it would be in the block, so that
 * what is built is valid. Confined to one thread; it works on the tip that it was made for, even
 * when the chain has moved on.
 */
public final class BlockBuilder {

  private final NetworkParameters network;
  private final HeaderRules headerRules;
  private final TransactionRules transactionRules;
  private final Tip tip;
  private final Height height;
  private final Timestamp time;
  private final StateOverlay state;
  private final List<Transaction> transactions = new ArrayList<>();
  private Amount fees = Amount.ZERO;
  private long bytesMax;
  private long bytes = BlockHeader.BYTES + Coinbase.BYTES_MIN + Coinbase.MESSAGE_BYTES_MAX;

  /**
   * A block on the active chain's tip.
   *
   * @param now the local clock; the block gets the tip's time when that is later
   */
  public static BlockBuilder onTip(Chain chain, Timestamp now) {
    return new BlockBuilder(
        chain.network(), chain.headerRules(), chain.transactionRules(), chain.tip(), now);
  }

  /** A block on any tip, as {@link #onTip}. */
  public BlockBuilder(
      NetworkParameters network,
      HeaderRules headerRules,
      TransactionRules transactionRules,
      Tip tip,
      Timestamp now) {
    this.network = network;
    this.headerRules = headerRules;
    this.transactionRules = transactionRules;
    this.tip = tip;
    height = tip.height().next();
    time = now.max(tip.header().time());
    state = new StateOverlay(tip.state());
    bytesMax = network.blockBytes();
  }

  /**
   * Lets the block have at most so many bytes, for one that is needed soon.
   *
   * @param most more than the network's limit means that limit
   */
  public void limitTo(long most) {
    bytesMax = Math.min(most, network.blockBytes());
  }

  /** The block that this one comes after. */
  public BlockHash parent() {
    return tip.hash();
  }

  /**
   * Adds a transaction after those that are in already, or says why it cannot come here; then
   * nothing has changed.
   *
   * @throws dev.cairn.core.validation.ApplicationFault when an application failed; then too nothing
   *     has changed
   */
  public Optional<Rejection> add(Transaction transaction) {
    long bytesWith = bytes + transaction.size();
    long limit = bytesMax - ByteWriter.varintSize(transactions.size() + 2L);
    if (bytesWith > limit) {
      return Optional.of(
          Rejection.of(
              TemplateLimit.BLOCK_FULL,
              transaction.size() + " bytes",
              "at most " + (limit - bytes) + " bytes"));
    }
    StateOverlay attempt = new StateOverlay(state);
    Optional<Rejection> refusal =
        transactionRules
            .checkInIsolation(transaction)
            .or(() -> transactionRules.apply(transaction, attempt, height, time));
    if (refusal.isEmpty()) {
      state.apply(attempt.changes());
      transactions.add(transaction);
      fees = fees.plus(transaction.fee());
      bytes = bytesWith;
    }
    return refusal;
  }

  /** The block with everything but its proof of work, its extra nonce and message empty. */
  public BlockTemplate build(PublicKey recipient) {
    return build(recipient, Bytes.of(new byte[Coinbase.EXTRA_NONCE_BYTES]), Bytes.EMPTY);
  }

  /**
   * The block with everything but its proof of work.
   *
   * @param recipient gets subsidy and fees
   * @param extraNonce 16 bytes; miners that share a recipient must differ in it
   * @param message at most 64 bytes
   */
  public BlockTemplate build(PublicKey recipient, Bytes extraNonce, Bytes message) {
    Coinbase coinbase =
        new Coinbase(
            height.value(),
            extraNonce,
            recipient,
            network.subsidyAt(height).plus(fees),
            Sha256Digest.ZERO,
            message);
    BlockHeader header =
        new BlockHeader(
            BlockHeader.VERSION,
            tip.hash(),
            MerkleRoot.ZERO,
            time,
            headerRules.bitsAfter(tip.header(), time),
            0);
    return BlockTemplate.of(new Block(header, coinbase, transactions));
  }
}
