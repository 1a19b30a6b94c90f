package dev.cairn.node.stratum;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.validation.HeaderRules;
import dev.cairn.node.mining.TemplateFeed.Offer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes work of what one network's feed offers, on the feed's thread, and hands in its blocks.
 * Fields that are not final belong to that thread.
 */
final class Supply implements Consumer<Optional<Offer>> {

  private static final Logger LOG = LoggerFactory.getLogger(Supply.class);

  private final Source source;
  private final HeaderRules rules;
  private final UnaryOperator<CompletionStage<BlockResult>> comingBack;
  private final BiConsumer<Supply, Optional<Work>> receiver;
  private @Nullable Round round;

  /**
   * @param comingBack makes a stage complete on the event loop
   * @param receiver gets the work, on the feed's thread
   */
  Supply(
      Source source,
      UnaryOperator<CompletionStage<BlockResult>> comingBack,
      BiConsumer<Supply, Optional<Work>> receiver) {
    this.source = source;
    this.comingBack = comingBack;
    this.receiver = receiver;
    rules = new HeaderRules(source.network());
  }

  void begin() {
    source.feed().subscribe(this);
  }

  void end() {
    source.feed().unsubscribe(this);
  }

  @Override
  public void accept(Optional<Offer> offer) {
    if (offer.isEmpty()) {
      receiver.accept(this, Optional.empty());
    } else {
      onOffer(offer.get());
    }
  }

  private void onOffer(Offer offer) {
    Tip tip = source.peer().tip();
    if (!offer.template().block().header().previous().equals(tip.hash())) {
      return; // the next one is on its way
    }
    Round current = round;
    if (current == null || offer.isOfNewTip() || !current.parent().hash().equals(tip.hash())) {
      long maxFuture = source.network().maxFutureSeconds();
      current = new Round(tip.header(), rules, maxFuture, this::submit);
      round = current;
    }
    receiver.accept(this, Optional.of(new Work(offer.template(), current)));
  }

  private CompletionStage<BlockResult> submit(Block block) {
    CompletableFuture<Verdict> verdict = source.peer().submit(block);
    return comingBack.apply(verdict.thenApply(known -> judge(block, known)));
  }

  private BlockResult judge(Block block, Verdict verdict) {
    if (!(verdict instanceof Verdict.Accepted)) {
      LOG.warn("the block {} of a miner was not taken: {}", block.hash(), verdict);
      source.feed().discard();
      return BlockResult.REFUSED;
    }
    if (!source.peer().tip().hash().equals(block.hash())) {
      LOG.info("the block {} of a miner came too late", block.hash());
      source.feed().discard();
      return BlockResult.STALE;
    }
    return BlockResult.TIP;
  }
}
