package dev.cairn.node.stratum;

import dev.cairn.core.value.PublicKey;
import dev.cairn.core.verdict.Checked;
import java.util.Locale;
import java.util.Optional;

/**
 * The name that a worker gives: {@code ADDRESS[.worker]}, or anything else.
 *
 * @param recipient who gets the rewards; the node's own key when empty
 */
record WorkerName(String text, Optional<PublicKey> recipient) {

  private static final String ADDRESS_START = PublicKey.ADDRESS_PREFIX + "1";

  /** Reads a name; refuses what is meant as an address and is none, with the reason. */
  static Checked<WorkerName> parse(String text) {
    int dot = text.indexOf('.');
    String head = dot < 0 ? text : text.substring(0, dot);
    return head.toLowerCase(Locale.ROOT).startsWith(ADDRESS_START)
        ? PublicKey.parseAddress(head).map(key -> new WorkerName(text, Optional.of(key)))
        : Checked.passed(new WorkerName(text, Optional.empty()));
  }
}
