package dev.cairn.core.value;

import dev.cairn.core.verdict.Checked;
import java.util.Optional;

/**
 * A number of coins in the smallest unit, 0..2^63-1. Arithmetic never wraps.
 *
 * @param units the smallest unit, which cannot be divided
 */
public record Amount(long units) implements Comparable<Amount> {

  public static final Amount ZERO = new Amount(0);

  /** 2^63-1 units. */
  public static final Amount MAX = new Amount(Long.MAX_VALUE);

  /**
   * Takes what is in range.
   *
   * @throws IllegalArgumentException when {@code units} is negative
   */
  public Amount {
    if (units < 0) {
      throw new IllegalArgumentException("negative amount: " + units);
    }
  }

  /**
   * So many of the smallest unit.
   *
   * @throws IllegalArgumentException when {@code units} is negative
   */
  public static Amount of(long units) {
    return new Amount(units);
  }

  /** Reads decimal digits: no sign, no leading zeros, no decimal point. */
  public static Checked<Amount> parse(String text) {
    return DecimalText.parse(text, Long.MAX_VALUE).map(Amount::new);
  }

  /**
   * The sum, where our own code knows that it is in range.
   *
   * @throws ArithmeticException when it is beyond 2^63-1
   */
  public Amount plus(Amount other) {
    return new Amount(Math.addExact(units, other.units));
  }

  /**
   * The difference, where our own code knows that it is not negative.
   *
   * @throws ArithmeticException when {@code other} is more than this
   */
  public Amount minus(Amount other) {
    return tryMinus(other)
        .orElseThrow(() -> new ArithmeticException(this + " minus " + other + " is negative"));
  }

  /** The sum; empty when it is beyond 2^63-1. */
  public Optional<Amount> tryPlus(Amount other) {
    long sum = units + other.units;
    return sum < 0 ? Optional.empty() : Optional.of(new Amount(sum));
  }

  /** The difference; empty when {@code other} is more than this. */
  public Optional<Amount> tryMinus(Amount other) {
    return isLessThan(other) ? Optional.empty() : Optional.of(new Amount(units - other.units));
  }

  public boolean isZero() {
    return units == 0;
  }

  public boolean isLessThan(Amount other) {
    return units < other.units;
  }

  public boolean isMoreThan(Amount other) {
    return units > other.units;
  }

  @Override
  public int compareTo(Amount other) {
    return Long.compare(units, other.units);
  }

  /** Decimal digits, as {@link #parse} reads them. */
  @Override
  public String toString() {
    return Long.toString(units);
  }
}
