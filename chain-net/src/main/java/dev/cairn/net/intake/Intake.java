package dev.cairn.net.intake;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.session.Peer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The way of headers, blocks and transactions into chain and mempool. Whoever sent something wrong
 * is charged here, once, so that callers only look at the verdict. Confined to the engine loop.
 */
public interface Intake {

  /** Judges a header at once. */
  Verdict header(BlockHeader header, Optional<Peer> from);

  /**
   * Judges a block: by itself on a worker, then on the chain, in the order of submission.
   *
   * @param from who sent it; empty when it is this program's own
   * @param done gets the verdict on the engine loop, later; also when the peer is gone by then
   */
  void block(Block block, Optional<Peer> from, Consumer<Verdict> done);

  /**
   * Judges a transaction: by itself on a worker, then by the mempool, in the order of submission.
   */
  void transaction(
      Transaction transaction, Optional<Peer> from, Consumer<Checked<TransactionId>> done);
}
