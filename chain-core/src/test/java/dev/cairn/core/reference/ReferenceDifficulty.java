package dev.cairn.core.reference;

import java.math.BigInteger;

/** Compact targets, work and the difficulty rule: docs/consensus.md, sections 4.1 and 6. */
final class ReferenceDifficulty {

  private ReferenceDifficulty() {}

  /** The target that compact bits stand for, or a refusal with the reason why they do not. */
  static BigInteger target(long bits) {
    int size = (int) (bits >> 24);
    long word = bits & 0x7fffff;
    BigInteger value;
    if (size <= 3) {
      word = word >> (8 * (3 - size));
      value = BigInteger.valueOf(word);
    } else {
      value = BigInteger.valueOf(word).shiftLeft(8 * (size - 3));
    }
    ReferenceRefusal.when(word != 0 && (bits & 0x800000) != 0, "BITS_NEGATIVE");
    ReferenceRefusal.when(
        word != 0 && (size > 34 || (word > 0xff && size > 33) || (word > 0xffff && size > 32)),
        "BITS_OVERFLOW");
    ReferenceRefusal.when(value.signum() == 0, "BITS_ZERO");
    return value;
  }

  static long compact(BigInteger target) {
    int size = (target.bitLength() + 7) / 8;
    long word;
    if (size <= 3) {
      word = target.longValueExact() << (8 * (3 - size));
    } else {
      word = target.shiftRight(8 * (size - 3)).longValueExact();
    }
    if ((word & 0x800000) != 0) {
      word >>= 8;
      size++;
    }
    return ((long) size << 24) | word;
  }

  static boolean isCanonical(long bits) {
    return compact(target(bits)) == bits;
  }

  static BigInteger work(long bits) {
    return BigInteger.ONE.shiftLeft(256).divide(target(bits).add(BigInteger.ONE));
  }

  /** Whether the hash of a header, read as a number, is at or below the target. */
  static boolean isMet(byte[] hash, BigInteger target) {
    return ReferenceHash.littleEndian(hash).compareTo(target) <= 0;
  }

  /** nominal(n+1) from nominal(n) and time(n) - time(n-1). */
  static long nextNominal(ReferenceParameters parameters, long nominal, long seconds) {
    if (parameters.halfLife == 0) {
      return parameters.genesisBits;
    }
    long counted = Math.min(seconds, parameters.halfLife);
    return asert(
        nominal, parameters.limitBits, parameters.spacing, parameters.halfLife, counted, 0);
  }

  /** bits(n) from nominal(n) and time(n) - time(n-1). */
  static long bits(ReferenceParameters parameters, long nominal, long seconds) {
    if (parameters.halfLife == 0) {
      return parameters.genesisBits;
    }
    long steps = Math.max(0, seconds / parameters.halfLife - 5);
    BigInteger limit = target(parameters.limitBits);
    if (steps > 256) {
      return compact(limit); // a target is at least 1, so that it is beyond any limit by now
    }
    return compact(target(nominal).shiftLeft((int) steps).min(limit));
  }

  /** aserti3-2d in its general form. */
  static long asert(
      long anchor, long limitBits, long spacing, long halfLife, long seconds, long heights) {
    BigInteger numerator =
        BigInteger.valueOf(seconds)
            .subtract(BigInteger.valueOf(spacing).multiply(BigInteger.valueOf(heights + 1)))
            .multiply(BigInteger.valueOf(65536));
    BigInteger exponent = numerator.divide(BigInteger.valueOf(halfLife)); // toward zero
    int shifts = exponent.shiftRight(16).intValueExact(); // toward minus infinity
    BigInteger f = BigInteger.valueOf(exponent.longValueExact() & 0xffff);
    BigInteger polynomial =
        new BigInteger("195766423245049")
            .multiply(f)
            .add(new BigInteger("971821376").multiply(f.pow(2)))
            .add(new BigInteger("5127").multiply(f.pow(3)))
            .add(BigInteger.ONE.shiftLeft(47));
    BigInteger factor = BigInteger.valueOf(65536).add(polynomial.shiftRight(48));
    BigInteger target = target(anchor).multiply(factor);
    target = shifts >= 16 ? target.shiftLeft(shifts - 16) : target.shiftRight(16 - shifts);
    return compact(target.max(BigInteger.ONE).min(target(limitBits)));
  }
}
