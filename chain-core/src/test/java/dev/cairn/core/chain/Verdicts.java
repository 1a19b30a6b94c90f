package dev.cairn.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.chain.Verdict.Placement;
import dev.cairn.core.verdict.Rejection;

/** Short forms for what tests expect of a verdict. */
final class Verdicts {

  static final Verdict ACTIVE = Verdict.accepted(Placement.ACTIVE);
  static final Verdict SIDE_BRANCH = Verdict.accepted(Placement.SIDE_BRANCH);
  static final Verdict WAITING_FOR_ANCESTOR = Verdict.accepted(Placement.WAITING_FOR_ANCESTOR);
  static final Verdict HEADER_ONLY = Verdict.accepted(Placement.HEADER_ONLY);
  static final Verdict KNOWN = Verdict.accepted(Placement.KNOWN);

  private Verdicts() {}

  /** The reason's code when it is a refusal, the whole verdict otherwise. */
  static String code(Verdict verdict) {
    return verdict instanceof Verdict.Rejected rejected ? rejected.why().code() : "" + verdict;
  }

  static void assertRejected(Verdict verdict, String code) {
    assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
    assertThat(code(verdict)).isEqualTo(code);
  }

  static void assertRejected(Verdict verdict, Rejection why) {
    assertThat(verdict).isEqualTo(Verdict.rejected(why));
  }

  static Verdict limit(LocalLimit limit) {
    return Verdict.deferred(new Verdict.LimitReached(limit));
  }
}
