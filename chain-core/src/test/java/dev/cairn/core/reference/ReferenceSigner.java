package dev.cairn.core.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An Ed25519 key pair that signs as RFC 8032, section 5.1.6: for tests, it leaks what it computes
 * with.
 */
final class ReferenceSigner {

  /** At [i][digit]: digit * 16^i * B. */
  private static final List<List<ReferenceEd25519.Point>> MULTIPLES = multiplesOfBase();

  /** The point of order 2, which a verifier that multiplies by 8 does not see. */
  private static final ReferenceEd25519.Point ORDER_2 = ReferenceEd25519.torsion(4);

  private final BigInteger scalar;
  private final byte[] prefix;
  private final byte[] publicKey;

  private ReferenceSigner(byte[] seed, boolean hasTorsion) {
    byte[] hash = ReferenceHash.sha512(seed);
    byte[] low = Arrays.copyOf(hash, 32);
    low[0] &= (byte) 0xf8;
    low[31] &= 0x7f;
    low[31] |= 0x40;
    scalar = ReferenceHash.littleEndian(low);
    prefix = Arrays.copyOfRange(hash, 32, 64);
    ReferenceEd25519.Point point = timesBase(scalar);
    publicKey = (hasTorsion ? point.plus(ORDER_2) : point).encode();
  }

  static ReferenceSigner ofSeed(byte[] seed) {
    return new ReferenceSigner(seed, false);
  }

  /** A key that has a small part besides its large one: valid, and hard for a careless verifier. */
  static ReferenceSigner ofSeedWithTorsion(byte[] seed) {
    return new ReferenceSigner(seed, true);
  }

  byte[] publicKey() {
    return publicKey.clone();
  }

  String publicKeyHex() {
    return ReferenceHash.hex(publicKey);
  }

  byte[] sign(byte[] message) {
    return sign(message, false);
  }

  /** A signature whose R has a small part: only the equation that is multiplied by 8 holds. */
  byte[] signWithTorsion(byte[] message) {
    return sign(message, true);
  }

  private byte[] sign(byte[] message, boolean withTorsion) {
    BigInteger r =
        ReferenceHash.littleEndian(ReferenceHash.sha512(prefix, message)).mod(ReferenceEd25519.L);
    ReferenceEd25519.Point point = timesBase(r);
    byte[] encodedR = (withTorsion ? point.plus(ORDER_2) : point).encode();
    BigInteger k = ReferenceEd25519.hashToScalar(encodedR, publicKey, message);
    BigInteger s = k.multiply(scalar).add(r).mod(ReferenceEd25519.L);
    return new ReferenceWriter().bytes(encodedR).bytes(ReferenceHash.littleEndian(s, 32)).toArray();
  }

  private static ReferenceEd25519.Point timesBase(BigInteger factor) {
    ReferenceEd25519.Point sum = ReferenceEd25519.NEUTRAL;
    for (int i = 0; i < 64; i++) {
      int digit = factor.shiftRight(4 * i).intValue() & 15;
      if (digit != 0) {
        sum = sum.plus(MULTIPLES.get(i).get(digit));
      }
    }
    return sum;
  }

  private static List<List<ReferenceEd25519.Point>> multiplesOfBase() {
    List<List<ReferenceEd25519.Point>> all = new ArrayList<>();
    ReferenceEd25519.Point power = ReferenceEd25519.BASE;
    for (int i = 0; i < 64; i++) {
      List<ReferenceEd25519.Point> multiples = new ArrayList<>();
      ReferenceEd25519.Point multiple = ReferenceEd25519.NEUTRAL;
      for (int digit = 0; digit < 16; digit++) {
        multiples.add(multiple);
        multiple = multiple.plus(power);
      }
      all.add(multiples);
      power = multiple;
    }
    return all;
  }
}
