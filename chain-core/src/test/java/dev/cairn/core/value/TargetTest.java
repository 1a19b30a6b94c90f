package dev.cairn.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

  private static final BigInteger TWO_TO_256 = BigInteger.TWO.pow(256);

  @Test
  void liesBetween1And2To256() {
    assertThat(Target.of(BigInteger.ONE).toBigInteger()).isEqualTo(BigInteger.ONE);
    assertThat(Target.of(TWO_TO_256.subtract(BigInteger.ONE))).isEqualTo(Target.MAX);
    assertThat(Target.MAX.toBigInteger()).isEqualTo(TWO_TO_256.subtract(BigInteger.ONE));
    for (BigInteger outside :
        new BigInteger[] {BigInteger.ZERO, BigInteger.ONE.negate(), TWO_TO_256}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Target.of(outside));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Bitcoin Core's: the bit 0x00800000 is never set.
    "80, 02008000",
    "1, 01010000",
    "7f, 017f0000",
    "ff, 0200ff00",
    "7fff, 027fff00",
    "8000, 03008000",
    "ffff, 0300ffff",
    "7fffff, 037fffff",
    "800000, 04008000",
    "ffffff, 0400ffff",
    "12345678, 04123456",
    "1234567f, 04123456",
    "ffffffff, 0500ffff",
    "ffff0000000000000000000000000000000000000000000000000000, 1d00ffff",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, 2100ffff",
    "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, 207fffff",
    "8000000000000000000000000000000000000000000000000000000000000000, 21008000"
  })
  void roundsDownToCompactBits(String target, String bits) {
    assertThat(target(target).toBits()).hasToString(bits);
  }

  @ParameterizedTest
  @CsvSource({
    "ffff0000000000000000000000000000000000000000000000000000, 4295032833", // 0x100010001
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, 1",
    "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe, 1",
    "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, 2",
    "7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe, 2",
    "8000000000000000000000000000000000000000000000000000000000000000, 1",
    "7fffff0000000000000000000000000000000000000000000000000000000000, 2",
    "fffff000000000000000000000000000000000000000000000000000000, 1048577",
    "1, 57896044618658097711785492504343953926634992332820282019728792003956564819968",
    "2, 38597363079105398474523661669562635951089994888546854679819194669304376546645"
  })
  void hasTheWorkOf2To256DividedByOneMore(String target, BigInteger hashes) {
    assertThat(target(target).work()).isEqualTo(Work.of(hashes));
  }

  @Test
  void isMetByAHashThatIsAtMostTheTarget() {
    // Each word of the number, and in it the highest bit, decides by itself.
    for (int bit = 0; bit < 256; bit++) {
      BigInteger number = BigInteger.ONE.shiftLeft(bit);
      Target target = Target.of(number);
      assertThat(target.isMetBy(hash(number))).isTrue();
      assertThat(target.isMetBy(hash(number.subtract(BigInteger.ONE)))).isTrue();
      assertThat(target.isMetBy(hash(number.add(BigInteger.ONE)))).isFalse();
      if (bit < 255) {
        assertThat(target.isMetBy(hash(number.shiftLeft(1)))).isFalse();
      }
    }
    assertThat(Target.MAX.isMetBy(hash(Target.MAX.toBigInteger()))).isTrue();
    assertThat(Target.of(BigInteger.ONE).isMetBy(BlockHash.ZERO)).isTrue();
    assertThat(Target.of(BigInteger.ONE).isMetBy(hash(BigInteger.TWO))).isFalse();
  }

  @Test
  void ordersAsNumbersWithoutSign() {
    String[] ascending = {
      "1", "2", "7fffffffffffffff", "8000000000000000", "ffffffffffffffff", "10000000000000000"
    };
    for (int i = 0; i < ascending.length; i++) {
      for (int j = 0; j < ascending.length; j++) {
        Target one = target(ascending[i]);
        Target other = target(ascending[j]);
        assertThat(Integer.signum(one.compareTo(other))).isEqualTo(Integer.compare(i, j));
        assertThat(one.equals(other)).isEqualTo(i == j);
        assertThat(one.min(other)).isEqualTo(target(ascending[Math.min(i, j)]));
      }
    }
    assertThat(target("8000").hashCode()).isEqualTo(target("8000").hashCode());
  }

  @Test
  void isShownAs64Digits() {
    assertThat(target("ffff00"))
        .hasToString("0000000000000000000000000000000000000000000000000000000000ffff00");
  }

  private static Target target(String hex) {
    return Target.of(new BigInteger(hex, 16));
  }

  /** The hash that is this number when read from its last byte to its first. */
  static BlockHash hash(BigInteger number) {
    return BlockHash.parse(String.format("%064x", number)).value();
  }
}
