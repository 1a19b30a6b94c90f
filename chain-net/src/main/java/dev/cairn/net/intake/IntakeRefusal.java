package dev.cairn.net.intake;

import dev.cairn.core.verdict.Reason;

/** Why something was not judged at all. Nobody is to blame for it. */
public enum IntakeRefusal implements Reason {
  APPLICATION_FAULT("an application of this node failed; mend it, and look into its log");

  private final String hint;

  IntakeRefusal(String hint) {
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }
}
