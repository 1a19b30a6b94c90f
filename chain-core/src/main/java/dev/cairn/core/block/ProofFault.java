package dev.cairn.core.block;

import dev.cairn.core.verdict.Reason;

/** Why a proof that a block includes a transaction is refused, in the order of the checks. */
public enum ProofFault implements Reason {
  PROOF_TOO_LONG("send at most 32 nodes: no block has more levels"),
  PROOF_INDEX_OUT_OF_RANGE("send the index of the transaction in its block, from 0"),
  PROOF_TRANSACTION_TOO_SHORT("prove the bytes of a whole transaction, not a node of the tree"),
  PROOF_ROOT_MISMATCH("send the path from exactly these bytes to the root in the header"),
  PROOF_INDEX_OF_COPY("send the transaction's own index, not that of a copy that fills a level");

  private final String hint;

  ProofFault(String hint) {
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }
}
