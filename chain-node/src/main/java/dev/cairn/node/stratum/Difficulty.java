package dev.cairn.node.stratum;

import dev.cairn.core.value.Target;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * How hard a share is, as miners count it: difficulty 1 is the target 0xffff * 2^208, about 2^32
 * hashes, and difficulty d a d-th of that target.
 *
 * @param value positive, and finite
 */
record Difficulty(double value) implements Comparable<Difficulty> {

  /** Hashes that a share of difficulty 1 takes on average. */
  static final double HASHES = 65_536.0 * 65_536.0 * 65_536.0 / 65_535.0;

  private static final BigDecimal ONE = new BigDecimal(BigInteger.valueOf(0xffff).shiftLeft(208));
  private static final MathContext DIGITS = new MathContext(40, RoundingMode.DOWN);
  private static final BigInteger EASIEST = Target.MAX.toBigInteger();

  Difficulty {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("no difficulty: " + value);
    }
  }

  /**
   * A difficulty that is not harder than the target. From 1 on it is a whole number, for there are
   * miners that know no others.
   */
  static Difficulty notAbove(Target target) {
    double nearest = ONE.divide(new BigDecimal(target.toBigInteger()), DIGITS).doubleValue();
    Difficulty rounded = new Difficulty(nearest).whole();
    return rounded.target().compareTo(target) >= 0
        ? rounded
        : new Difficulty(Math.nextDown(nearest)).whole();
  }

  /** The same without what is behind the point, if there is something before it. */
  Difficulty whole() {
    return value >= 1 ? new Difficulty(Math.floor(value)) : this;
  }

  /** The greatest number that a hash of this difficulty may be. */
  Target target() {
    BigInteger number = ONE.divide(new BigDecimal(value), new MathContext(90)).toBigInteger();
    return Target.of(number.max(BigInteger.ONE).min(EASIEST));
  }

  Difficulty min(Difficulty other) {
    return compareTo(other) <= 0 ? this : other;
  }

  @Override
  public int compareTo(Difficulty other) {
    return Double.compare(value, other.value);
  }
}
