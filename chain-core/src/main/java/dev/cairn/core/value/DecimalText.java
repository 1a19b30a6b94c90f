package dev.cairn.core.value;

import dev.cairn.core.verdict.Checked;
import java.math.BigInteger;

/** Decimal text of a non-negative number: digits only, so that each number has one text. */
final class DecimalText {

  private DecimalText() {}

  /** Reads a number of 0..max. */
  static Checked<Long> parse(String text, long max) {
    return parse(text, BigInteger.valueOf(max)).map(BigInteger::longValueExact);
  }

  /** Reads a number of 0..max; text with more digits than {@code max} is not even converted. */
  static Checked<BigInteger> parse(String text, BigInteger max) {
    if (text.isEmpty()) {
      return Checked.refused(TextFault.NUMBER_INVALID, "nothing", "decimal digits");
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return Checked.refused(
            TextFault.NUMBER_INVALID, TextFault.characterAt(text, i), "decimal digits");
      }
    }
    if (text.length() > 1 && text.charAt(0) == '0') {
      return Checked.refused(TextFault.NUMBER_INVALID, "a leading zero", "no leading zeros");
    }
    if (text.length() > max.toString().length()) {
      return Checked.refused(
          TextFault.NUMBER_OUT_OF_RANGE, text.length() + " digits", "at most " + max);
    }
    BigInteger number = new BigInteger(text);
    return number.compareTo(max) > 0
        ? Checked.refused(TextFault.NUMBER_OUT_OF_RANGE, text, "at most " + max)
        : Checked.passed(number);
  }
}
