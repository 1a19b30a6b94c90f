package dev.cairn.core.mining;

import dev.cairn.core.verdict.Reason;

/** Why a transaction that breaks no rule does not go into a block that is being built. */
public enum TemplateLimit implements Reason {
  BLOCK_FULL("leave it for a later block");

  private final String hint;

  TemplateLimit(String hint) {
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }
}
