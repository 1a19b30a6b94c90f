package dev.cairn.net.session;

import dev.cairn.net.peer.NodeId;
import dev.cairn.net.runtime.Link;

/**
 * Which of two links between the same two nodes stays. Both nodes decide by the same facts: of two
 * initiators the one with the lower id wins; of two links of one initiator the later one.
 *
 * <p>"Later" is the same on both sides because, while one of its links waits for the other side's
 * Introduction, an initiator introduces itself on no other to the same node: so the responder hears
 * the Introductions in the order in which they were said.
 */
public final class Duplicates {

  private Duplicates() {}

  /**
   * Whether a new link takes the place of an open one between the same nodes.
   *
   * @param self this node
   */
  public static boolean replaces(Link fresh, Link open, NodeId self) {
    if (fresh.isOutbound() == open.isOutbound()) {
      return true;
    }
    return (self.compareTo(fresh.remote()) < 0) == fresh.isOutbound();
  }
}
