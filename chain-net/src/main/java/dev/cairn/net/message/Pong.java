package dev.cairn.net.message;

/** The answer to {@link Ping}. */
public record Pong(long nonce) implements Message {

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onPong(from, this);
  }
}
