package dev.cairn.net.message;

import dev.cairn.net.peer.KnownAddress;
import java.util.List;

/** The one answer to a {@link GetAddresses}. */
public record Addresses(List<KnownAddress> addresses) implements Message {

  /** The most that one message may have. */
  public static final int ADDRESSES_MAX = 64;

  public Addresses {
    addresses = List.copyOf(addresses);
  }

  @Override
  public <P> void deliverTo(MessageHandler<P> handler, P from) {
    handler.onAddresses(from, this);
  }
}
