package dev.cairn.core.chain;

import dev.cairn.core.ledger.Account;
import dev.cairn.core.ledger.Accounts;
import dev.cairn.core.ledger.StateView;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.PublicKey;

/**
 * The end of the active chain, with the state after it. Never changes, and any thread may keep it.
 */
public record Tip(ChainedHeader header, StateView state) {

  public BlockHash hash() {
    return header.hash();
  }

  public Height height() {
    return header.height();
  }

  /** The account of a key; empty when nobody has used it. */
  public Account account(PublicKey key) {
    return Accounts.read(state, key);
  }
}
