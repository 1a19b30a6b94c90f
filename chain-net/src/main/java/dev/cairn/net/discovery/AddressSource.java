package dev.cairn.net.discovery;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.util.Optional;

/**
 * How an address came into the peer book.
 *
 * @param teller the peer that told it, when a peer did
 * @param group sources of one group share their places in the book: identities cost nothing, so all
 *     that speak from one address prefix are one
 */
public record AddressSource(Kind kind, Optional<NodeId> teller, Bytes group) {

  /** The ways into the book. */
  public enum Kind {
    /** Said by the user. */
    CONFIGURED(1),
    /** Seen by the discovery on the LAN. */
    DISCOVERED(2),
    /** Told by a peer, of itself or of others. */
    TOLD(3);

    private final byte tag;

    Kind(int tag) {
      this.tag = (byte) tag;
    }
  }

  /** Said by the user. */
  public static AddressSource configured() {
    return withoutTeller(Kind.CONFIGURED);
  }

  /** Seen by the discovery on the LAN, whose answers anyone there can forge: all is one group. */
  public static AddressSource discovered() {
    return withoutTeller(Kind.DISCOVERED);
  }

  private static AddressSource withoutTeller(Kind kind) {
    return new AddressSource(kind, Optional.empty(), Bytes.of(new byte[] {kind.tag}));
  }

  /**
   * Told by a peer.
   *
   * @param from the address of the link to it
   */
  public static AddressSource told(NodeId teller, PeerAddress from) {
    byte[] group = new byte[1 + from.prefix().length()];
    group[0] = Kind.TOLD.tag;
    from.prefix().copyTo(group, 1);
    return new AddressSource(Kind.TOLD, Optional.of(teller), Bytes.of(group));
  }
}
