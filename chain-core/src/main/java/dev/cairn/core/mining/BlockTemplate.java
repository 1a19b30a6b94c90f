package dev.cairn.core.mining;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.block.MerkleTree;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * A block that only lacks its proof of work: what a miner varies is the nonce, and, when all nonces
 * were tried, the extra nonce. Immutable.
 *
 * @param block whose nonce means nothing yet
 */
public record BlockTemplate(Block block) {

  static BlockTemplate of(BlockHeader header, Coinbase coinbase, List<Transaction> transactions) {
    Block unrooted = new Block(header, coinbase, transactions);
    BlockHeader rooted =
        new BlockHeader(
            header.version(),
            header.previous(),
            MerkleTree.of(unrooted.transactionIds()).root(),
            header.time(),
            header.bits(),
            0);
    return new BlockTemplate(new Block(rooted, coinbase, transactions));
  }

  /** The same with another extra nonce of 16 bytes: 2^32 other hashes to try. */
  public BlockTemplate withExtraNonce(Bytes extraNonce) {
    return of(block.header(), block.coinbase().withExtraNonce(extraNonce), block.transactions());
  }

  /** The same with its reward to another key. */
  public BlockTemplate withRecipient(PublicKey recipient) {
    return of(block.header(), block.coinbase().withRecipient(recipient), block.transactions());
  }

  /** The block with a nonce that was found, 0 to 2^32 - 1. */
  public Block withNonce(long nonce) {
    if (nonce < 0 || nonce >= MiningKernel.NONCES) {
      throw new IllegalArgumentException("no nonce: " + nonce);
    }
    return new Block(block.header().withNonce((int) nonce), block.coinbase(), block.transactions());
  }

  /**
   * Tries all nonces on the caller's thread.
   *
   * @param interrupted asked again and again; true ends the search
   * @return the block with its proof of work; empty when it was interrupted, or no nonce is good
   */
  public Optional<Block> mine(MiningKernel kernel, BooleanSupplier interrupted) {
    OptionalLong nonce =
        kernel
            .scan(
                block.header().toArray(),
                block.header().bits().target(),
                0,
                MiningKernel.NONCES,
                interrupted)
            .nonce();
    return nonce.isPresent() ? Optional.of(withNonce(nonce.getAsLong())) : Optional.empty();
  }
}
