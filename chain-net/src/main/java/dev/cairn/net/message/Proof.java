package dev.cairn.net.message;

import dev.cairn.core.value.Bytes;

/**
 * Shows that the sender knows the secret of the network.
 *
 * @param mac 32 bytes
 */
public record Proof(Bytes mac) implements Message {

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onProof(from, this);
  }
}
