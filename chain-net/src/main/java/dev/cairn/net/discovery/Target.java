package dev.cairn.net.discovery;

import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.util.Comparator;
import java.util.Optional;

/**
 * What is dialled.
 *
 * @param expected the only node that is welcome there; empty when any is
 */
record Target(PeerAddress address, Optional<NodeId> expected) implements Comparable<Target> {

  private static final Comparator<Target> ORDER =
      Comparator.comparing(Target::address)
          .thenComparing(Target::expected, Target::compareExpected);

  static Target of(KnownAddress known) {
    return new Target(known.address(), Optional.of(known.node()));
  }

  /** The address with the node that is expected there, if one is. */
  Optional<KnownAddress> known() {
    return expected.map(node -> new KnownAddress(node, address));
  }

  private static int compareExpected(Optional<NodeId> one, Optional<NodeId> other) {
    return one.isPresent() && other.isPresent()
        ? one.get().compareTo(other.get())
        : Boolean.compare(one.isPresent(), other.isPresent());
  }

  @Override
  public int compareTo(Target other) {
    return ORDER.compare(this, other);
  }
}
