package dev.cairn.core.chain;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;

/** What the chain concludes about a header or block that it was given. Returned, never thrown. */
public sealed interface Verdict {

  /** It is right as far as it could be judged, and kept. */
  record Accepted(Placement placement) implements Verdict {}

  /** No verdict yet, and nothing is held against anyone. */
  record Deferred(Deferral why) implements Verdict {}

  /**
   * It is wrong.
   *
   * @param blame whether that tells against the header for ever, or only against whoever sent this
   *     body: another one may be right. An application may give any code as its reason, so that the
   *     code alone does not say it
   */
  record Rejected(Rejection why, Rule.Blame blame) implements Verdict {}

  /** Where an accepted header or block is. */
  enum Placement {
    /** It was there before; nothing has changed. */
    KNOWN,
    /** The header is in the tree and its body is wanted. */
    HEADER_ONLY,
    /** The body is kept until the bodies of all its ancestors are there. */
    WAITING_FOR_ANCESTOR,
    /** Complete, on a branch that is not the active one. */
    SIDE_BRANCH,
    /** Applied: part of the active chain. */
    ACTIVE
  }

  /** Why there is no verdict. */
  sealed interface Deferral {}

  /** Nobody has shown its parent yet. It waits for it, as far as there is room. */
  record MissingParent(BlockHash parent) implements Deferral {}

  /** It is too far ahead of the local clock. It waits until then, as far as there is room. */
  record TooEarly(Timestamp until) implements Deferral {}

  /** A limit of this node does not let it in; see {@link LocalLimit}. */
  record LimitReached(LocalLimit limit) implements Deferral {}

  /**
   * An application threw an exception at this block (APPLICATION_FAULT). If it could have become
   * the tip, the chain stands still before it until the program is mended and started anew: see
   * {@link Chain#halted}. If not, it is as if the body had not come.
   */
  record Halted(BlockHash before, String detail) implements Deferral {}

  static Verdict accepted(Placement placement) {
    return new Accepted(placement);
  }

  static Verdict deferred(Deferral why) {
    return new Deferred(why);
  }

  /** The header is wrong, or its one true body. */
  static Verdict rejected(Rejection why) {
    return new Rejected(why, Rule.Blame.HEADER);
  }

  /** The body is not the header's. */
  static Verdict rejectedBody(Rejection why) {
    return new Rejected(why, Rule.Blame.SENDER);
  }
}
