package dev.cairn.benchmarks;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.mining.BlockBuilder;
import dev.cairn.core.mining.BlockTemplate;
import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import java.util.List;
import java.util.Optional;

/** Makes blocks on the tip of a chain of its own, one after the other. */
public final class BlockMaker {

  private final Chain chain;
  private final PublicKey recipient;

  /**
   * @param recipient gets the rewards; two makers with different ones make different blocks
   */
  public BlockMaker(Chain chain, PublicKey recipient) {
    this.chain = chain;
    this.recipient = recipient;
  }

  /** The next block, which the chain has then. */
  public Block make(List<Transaction> transactions) {
    BlockBuilder builder =
        BlockBuilder.onTip(chain, chain.tip().header().time().plusSeconds(Economy.SPACING_SECONDS));
    for (Transaction transaction : transactions) {
      builder
          .add(transaction)
          .ifPresent(
              why -> {
                throw new IllegalStateException(why.toString());
              });
    }
    Block block = mined(builder);
    submit(chain, block);
    return block;
  }

  private Block mined(BlockBuilder builder) {
    for (long attempt = 0; ; attempt++) {
      Bytes extraNonce = new ByteWriter().u64(attempt).u64(0).toBytes();
      BlockTemplate template = builder.build(recipient, extraNonce, Bytes.EMPTY);
      Optional<Block> block = template.mine(new DigestKernel(), () -> false);
      if (block.isPresent()) {
        return block.get();
      }
    }
  }

  /** Lets a chain take a block, which it must not refuse. */
  public static Verdict submit(Chain chain, Block block) {
    Verdict verdict = chain.submitBlock(block, Economy.LATER);
    if (!(verdict instanceof Verdict.Accepted)) {
      throw new IllegalStateException(verdict.toString());
    }
    return verdict;
  }
}
