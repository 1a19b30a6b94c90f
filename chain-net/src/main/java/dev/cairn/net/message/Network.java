package dev.cairn.net.message;

import dev.cairn.core.network.NetworkParameters;

/** The answer to {@link GetNetwork}. */
public record Network(NetworkParameters parameters) implements Message {

  /** The longest canonical bytes that can be sent; larger networks are handed over as a file. */
  public static final int BYTES_MAX = 1 << 20;

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onNetwork(from, this);
  }
}
