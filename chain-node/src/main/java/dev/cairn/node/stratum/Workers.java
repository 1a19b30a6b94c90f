package dev.cairn.node.stratum;

import dev.cairn.core.value.PublicKey;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The workers of one connection, who all mine for the same recipient: a proxy may have several.
 * Each has a tally of its own. Confined to one thread.
 */
final class Workers {

  static final int MOST = 16;

  private static final int NAME_LENGTH_MAX = 128;

  private final Totals totals;
  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private Optional<WorkerName> first = Optional.empty();

  /**
   * @param totals to which all tallies are added
   */
  Workers(Totals totals) {
    this.totals = totals;
  }

  /** Takes a worker, again if it likes; or says why not. */
  Optional<StratumError> authorize(String text, Moment now) {
    Checked<WorkerName> parsed = WorkerName.parse(text);
    Optional<StratumError> fault =
        parsed.rejection().map(Workers::noAddress).or(() -> check(parsed.value()));
    if (fault.isEmpty()) {
      tallies.computeIfAbsent(text, any -> new Tally(totals, now.millis()));
      first = first.or(() -> Optional.of(parsed.value()));
    }
    return fault;
  }

  private static StratumError noAddress(Rejection why) {
    return unauthorized("the worker's name is no address: " + why + "; " + why.reason().hint());
  }

  private static StratumError unauthorized(String text) {
    return new StratumError(ErrorCode.UNAUTHORIZED, text);
  }

  private Optional<StratumError> check(WorkerName name) {
    if (name.text().length() > NAME_LENGTH_MAX) {
      return Optional.of(
          unauthorized("the worker's name has more than " + NAME_LENGTH_MAX + " characters"));
    } else if (tallies.size() >= MOST && !tallies.containsKey(name.text())) {
      return Optional.of(unauthorized("at most " + MOST + " workers on one connection"));
    } else if (first.isPresent() && !first.get().recipient().equals(name.recipient())) {
      return Optional.of(unauthorized("another address needs another connection"));
    }
    return Optional.empty();
  }

  boolean isEmpty() {
    return tallies.isEmpty();
  }

  int count() {
    return tallies.size();
  }

  /** Of the worker with this name; empty when there is none. */
  Optional<Tally> tally(String name) {
    return Optional.ofNullable(tallies.get(name));
  }

  /** By the names as they were given, the first one first. */
  Map<String, Tally> tallies() {
    return Collections.unmodifiableMap(tallies);
  }

  /** Who gets the rewards; empty for the node's own key. */
  Optional<PublicKey> recipient() {
    return first.flatMap(WorkerName::recipient);
  }
}
