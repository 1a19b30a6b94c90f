package dev.cairn.core.ledger;

import dev.cairn.core.value.Bytes;
import java.util.Optional;

/**
 * What became of one entry.
 *
 * @param before the value before, empty when there was no entry
 * @param after the value now, empty when there is no entry any more
 */
public record StateChange(
    long namespace, Bytes key, Optional<Bytes> before, Optional<Bytes> after) {

  /** The change that takes this one back. */
  public StateChange inverse() {
    return new StateChange(namespace, key, after, before);
  }
}
