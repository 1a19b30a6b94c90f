package dev.cairn.node.config;

import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Reason;
import dev.cairn.core.verdict.Rejection;

/** What ends the reading of settings; it does not leave this package. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Rejection why;

  Refusal(Reason reason, String got, String expected) {
    this(Rejection.of(reason, got, expected));
  }

  private Refusal(Rejection why) {
    super(why.toString(), null, false, false);
    this.why = why;
  }

  Rejection why() {
    return why;
  }

  /** The value of a check, or the refusal of what it was in. */
  static <T> T orRefuse(Checked<T> checked, String part) throws Refusal {
    if (checked.rejection().isPresent()) {
      throw new Refusal(checked.rejection().get().in(part));
    }
    return checked.value();
  }
}
