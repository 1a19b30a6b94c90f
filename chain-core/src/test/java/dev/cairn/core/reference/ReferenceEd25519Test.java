package dev.cairn.core.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.reference.ReferenceEd25519.Point;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The reference agrees with the RFC and with the algebra, before anything is compared with it. */
class ReferenceEd25519Test {

  @Test
  void encodesTheBasePointAsTheRfcDoes() {
    // RFC 8032, section 5.1: B = (x, 4/5) with the x given there
    assertThat(HexFormat.of().formatHex(ReferenceEd25519.BASE.encode()))
        .isEqualTo("58" + "66".repeat(31));
  }

  @Test
  void basePointHasTheOrderOfTheRfc() {
    assertThat(ReferenceEd25519.BASE.times(ReferenceEd25519.L).encode())
        .isEqualTo(ReferenceEd25519.NEUTRAL.encode());
    assertThat(ReferenceEd25519.BASE.isOfSmallOrder()).isFalse();
  }

  @Test
  void multipliesAsRepeatedAdditionDoes() {
    Point sum = ReferenceEd25519.NEUTRAL;
    for (int factor = 0; factor < 40; factor++) {
      assertThat(ReferenceEd25519.BASE.times(BigInteger.valueOf(factor)).encode())
          .isEqualTo(sum.encode());
      sum = sum.plus(ReferenceEd25519.BASE);
    }
  }

  @Test
  void doublesAsAdditionDoes() {
    Point point = ReferenceEd25519.BASE.times(BigInteger.valueOf(12345)).plus(torsion(3));
    assertThat(point.doubled().encode()).isEqualTo(point.plus(point).encode());
  }

  @Test
  void findsTheEightPointsOfSmallOrder() {
    TreeSet<String> encodings = new TreeSet<>();
    for (int i = 0; i < 8; i++) {
      assertThat(torsion(i).isOfSmallOrder()).isTrue();
      encodings.add(HexFormat.of().formatHex(torsion(i).encode()));
    }
    assertThat(encodings)
        .hasSize(8)
        .contains("01" + "00".repeat(31), "ec" + "ff".repeat(30) + "7f", "00".repeat(32))
        .contains("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
  }

  @Test
  void decodesWhatItEncodes() {
    for (int i = 1; i < 50; i++) {
      byte[] encoded =
          ReferenceEd25519.BASE.times(BigInteger.valueOf(i)).plus(torsion(i % 8)).encode();
      assertThat(Point.decode(encoded).orElseThrow().encode()).isEqualTo(encoded);
    }
  }

  @Test
  void refusesEncodingsThatAreNotCanonicalOrNoPoint() {
    assertThat(Point.decode(HexFormat.of().parseHex("ed" + "ff".repeat(30) + "7f"))).isEmpty();
    assertThat(Point.decode(HexFormat.of().parseHex("01" + "00".repeat(30) + "80"))).isEmpty();
    byte[] noPoint = new byte[32];
    noPoint[0] = 2;
    assertThat(Point.decode(noPoint)).isEmpty();
  }

  @Test
  void acceptsTheSecondVectorOfTheRfcAndNotItsNeighbours() {
    // RFC 8032, section 7.1, TEST 2
    byte[] key = hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    byte[] signature =
        hex(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    assertThat(ReferenceEd25519.verify(key, signature, hex("72"))).isTrue();
    assertThat(ReferenceEd25519.verify(key, signature, hex("73"))).isFalse();
    assertThat(ReferenceEd25519.verify(key, Arrays.copyOf(signature, 65), hex("72"))).isFalse();
    signature[32]++;
    assertThat(ReferenceEd25519.verify(key, signature, hex("72"))).isFalse();
  }

  private static Point torsion(int index) {
    return ReferenceEd25519.torsion(index);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
