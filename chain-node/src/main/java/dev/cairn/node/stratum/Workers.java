package dev.cairn.node.stratum;

import dev.cairn.core.value.PublicKey;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The workers of one connection, who all mine for the same recipient: a proxy may have several. */
final class Workers {

  static final int MOST = 16;

  private static final int NAME_LENGTH_MAX = 128;

  private final Map<String, WorkerName> names = new LinkedHashMap<>();
  private Optional<WorkerName> first = Optional.empty();

  /** Takes a worker, again if it likes; or says why not. */
  Optional<StratumError> authorize(String text) {
    Checked<WorkerName> parsed = WorkerName.parse(text);
    Optional<StratumError> fault =
        parsed.rejection().map(Workers::noAddress).or(() -> check(parsed.value()));
    if (fault.isEmpty()) {
      names.put(text, parsed.value());
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
    } else if (names.size() >= MOST && !names.containsKey(name.text())) {
      return Optional.of(unauthorized("at most " + MOST + " workers on one connection"));
    } else if (first.isPresent() && !first.get().recipient().equals(name.recipient())) {
      return Optional.of(unauthorized("another address needs another connection"));
    }
    return Optional.empty();
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  boolean contains(String name) {
    return names.containsKey(name);
  }

  /** Who gets the rewards; empty for the node's own key. */
  Optional<PublicKey> recipient() {
    return first.flatMap(WorkerName::recipient);
  }

  /** The name of the first one, as it was given. */
  String name() {
    return first.map(WorkerName::text).orElse("");
  }
}
