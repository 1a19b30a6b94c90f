package dev.cairn.net.message;

import dev.cairn.core.block.Block;

/** A block that was asked for. */
public record FullBlock(Block block) implements Message {

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onFullBlock(from, this);
  }
}
