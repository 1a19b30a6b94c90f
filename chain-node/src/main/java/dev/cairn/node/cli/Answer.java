package dev.cairn.node.cli;

import dev.cairn.core.verdict.Checked;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the API answered.
 *
 * @param body the text as it came
 * @param json the same, read
 */
record Answer(int status, String body, Map<String, ?> json, List<?> list) {

  boolean isOk() {
    return status / 100 == 2;
  }

  /** Whether it is no answer to the question, and the same question may get one a little later. */
  boolean isPassing() {
    return status >= 500 || status == 429;
  }

  /** The stable code of a refusal; empty when there is none. */
  String reason() {
    return json.get("reason") instanceof String reason ? reason : "";
  }

  Optional<String> text(String key) {
    return json.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  Optional<Long> number(String key) {
    return json.get(key) instanceof Long number ? Optional.of(number) : Optional.empty();
  }

  /** An object below a key, as an answer of its own. */
  Answer object(String key) throws CommandFailure {
    if (json.get(key) instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked")
      Map<String, ?> object = (Map<String, ?>) map;
      return new Answer(status, body, object, List.of());
    }
    throw lacks(key);
  }

  String neededText(String key) throws CommandFailure {
    return text(key).orElseThrow(() -> lacks(key));
  }

  long neededNumber(String key) throws CommandFailure {
    return number(key).orElseThrow(() -> lacks(key));
  }

  /** A text that has to mean something. */
  <T> T needed(String key, Function<String, Checked<T>> reading) throws CommandFailure {
    Checked<T> read = reading.apply(neededText(key));
    if (!read.isPassed()) {
      throw lacks(key);
    }
    return read.value();
  }

  private CommandFailure lacks(String key) {
    return new CommandFailure(
        ExitCode.UNREACHABLE,
        "ANSWER_NOT_UNDERSTOOD",
        "the answer has no " + key + " that can be read",
        "see that --api names a cairn node of this release");
  }

  /** What a refusal says. */
  CommandFailure failure() {
    return new CommandFailure(
        ExitCode.REFUSED,
        reason().isEmpty() ? "HTTP_" + status : reason(),
        text("detail").orElse("the node answered with status " + status),
        text("hint").orElse(""));
  }
}
