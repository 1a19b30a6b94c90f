package dev.cairn.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cases are those of Bitcoin Core's test {@code bignum_SetCompact}, and those at the limits.
 */
class CompactBitsTest {

  @ParameterizedTest
  @CsvSource({
    // bits, target as hex digits << zero bits, canonical bits of that target
    "01123456, 12, 0, 01120000",
    "02123456, 1234, 0, 02123400",
    "03123456, 123456, 0, 03123456",
    "04123456, 123456, 8, 04123456",
    "05009234, 9234, 16, 05009234",
    "20123456, 123456, 232, 20123456",
    // Bitcoin's limit, Cairn's limits, and two blocks of Bitcoin's.
    "1d00ffff, ffff, 208, 1d00ffff",
    "1e0fffff, fffff, 216, 1e0fffff",
    "207fffff, 7fffff, 232, 207fffff",
    "1a02816e, 2816e, 184, 1a02816e",
    "1816418e, 16418e, 168, 1816418e",
    // The smallest target in all its forms.
    "01010000, 1, 0, 01010000",
    "0101ffff, 1, 0, 01010000",
    "02000100, 1, 0, 01010000",
    "020001ff, 1, 0, 01010000",
    "03000001, 1, 0, 01010000",
    // Forms that are not canonical.
    "04000012, 12, 8, 02120000",
    "1f0000ff, ff, 224, 1e00ff00",
    "04001234, 1234, 8, 03123400",
    // The greatest sizes whose value still fits.
    "2100ffff, ffff, 240, 2100ffff",
    "220000ff, ff, 248, 2100ff00",
    "22000001, 1, 248, 20010000"
  })
  void meansWhatItMeansInBitcoin(String bits, String digits, int shift, String canonical) {
    Target expected = Target.of(new BigInteger(digits, 16).shiftLeft(shift));
    assertThat(bits(bits).toTarget()).isEqualTo(Checked.passed(expected));
    assertThat(bits(bits).target()).isEqualTo(expected);
    assertThat(expected.toBits()).hasToString(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "00000000, BITS_ZERO",
    "00123456, BITS_ZERO",
    "01003456, BITS_ZERO",
    "02000056, BITS_ZERO",
    "03000000, BITS_ZERO",
    "04000000, BITS_ZERO",
    "ff000000, BITS_ZERO",
    // The mantissa is shifted out, so nothing is negative.
    "00923456, BITS_ZERO",
    "01803456, BITS_ZERO",
    "02800056, BITS_ZERO",
    "03800000, BITS_ZERO",
    "04800000, BITS_ZERO",
    "ff800000, BITS_ZERO",
    "01fedcba, BITS_NEGATIVE",
    "04923456, BITS_NEGATIVE",
    "03800001, BITS_NEGATIVE",
    "1d80ffff, BITS_NEGATIVE",
    // Negative is judged before overflow.
    "ff923456, BITS_NEGATIVE",
    "ffffffff, BITS_NEGATIVE",
    "ff123456, BITS_OVERFLOW",
    // One byte of mantissa overflows from size 35 on, two from 34 on, three from 33 on.
    "23000001, BITS_OVERFLOW",
    "22000100, BITS_OVERFLOW",
    "21010000, BITS_OVERFLOW",
    "80000001, BITS_OVERFLOW"
  })
  void refusesWhatIsNoTargetWithBitcoinsReason(String bits, String code) {
    assertThat(bits(bits).toTarget().rejection()).map(Rejection::code).contains(code);
    assertThat(bits(bits).toTarget().rejection()).map(Rejection::got).contains(bits);
    assertThatIllegalStateException()
        .isThrownBy(() -> bits(bits).target())
        .withMessageContaining(code);
  }

  /** The rules of {@code SetCompact} as written in docs/consensus.md, section 4.1. */
  @Test
  void agreesWithTheWrittenRulesForEverySize() {
    int[] mantissas = {
      0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffff, 0x123456
    };
    for (int size = 0; size < 256; size++) {
      for (int mantissa : mantissas) {
        for (int sign : new int[] {0, 0x800000}) {
          CompactBits bits = new CompactBits(size << 24 | sign | mantissa);
          int word = size <= 3 ? mantissa >> (8 * (3 - size)) : mantissa;
          String expected;
          if (word != 0 && sign != 0) {
            expected = "BITS_NEGATIVE";
          } else if (word != 0
              && (size > 34 || (word > 0xff && size > 33) || (word > 0xffff && size > 32))) {
            expected = "BITS_OVERFLOW";
          } else if (word == 0) {
            expected = "BITS_ZERO";
          } else {
            expected =
                Target.of(BigInteger.valueOf(word).shiftLeft(size <= 3 ? 0 : 8 * (size - 3)))
                    .toString();
          }
          Checked<Target> target = bits.toTarget();
          assertThat(
                  target
                      .rejection()
                      .map(Rejection::code)
                      .orElseGet(() -> target.value().toString()))
              .as("%s", bits)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void isShownAndReadAsEightHexadecimalDigits() {
    assertThat(new CompactBits(0x01003456)).hasToString("01003456");
    assertThat(new CompactBits(0xff123456)).hasToString("ff123456");
    assertThat(CompactBits.parse("1D00ffff"))
        .isEqualTo(Checked.passed(new CompactBits(0x1d00ffff)));
    assertThat(CompactBits.parse("ffffffff")).isEqualTo(Checked.passed(new CompactBits(-1)));
    assertThat(CompactBits.parse("1d00fff").rejection())
        .map(Rejection::reason)
        .contains(TextFault.HEX_LENGTH_WRONG);
    assertThat(CompactBits.parse("0x1d00ff").rejection())
        .map(Rejection::reason)
        .contains(TextFault.HEX_INVALID);
  }

  private static CompactBits bits(String hex) {
    return CompactBits.parse(hex).value();
  }
}
