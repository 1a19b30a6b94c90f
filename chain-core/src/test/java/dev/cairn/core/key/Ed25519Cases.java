package dev.cairn.core.key;

import dev.cairn.core.reference.ReferenceEd25519;
import dev.cairn.core.reference.ReferenceEd25519.Point;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Signatures on which verifiers of Ed25519 disagree, made so that we know from the way they are
 * made what the rule says of each. The same seed gives the same cases on every machine.
 */
final class Ed25519Cases {

  /** The encodings of points of small order that are not canonical: y + p, or x = 0 with a sign. */
  private static final List<String> NON_CANONICAL_SMALL =
      List.of(
          "01" + "00".repeat(30) + "80",
          "ec" + "ff".repeat(31),
          "ed" + "ff".repeat(30) + "7f",
          "ed" + "ff".repeat(31),
          "ee" + "ff".repeat(30) + "7f",
          "ee" + "ff".repeat(31));

  private static final int TORSION = 8;

  /**
   * A key, a signature and a message.
   *
   * @param valid what the rule says
   */
  record Case(String name, byte[] key, byte[] signature, byte[] message, boolean valid) {
    @Override
    public String toString() {
      return name
          + ": key "
          + HexFormat.of().formatHex(key)
          + ", signature "
          + HexFormat.of().formatHex(signature)
          + ", message "
          + HexFormat.of().formatHex(message);
    }
  }

  private final long seed;
  private final BigInteger secret;
  private final BigInteger nonce;
  private final Point key;
  private final Point commitment;
  private final List<Case> cases = new ArrayList<>();

  private Ed25519Cases(long seed) {
    this.seed = seed;
    secret = drawScalar("secret");
    nonce = drawScalar("nonce");
    key = ReferenceEd25519.BASE.times(secret);
    commitment = ReferenceEd25519.BASE.times(nonce);
  }

  /** All kinds, about a thousand cases. */
  static List<Case> of(long seed) {
    Ed25519Cases made = new Ed25519Cases(seed);
    made.addMixedOrders();
    made.addSmallR();
    made.addSmallA();
    made.addNonCanonicalSmallPoints();
    made.addNonCanonicalLargePoints();
    made.addMultiplesOfTheOrder();
    made.addNoPoints();
    return List.copyOf(made.cases);
  }

  /** A = aB + T, R = rB + T' for all T, T' of small order: 8SB = 8R + 8kA holds for S = r + ka. */
  private void addMixedOrders() {
    for (int i = 0; i < TORSION; i++) {
      for (int j = 0; j < TORSION; j++) {
        String name = "A + T" + i + ", R + T" + j;
        byte[] a = key.plus(ReferenceEd25519.torsion(i)).encode();
        byte[] r = commitment.plus(ReferenceEd25519.torsion(j)).encode();
        byte[] message = drawMessage();
        BigInteger s = nonce.add(hash(r, a, message).multiply(secret)).mod(ReferenceEd25519.L);
        add(name, a, r, s, message, true);
        add(name + ", S + 1", a, r, s.add(BigInteger.ONE), message, false);
        add(name + ", S + L", a, r, s.add(ReferenceEd25519.L), message, false);
      }
    }
  }

  private void addSmallR() {
    for (int i = 0; i < TORSION; i++) {
      for (int j = 0; j < TORSION; j++) {
        byte[] a = key.plus(ReferenceEd25519.torsion(i)).encode();
        byte[] r = ReferenceEd25519.torsion(j).encode();
        byte[] message = drawMessage();
        BigInteger s = hash(r, a, message).multiply(secret).mod(ReferenceEd25519.L);
        add("A + T" + i + ", R = T" + j, a, r, s, message, true);
        add("A + T" + i + ", R = T" + j + ", S = 0", a, r, BigInteger.ZERO, message, false);
      }
    }
  }

  /** With a key of small order anybody can make signatures that satisfy the equation. */
  private void addSmallA() {
    for (int i = 0; i < TORSION; i++) {
      byte[] a = ReferenceEd25519.torsion(i).encode();
      for (int j = 0; j < TORSION; j++) {
        byte[] mixed = commitment.plus(ReferenceEd25519.torsion(j)).encode();
        byte[] small = ReferenceEd25519.torsion(j).encode();
        add("A = T" + i + ", R + T" + j, a, mixed, nonce, drawMessage(), false);
        add("A = T" + i + ", R = T" + j, a, small, BigInteger.ZERO, drawMessage(), false);
      }
    }
  }

