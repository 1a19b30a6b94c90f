package dev.cairn.net.message;

/** Asks for addresses of other peers. */
public record GetAddresses() implements Message {

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onGetAddresses(from, this);
  }
}
