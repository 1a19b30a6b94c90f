package dev.cairn.core.verdict;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a check of something from outside gives: the value, or why it is refused. Returned, never
 * thrown, so that a caller cannot overlook that what peers and users send may be wrong.
 *
 * @param <T> the value when the check is passed
 */
public sealed interface Checked<T> {

  /** The check was passed. */
  record Passed<T>(T value) implements Checked<T> {}

  /** The check was not passed. */
  record Refused<T>(Rejection why) implements Checked<T> {}

  static <T> Checked<T> passed(T value) {
    return new Passed<>(value);
  }

  static <T> Checked<T> refused(Rejection why) {
    return new Refused<>(why);
  }

  /** A refusal from values that are turned to text. */
  static <T> Checked<T> refused(Reason reason, Object got, Object expected) {
    return new Refused<>(Rejection.of(reason, got, expected));
  }

  default boolean isPassed() {
    return this instanceof Passed<T>;
  }

  /** Why it was refused; empty when it was passed. */
  default Optional<Rejection> rejection() {
    return this instanceof Refused<T> refused ? Optional.of(refused.why()) : Optional.empty();
  }

  /**
   * The value that passed.
   *
   * @throws IllegalStateException when it was refused, with the reason
   */
  default T value() {
    if (this instanceof Passed<T> passed) {
      return passed.value();
    }
    throw new IllegalStateException("refused, " + ((Refused<T>) this).why());
  }

  /** The next check, if this one was passed. */
  default <U> Checked<U> then(Function<? super T, Checked<U>> next) {
    if (this instanceof Passed<T> passed) {
      return next.apply(passed.value());
    }
    return new Refused<>(((Refused<T>) this).why());
  }

  /** The value turned into another one, if this check was passed. */
  default <U> Checked<U> map(Function<? super T, ? extends U> conversion) {
    return then(value -> new Passed<>(conversion.apply(value)));
  }
}
