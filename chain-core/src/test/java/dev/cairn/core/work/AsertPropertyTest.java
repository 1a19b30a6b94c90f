package dev.cairn.core.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.core.Seeds;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Target;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AsertPropertyTest {

  /** The polynomial stays this close to the power of two, by its specification. */
  private static final double POLYNOMIAL_ERROR = 0.000_13;

  @Test
  void equalsAReferenceInSmallWords() {
    Random random = Seeds.random("equalsAReferenceInSmallWords");
    for (int i = 0; i < Seeds.rounds(20_000, 2_000_000); i++) {
      CompactBits anchor = randomBits(random);
      CompactBits limit = randomBits(random);
      long spacing = 1 + random.nextInt(1 << random.nextInt(31));
      long halfLife = 1 + random.nextInt(1 << random.nextInt(31));
      long height = random.nextInt(1 << random.nextInt(20));
      long time =
          spacing * (height + 1)
              + (long) (random.nextGaussian() * halfLife * (1 << random.nextInt(8)));

      assertThat(Asert.next(anchor, limit, spacing, halfLife, height, time))
          .as("%s %s %s %s %s %s", anchor, limit, spacing, halfLife, height, time)
          .isEqualTo(
              new CompactBits(
                  WordAsert.next(anchor.value(), limit.value(), spacing, halfLife, height, time)));
    }
  }

  @Test
  void isCloseToThePowerOfTwo() {
    Random random = Seeds.random("isCloseToThePowerOfTwo");
    CompactBits limit = new CompactBits(0x2100ffff);
    for (int i = 0; i < Seeds.rounds(20_000, 2_000_000); i++) {
      CompactBits anchor = new CompactBits(0x14400000 + random.nextInt(0x400000));
      long late = random.nextInt(12_001) - 6_000;

      CompactBits next = Asert.next(anchor, limit, 10, 600, 0, 10 + late);

      double factor = number(next) / number(anchor);
      // One step of the exponent, and one of the mantissa, which has 16 to 23 bits.
      assertThat(Math.log(factor) / Math.log(2))
          .as("%s, %s s late: %s", anchor, late, next)
          .isCloseTo(late / 600.0, within((POLYNOMIAL_ERROR + 0x1p-16 + 0x1p-15) / Math.log(2)));
    }
  }

  @Test
  void neverGetsHarderWhenABlockComesLater() {
    Random random = Seeds.random("neverGetsHarderWhenABlockComesLater");
    for (int i = 0; i < Seeds.rounds(20_000, 1_000_000); i++) {
      CompactBits anchor = randomBits(random);
      CompactBits limit = randomBits(random);
      long halfLife = 1 + random.nextInt(1_000_000);
      long early = (long) (random.nextGaussian() * 20 * halfLife);
      long late = early + random.nextInt(1 << random.nextInt(20));

      Target harder = Asert.next(anchor, limit, 10, halfLife, 0, early).target();
      Target easier = Asert.next(anchor, limit, 10, halfLife, 0, late).target();

      assertThat(harder).isLessThanOrEqualTo(easier).isGreaterThanOrEqualTo(target(1));
      assertThat(easier).isLessThanOrEqualTo(limit.target());
    }
  }

  @Test
  void takesDifferencesOfAnySizeWithoutOverflow() {
    Random random = Seeds.random("takesDifferencesOfAnySizeWithoutOverflow");
    for (int i = 0; i < Seeds.rounds(20_000, 1_000_000); i++) {
      CompactBits anchor = randomBits(random);
      CompactBits limit = randomBits(random);
      long time = random.nextLong() >> random.nextInt(64);
      long height = random.nextLong() >> random.nextInt(64);
      long spacing = 1 + (random.nextLong() >>> 1 + random.nextInt(62));
      long halfLife = 1 + (random.nextLong() >>> 1 + random.nextInt(62));

      Target next = Asert.next(anchor, limit, spacing, halfLife, height, time).target();

      assertThat(next).isBetween(target(1), limit.target());
      BigInteger late =
          BigInteger.valueOf(time)
              .subtract(
                  BigInteger.valueOf(spacing)
                      .multiply(BigInteger.valueOf(height).add(BigInteger.ONE)));
      if (late.signum() >= 0) {
        assertThat(next).isGreaterThanOrEqualTo(anchor.target().min(limit.target()));
      } else {
        assertThat(next).isLessThanOrEqualTo(anchor.target().min(limit.target()));
      }
    }
  }

  /** Canonical bits of any size. */
  static CompactBits randomBits(Random random) {
    return Target.of(new BigInteger(1 + random.nextInt(255), random).max(BigInteger.ONE)).toBits();
  }

  private static Target target(long number) {
    return Target.of(BigInteger.valueOf(number));
  }

  private static double number(CompactBits bits) {
    return bits.target().toBigInteger().doubleValue();
  }

  /** The same function on 48 digits of 16 bits, written from the specification alone. */
  private static final class WordAsert {

    /** Enough for a target, a factor of 17 bits and a shift by 500. */
    private static final int DIGITS = 52;

    static int next(int anchor, int limit, long spacing, long halfLife, long height, long time) {
      long offset = (time - spacing * (height + 1)) * 65_536;
      long exponent = offset < 0 ? -(-offset / halfLife) : offset / halfLife;
      long shifts = Math.floorDiv(exponent, 65_536L);
      long f = Math.floorMod(exponent, 65_536L);
      long sum = ((5_127 * f + 971_821_376) * f + 195_766_423_245_049L) * f + (1L << 47);
      int[] target = digits(anchor);
      multiply(target, 65_536 + Long.divideUnsigned(sum, 1L << 48));
      for (long i = Math.min(shifts, 500); i > 0; i--) {
        shiftLeft(target);
      }
      for (long i = Math.max(shifts, -500); i < 0; i++) {
        shiftRight(target);
      }
      // The product is 2^16 too large, which is one digit.
      System.arraycopy(target, 1, target, 0, DIGITS - 1);
      target[DIGITS - 1] = 0;
      if (isAbove(target, digits(limit))) {
        return limit;
      }
      int bits = compact(target);
      return bits == 0 ? 0x01010000 : bits;
    }

    private static int[] digits(int bits) {
      int[] digits = new int[DIGITS];
      int size = bits >>> 24;
      for (int i = 0; i < 3; i++) {
        int position = size - 1 - i;
        int octet = bits >>> 16 - 8 * i & 0xff;
        if (position >= 0) {
          digits[position / 2] |= octet << position % 2 * 8;
        }
      }
      return digits;
    }

    private static void multiply(int[] digits, long factor) {
      long carry = 0;
      for (int i = 0; i < DIGITS; i++) {
        carry += digits[i] * factor;
        digits[i] = (int) (carry % 65_536);
        carry /= 65_536;
      }
    }

    private static void shiftLeft(int[] digits) {
      for (int i = DIGITS - 1; i >= 0; i--) {
        digits[i] = (digits[i] * 2 + (i > 0 ? digits[i - 1] / 32_768 : 0)) % 65_536;
      }
    }

    private static void shiftRight(int[] digits) {
      for (int i = 0; i < DIGITS; i++) {
        digits[i] = digits[i] / 2 + (i + 1 < DIGITS ? digits[i + 1] % 2 * 32_768 : 0);
      }
    }

    private static boolean isAbove(int[] left, int[] right) {
      for (int i = DIGITS - 1; i >= 0; i--) {
        if (left[i] != right[i]) {
          return left[i] > right[i];
        }
      }
      return false;
    }

    private static int compact(int[] digits) {
      int size = 2 * DIGITS;
      while (size > 0 && octet(digits, size - 1) == 0) {
        size--;
      }
      if (octet(digits, size - 1) >= 0x80) {
        size++;
      }
      return size << 24
          | octet(digits, size - 1) << 16
          | octet(digits, size - 2) << 8
          | octet(digits, size - 3);
    }

    private static int octet(int[] digits, int position) {
      return position < 0 || position >= 2 * DIGITS
          ? 0
          : digits[position / 2] >>> position % 2 * 8 & 0xff;
    }
  }
}
