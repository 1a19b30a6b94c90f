package dev.cairn.net.message;

/** Whether the sender wants new blocks as {@link CompactBlock}. */
public record WantCompactBlocks(boolean wanted) implements Message {

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onWantCompactBlocks(from, this);
  }
}
