package dev.cairn.core.reference;

/** The first broken rule, thrown from wherever it is found: the reference has no other errors. */
final class ReferenceRefusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String reason;

  ReferenceRefusal(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }

  /** Throws with this reason when the rule is broken. */
  static void when(boolean broken, String reason) {
    if (broken) {
      throw new ReferenceRefusal(reason);
    }
  }
}