  private void addNonCanonicalSmallPoints() {
    for (String encoding : NON_CANONICAL_SMALL) {
      byte[] bytes = HexFormat.of().parseHex(encoding);
      for (int i = 0; i < TORSION; i++) {
        Point torsion = ReferenceEd25519.torsion(i);
        byte[] a = key.plus(torsion).encode();
        addNonCanonicalR(encoding, bytes, a);
        byte[] r = commitment.plus(torsion).encode();
        add("A = " + encoding + ", R + T" + i, bytes, r, nonce, drawMessage(), false);
      }
    }
  }

  /**
   * Right for verifiers that hash R as received, and for those that hash the point it stands for.
   */
  private void addNonCanonicalR(String encoding, byte[] r, byte[] a) {
    byte[] message = drawMessage();
    BigInteger received = hash(r, a, message).multiply(secret).mod(ReferenceEd25519.L);
    add("R = " + encoding, a, r, received, message, false);
    for (int j = 0; j < TORSION; j++) {
      byte[] canonical = ReferenceEd25519.torsion(j).encode();
      BigInteger s = hash(canonical, a, message).multiply(secret).mod(ReferenceEd25519.L);
      add("R = " + encoding + " hashed as T" + j, a, r, s, message, false);
    }
  }

  /** The encodings of y + p for y up to 18 whose point is not of small order, and of y itself. */
  private void addNonCanonicalLargePoints() {
    for (int y = 2; y < 19; y++) {
      for (boolean sign : new boolean[] {false, true}) {
        Optional<Point> point = Point.ofCoordinate(BigInteger.valueOf(y), sign);
        if (point.isEmpty()) {
          continue;
        }
        BigInteger number = BigInteger.valueOf(y).add(ReferenceEd25519.P);
        byte[] encoded = ReferenceEd25519.littleEndian(sign ? number.setBit(255) : number);
        byte[] r = commitment.encode();
        add("A has y = p + " + y, encoded, r, nonce, drawMessage(), false);
        add("R has y = p + " + y, key.encode(), encoded, nonce, drawMessage(), false);
        add("A has y = " + y, point.get().encode(), r, nonce, drawMessage(), false);
      }
    }
  }

  /** All that fit 256 bits. */
  private void addMultiplesOfTheOrder() {
    byte[] a = key.encode();
    byte[] r = commitment.encode();
    byte[] message = drawMessage();
    BigInteger s = nonce.add(hash(r, a, message).multiply(secret)).mod(ReferenceEd25519.L);
    for (int factor = 0; s.bitLength() <= 256; factor++) {
      add("S + " + factor + " L", a, r, s, message, factor == 0);
      s = s.add(ReferenceEd25519.L);
    }
    for (int difference = -1; difference <= 1; difference++) {
      BigInteger close = ReferenceEd25519.L.add(BigInteger.valueOf(difference));
      add("S = L + " + difference, a, r, close, message, false);
    }
  }

  private void addNoPoints() {
    byte[] noPoint = ReferenceEd25519.littleEndian(BigInteger.TWO);
    add("A is no point", noPoint, commitment.encode(), nonce, drawMessage(), false);
    add("R is no point", key.encode(), noPoint, nonce, drawMessage(), false);
  }

  private void add(String name, byte[] a, byte[] r, BigInteger s, byte[] message, boolean valid) {
    byte[] signature = ByteBuffer.allocate(64).put(r).put(ReferenceEd25519.littleEndian(s)).array();
    cases.add(new Case(name, a, signature, message, valid));
  }

  private static BigInteger hash(byte[] r, byte[] a, byte[] message) {
    return ReferenceEd25519.hashToScalar(r, a, message);
  }

  private BigInteger drawScalar(String what) {
    return ReferenceEd25519.hashToScalar(
        ByteBuffer.allocate(8).putLong(0, seed).array(), what.getBytes(StandardCharsets.US_ASCII));
  }

  /** A message of 0 to 199 bytes. */
  private byte[] drawMessage() {
    int number = cases.size();
    byte[] message = new byte[number % 200];
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) (i * 31 + (number >> (8 * (i & 3))));
    }
    return message;
  }
}
