package dev.cairn.node.mining;

import dev.cairn.core.verdict.Reason;

/** Why a node does not mine. */
public enum MiningObstacle implements Reason {
  MINING_OFF("Start with --mine 1 to mine on one thread."),
  SYNCING("Wait: mining begins when the blocks that the peers have are here."),
  CLOCK_BEHIND("Set the clock: it is so far behind the chain that blocks would be refused."),
  CHAIN_HALTED("Look into the log: an application failed, and the chain stands still.");

  private final String hint;

  MiningObstacle(String hint) {
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }
}
