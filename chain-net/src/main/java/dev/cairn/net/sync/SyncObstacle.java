package dev.cairn.net.sync;

import dev.cairn.core.verdict.Reason;

/** Why the sync does not go on, or cannot follow some peer. The codes are stable. */
public enum SyncObstacle implements Reason {
  NO_PEERS("no node of this network is connected: see the list of peers and dials"),
  APPLICATION_FAULT("an application failed at a block: mend the program and start it again"),
  HEADERS_NOT_ANSWERED("no peer answers for headers; others are asked as they come"),
  BODIES_NOT_DELIVERED("no peer delivers the next block; others are asked as they come"),
  HEADERS_TOO_EARLY("blocks are ahead of the local clock: compare the clocks of both machines"),
  HEADER_TREE_FULL("there are too many headers without bodies; it goes on as bodies come"),
  SIDE_BODIES_FULL("there are too many bodies off the active chain; it goes on as the chain moves"),
  FORK_TOO_DEEP(
      "a peer's better chain leaves ours below what can be undone: start the node with an empty"
          + " store to follow it");

  private final String hint;

  SyncObstacle(String hint) {
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }
}
