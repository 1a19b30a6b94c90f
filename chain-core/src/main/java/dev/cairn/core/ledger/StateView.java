package dev.cairn.core.ledger;

import dev.cairn.core.value.StateDigest;

/**
 * The state at one height. It never changes, and any thread may read it, as long as it is
 * reachable.
 */
public interface StateView extends StateReader {

  /** The digest of all entries (docs/consensus.md, section 11). */
  StateDigest digest();
}
