package dev.cairn.net.message;

/** Asks for the parameters of the network that was said in {@link Hello}. */
public record GetNetwork() implements Message {

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onGetNetwork(from, this);
  }
}
