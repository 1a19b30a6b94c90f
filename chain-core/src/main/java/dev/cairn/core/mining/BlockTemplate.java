package dev.cairn.core.mining;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.block.MerkleProof;
import dev.cairn.core.block.MerkleTree;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.value.Bytes;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * A block that only lacks its proof of work: what a miner varies is the nonce, the free bits of the
 * version and the extra nonce. Immutable.
 *
 * @param block whose nonce means nothing yet
 * @param coinbaseProof leads from the coinbase to the Merkle root; it stays the same when the
 *     coinbase changes
 */
public record BlockTemplate(Block block, MerkleProof coinbaseProof) {

  /** A template of a block whose Merkle root means nothing yet either. */
  public static BlockTemplate of(Block unrooted) {
    return of(unrooted, unrooted.coinbase(), MerkleTree.proof(unrooted.transactionIds(), 0));
  }

  private static BlockTemplate of(Block block, Coinbase coinbase, MerkleProof coinbaseProof) {
    BlockHeader header = block.header();
    BlockHeader rooted =
        new BlockHeader(
            header.version(),
            header.previous(),
            coinbaseProof.rootWith(coinbase.id()),
            header.time(),
            header.bits(),
            0);
    return new BlockTemplate(new Block(rooted, coinbase, block.transactions()), coinbaseProof);
  }

  /** The same with another extra nonce of 16 bytes: 2^32 other hashes to try. */
  public BlockTemplate withExtraNonce(Bytes extraNonce) {
    return of(block, block.coinbase().withExtraNonce(extraNonce), coinbaseProof);
  }

  /** The same with another version: 2^32 other hashes to try. */
  public BlockTemplate withVersion(int version) {
    return new BlockTemplate(
        new Block(block.header().withVersion(version), block.coinbase(), block.transactions()),
        coinbaseProof);
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
