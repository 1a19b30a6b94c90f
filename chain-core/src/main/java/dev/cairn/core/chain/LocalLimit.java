package dev.cairn.core.chain;

import dev.cairn.core.verdict.Reason;

/**
 * Limits of a node that are no rules of the chain: another node may well take what this one does
 * not.
 */
public enum LocalLimit implements Reason {
  /** It forks off below the blocks that can still be undone. */
  FORK_TOO_DEEP("the node is on another branch for good; start it with an empty store to follow"),
  /** The header tree is full and this header has the least work. */
  HEADER_TREE_FULL("send it again when the chain has moved on"),
  /** There is no room for more bodies off the active chain, and its branch has the least work. */
  SIDE_BODIES_FULL("send it again when the chain has moved on");

  private final String hint;

  LocalLimit(String hint) {
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }
}
