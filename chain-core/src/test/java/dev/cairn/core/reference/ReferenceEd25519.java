package dev.cairn.core.reference;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Ed25519 a second time, to compare the first one with: written from RFC 8032, section 5.1, and the
 * rule of docs/consensus.md, section 5.4, with nothing but big integers. Slow, and it leaks what it
 * computes with: for tests only.
 */
public final class ReferenceEd25519 {

  /** The prime of the field. */
  public static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  /** The order of the base point. */
  public static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  private static final BigInteger SQUARE_ROOT_OF_MINUS_ONE =
      BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

  /** The neutral element. */
  public static final Point NEUTRAL =
      new Point(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

  /** The base point: y = 4/5, x even. */
  public static final Point BASE =
      Point.ofCoordinate(
              BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P), false)
          .orElseThrow();

  private static final Point ORDER_8 = pointOfOrder8();

  private ReferenceEd25519() {}

  /** Whether the rule accepts this; bytes of any length. */
  public static boolean verify(byte[] key, byte[] signature, byte[] message) {
    if (key.length != 32 || signature.length != 64) {
      return false;
    }
    byte[] encodedR = Arrays.copyOf(signature, 32);
    BigInteger s = littleEndian(Arrays.copyOfRange(signature, 32, 64));
    Optional<Point> a = Point.decode(key);
    Optional<Point> r = Point.decode(encodedR);
    if (s.compareTo(L) >= 0 || a.isEmpty() || r.isEmpty() || a.get().isOfSmallOrder()) {
      return false;
    }
    BigInteger k = hashToScalar(encodedR, key, message);
    // S*B - k*A - R, in one run over the bits
    Point difference = sumOfMultiples(s, BASE, k, a.get().negate()).plus(r.get().negate());
    return difference.isOfSmallOrder();
  }

  /** SHA-512 over the parts, as a scalar modulo {@link #L}. */
  public static BigInteger hashToScalar(byte[]... parts) {
    return littleEndian(sha512(parts)).mod(L);
  }

  /** The points of order 1, 2, 4 or 8 are {@code torsion(0)} to {@code torsion(7)}. */
  public static Point torsion(int index) {
    return ORDER_8.times(BigInteger.valueOf(index));
  }

  /** The 32 bytes of a number below 2^256, the least significant one first. */
  public static byte[] littleEndian(BigInteger number) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[i] = number.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  private static byte[] sha512(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** m*p + n*q. */
  private static Point sumOfMultiples(BigInteger m, Point p, BigInteger n, Point q) {
    Point both = p.plus(q);
    Point sum = NEUTRAL;
    for (int bit = Math.max(m.bitLength(), n.bitLength()) - 1; bit >= 0; bit--) {
      sum = sum.doubled();
      if (m.testBit(bit) && n.testBit(bit)) {
        sum = sum.plus(both);
      } else if (m.testBit(bit)) {
        sum = sum.plus(p);
      } else if (n.testBit(bit)) {
        sum = sum.plus(q);
      }
    }
    return sum;
  }

  private static Point pointOfOrder8() {
    for (BigInteger y = BigInteger.TWO; ; y = y.add(BigInteger.ONE)) {
      Optional<Point> small = Point.ofCoordinate(y, false).map(point -> point.times(L));
      if (small.isPresent() && !small.get().doubled().doubled().isNeutral()) {
        return small.get();
      }
    }
  }

  /**
   * A point of the curve -x^2 + y^2 = 1 + d x^2 y^2 in extended coordinates (RFC 8032, section
   * 5.1.4).
   */
  public static final class Point {

    private final BigInteger x;
    private final BigInteger y;
    private final BigInteger z;
    private final BigInteger t;

    private Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
      this.x = x;
      this.y = y;
      this.z = z;
      this.t = t;
    }

    /**
     * The point with this y below {@link #P}, and with an odd x or an even one, if there is one.
     */
    public static Optional<Point> ofCoordinate(BigInteger y, boolean xIsOdd) {
      BigInteger u = y.multiply(y).subtract(BigInteger.ONE).mod(P);
      BigInteger v = D.multiply(y).multiply(y).add(BigInteger.ONE).mod(P);
      BigInteger square = u.multiply(v.modInverse(P)).mod(P);
      BigInteger x = square.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
      if (!x.multiply(x).mod(P).equals(square)) {
        x = x.multiply(SQUARE_ROOT_OF_MINUS_ONE).mod(P);
      }
      if (!x.multiply(x).mod(P).equals(square) || (x.signum() == 0 && xIsOdd)) {
        return Optional.empty();
      }
      BigInteger chosen = x.testBit(0) == xIsOdd ? x : P.subtract(x);
      return Optional.of(new Point(chosen, y, BigInteger.ONE, chosen.multiply(y).mod(P)));
    }

    /** The point with this canonical encoding of 32 bytes, if it is one. */
    public static Optional<Point> decode(byte[] encoded) {
      BigInteger number = littleEndian(encoded);
      BigInteger y = number.clearBit(255);
      return y.compareTo(P) >= 0 ? Optional.empty() : ofCoordinate(y, number.testBit(255));
    }

    /** The canonical encoding. */
    public byte[] encode() {
      BigInteger inverse = z.modInverse(P);
      BigInteger number = y.multiply(inverse).mod(P);
      boolean xIsOdd = x.multiply(inverse).mod(P).testBit(0);
      return littleEndian(xIsOdd ? number.setBit(255) : number);
    }

    /** The sum with another point, or with this one. */
    public Point plus(Point other) {
      BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
      BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(P);
      BigInteger c = t.multiply(D).mod(P).multiply(other.t).shiftLeft(1).mod(P);
      BigInteger d = z.multiply(other.z).shiftLeft(1).mod(P);
      return combine(b.subtract(a), d.subtract(c), d.add(c), b.add(a));
    }

    /** This point plus itself. */
    public Point doubled() {
      BigInteger a = x.multiply(x).mod(P);
      BigInteger b = y.multiply(y).mod(P);
      BigInteger c = z.multiply(z).shiftLeft(1).mod(P);
      BigInteger h = a.add(b);
      BigInteger sum = x.add(y);
      BigInteger g = a.subtract(b);
      return combine(h.subtract(sum.multiply(sum).mod(P)), c.add(g), g, h);
    }

    private static Point combine(BigInteger e, BigInteger f, BigInteger g, BigInteger h) {
      return new Point(
          e.multiply(f).mod(P), g.multiply(h).mod(P), f.multiply(g).mod(P), e.multiply(h).mod(P));
    }

    /** This point, added a number of times that is not negative. */
    public Point times(BigInteger factor) {
      return sumOfMultiples(factor, this, BigInteger.ZERO, NEUTRAL);
    }

    /** What gives the neutral element when it is added. */
    public Point negate() {
      return new Point(P.subtract(x), y, z, P.subtract(t));
    }

    /** Whether eight times this point is the neutral element. */
    public boolean isOfSmallOrder() {
      return doubled().doubled().doubled().isNeutral();
    }

    private boolean isNeutral() {
      return x.mod(P).signum() == 0 && y.subtract(z).mod(P).signum() == 0;
    }
  }
}
