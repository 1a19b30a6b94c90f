package dev.cairn.core.reference;

/**
 * One way to break a block, or to bring it to a limit that it may just reach.
 *
 * @param verdict what a block must get that is valid but for this, when its parent is the tip
 * @param step changes a valid draft
 */
record BlockMutation(String verdict, Step step) {

  /** Changes a draft; false when the network or the draft does not allow it. */
  interface Step {
    boolean apply(BlockDraft draft, DraftMaker maker, long now);
  }
}
