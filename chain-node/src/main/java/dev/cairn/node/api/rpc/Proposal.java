package dev.cairn.node.api.rpc;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.ledger.StateOverlay;
import dev.cairn.core.validation.ApplicationFault;
import dev.cairn.core.validation.BlockRules;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.validation.HeaderRules;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.Optional;

/**
 * Judges a block that has no proof of work yet (BIP 23, mode proposal). Changes nothing.
 *
 * @param tip what the block has to come after
 */
public record Proposal(HeaderRules headers, BlockRules blocks, Tip tip) {

  /**
   * What is wrong with the block besides its work, in the words of BIP 22; empty when nothing is.
   *
   * @param now the local clock
   */
  public Optional<String> check(Block block, Timestamp now) {
    if (!block.header().previous().equals(tip.hash())) {
      return Optional.of("inconclusive-not-best-prevblk");
    }
    if (headers.tooEarlyUntil(block.header(), now).isPresent()) {
      return Optional.of("time-too-new");
    }
    try {
      return firstBroken(block).map(broken -> BlockReason.of(broken.reason()));
    } catch (ApplicationFault fault) {
      return Optional.of("rejected");
    }
  }

  private Optional<Rejection> firstBroken(Block block) {
    Optional<Rejection> alone =
        headers
            .checkInIsolation(block.header())
            .filter(broken -> broken.reason() != Rule.WORK_BELOW_TARGET); // the last it looks at
    if (alone.isPresent()) {
      return alone;
    }
    Checked<ChainedHeader> chained = headers.checkInContext(block.header(), tip.header());
    if (!chained.isPassed()) {
      return chained.rejection();
    }
    BlockRules.Isolation body = blocks.checkInIsolation(block);
    return body.rejection()
        .or(() -> blocks.checkInContext(body, chained.value().height()))
        .or(() -> blocks.apply(block, chained.value().height(), new StateOverlay(tip.state())));
  }
}
