package dev.cairn.core.mempool;

import dev.cairn.core.verdict.Reason;

/**
 * Why a mempool does not take a transaction that breaks no rule of the chain: beside these, it
 * refuses with the chain's own {@link dev.cairn.core.verdict.Rule}s.
 */
public enum MempoolRule implements Reason {
  TRANSACTION_TOO_LARGE("it fits no block; split it, or record a digest instead"),
  SEQUENCE_USED("that sequence is in the chain already; use the account's next one"),
  SENDER_HAS_TOO_MANY_PENDING("wait until some of the sender's transactions are in the chain"),
  SEQUENCE_GAP_TOO_WIDE("send the sender's missing transactions first"),
  REPLACEMENT_FEE_TOO_LOW(
      "pay at least a tenth more than the one to be replaced, and more per byte"),
  MEMPOOL_FULL(
      "pay more per byte, for the sender's earlier pending transactions too, or try again later");

  private final String hint;

  MempoolRule(String hint) {
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }
}
