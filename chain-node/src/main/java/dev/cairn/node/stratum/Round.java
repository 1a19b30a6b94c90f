package dev.cairn.node.stratum;

import dev.cairn.core.block.Block;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.validation.HeaderRules;
import dev.cairn.core.value.Timestamp;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What all work on one tip has in common. Once a block is found, the rest of the round is worth
 * nothing. Confined to one thread.
 */
final class Round {

  private final ChainedHeader parent;
  private final HeaderRules rules;
  private final long maxFutureSeconds;
  private final Function<Block, CompletionStage<BlockResult>> submission;
  private boolean isOver;

  /**
   * @param submission hands a block in and tells, on the thread that this is confined to, what
   *     became of it
   */
  Round(
      ChainedHeader parent,
      HeaderRules rules,
      long maxFutureSeconds,
      Function<Block, CompletionStage<BlockResult>> submission) {
    this.parent = parent;
    this.rules = rules;
    this.maxFutureSeconds = maxFutureSeconds;
    this.submission = submission;
  }

  ChainedHeader parent() {
    return parent;
  }

  HeaderRules rules() {
    return rules;
  }

  /** The latest time that others take now. */
  Timestamp latest(Timestamp now) {
    return now.plusSeconds(maxFutureSeconds);
  }

  /** Whether a block was found that was not refused. */
  boolean isOver() {
    return isOver;
  }

  /** Hands in a block, which ends the round unless it is refused. */
  CompletionStage<BlockResult> submit(Block block) {
    isOver = true;
    return submission
        .apply(block)
        .whenComplete(
            (result, failure) -> isOver = failure == null && result != BlockResult.REFUSED);
  }
}
