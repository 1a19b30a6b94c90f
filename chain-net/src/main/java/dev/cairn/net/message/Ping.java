package dev.cairn.net.message;

/** Asks for a {@link Pong} with the same nonce. */
public record Ping(long nonce) implements Message {

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onPing(from, this);
  }
}
