package dev.cairn.net.message;

import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.NetworkId;

/**
 * The first message of each side of a link.
 *
 * @param protocolMin the lowest protocol version that the sender speaks
 * @param protocolMax the highest
 * @param nonce 32 bytes drawn anew for each link
 * @param rulesId 8 bytes: the active rules
 * @param nextRulesId empty, or 8 bytes: the rules that will be active next
 */
public record Hello(
    int protocolMin,
    int protocolMax,
    NetworkId networkId,
    Bytes nonce,
    Bytes rulesId,
    Bytes nextRulesId)
    implements Message {

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onHello(from, this);
  }
}
