package dev.cairn.core.work;

import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Target;
import java.math.BigInteger;

/**
 * The integer function aserti3-2d: an exponential moving target, exact on every machine
 * (docs/consensus.md, section 6; the Bitcoin Cash specification "2020-11-15 ASERT Difficulty
 * Adjustment Algorithm").
 */
public final class Asert {

  /** From this power of two on, even a target of 1 leaves 256 bits. */
  private static final int SHIFTS_TO_LIMIT = 256;

  /** From this power of two down, even a target of 256 bits, nearly doubled, becomes 0. */
  private static final int SHIFTS_TO_ZERO = -257;

  private static final int FRACTION_BITS = 16;

  private Asert() {}

  /**
   * The target of the block that follows, as the anchor's times 2^((timeDifference - spacing x
   * (heightDifference + 1)) / halfLife), between 1 and {@code limit}. Total for every difference.
   *
   * @param spacingSeconds the time that a block should take, at least 1
   * @param halfLifeSeconds how far from the schedule blocks are when the target has doubled or
   *     halved, at least 1
   * @param heightDifference the height of the parent less the anchor's
   * @param timeDifferenceSeconds the time of the parent less that of the anchor's parent
   * @return the target rounded down to compact form
   * @throws IllegalArgumentException when the spacing or the half-life is below 1
   * @throws IllegalStateException when {@code anchor} or {@code limit} is no target
   */
  public static CompactBits next(
      CompactBits anchor,
      CompactBits limit,
      long spacingSeconds,
      long halfLifeSeconds,
      long heightDifference,
      long timeDifferenceSeconds) {
    if (spacingSeconds < 1 || halfLifeSeconds < 1) {
      throw new IllegalArgumentException(
          "spacing " + spacingSeconds + " s, half-life " + halfLifeSeconds + " s");
    }
    BigInteger scheduled =
        BigInteger.valueOf(spacingSeconds)
            .multiply(BigInteger.valueOf(heightDifference).add(BigInteger.ONE));
    BigInteger exponent =
        BigInteger.valueOf(timeDifferenceSeconds)
            .subtract(scheduled)
            .shiftLeft(FRACTION_BITS)
            .divide(BigInteger.valueOf(halfLifeSeconds)); // truncates toward zero
    return scaled(anchor.target(), limit.target(), exponent).toBits();
  }

  private static Target scaled(Target anchor, Target limit, BigInteger exponent) {
    BigInteger shifts = exponent.shiftRight(FRACTION_BITS); // rounds down, as the fraction needs it
    if (shifts.compareTo(BigInteger.valueOf(SHIFTS_TO_LIMIT)) >= 0) {
      return limit;
    }
    if (shifts.compareTo(BigInteger.valueOf(SHIFTS_TO_ZERO)) <= 0) {
      return Target.of(BigInteger.ONE);
    }
    BigInteger next =
        anchor
            .toBigInteger()
            .multiply(BigInteger.valueOf(factor(exponent.intValue() & 0xffff)))
            .shiftLeft(shifts.intValueExact() - FRACTION_BITS);
    return Target.of(next.max(BigInteger.ONE).min(limit.toBigInteger()));
  }

  /**
   * 65536 x 2^(fraction / 65536), by a polynomial. The sum needs all 64 bits of the word, hence the
   * unsigned shift.
   */
  private static long factor(long fraction) {
    long sum =
        195_766_423_245_049L * fraction
            + 971_821_376L * fraction * fraction
            + 5_127L * fraction * fraction * fraction
            + (1L << 47);
    return 65_536 + (sum >>> 48);
  }
}
