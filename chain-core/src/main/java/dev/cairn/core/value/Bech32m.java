package dev.cairn.core.value;

import dev.cairn.core.verdict.Checked;
import java.util.Arrays;
import java.util.Locale;

/**
 * Text for keys that people copy: any error in up to four characters is noticed (BIP 350, and BIP
 * 173 for all but the constant).
 *
 * <pre>
 *   cairn  1  qqqsyqcyq5rqwzqfpg9scrgwpugpzysnzs23v9ccrydpk8qarc0s  ftyant
 *   prefix    the data, 5 bits a character, padded with zero bits   checksum
 * </pre>
 */
public final class Bech32m {

  /** The longest text, in characters: beyond it the checksum notices less. */
  static final int TEXT_LENGTH_MAX = 90;

  private static final String CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int CHECKSUM_LENGTH = 6;
  private static final int CHECKSUM_CONSTANT = 0x2bc830a3;
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };

  private Bech32m() {}

  /**
   * The text of these bytes, in lowercase.
   *
   * @throws IllegalArgumentException when the prefix is empty or has other characters than
   *     lowercase printable ASCII, or the text would have more than 90 characters
   */
  public static String encode(String prefix, byte[] data) {
    requirePrefix(prefix);
    byte[] values = toFiveBits(data);
    if (prefix.length() + 1 + values.length + CHECKSUM_LENGTH > TEXT_LENGTH_MAX) {
      throw new IllegalArgumentException(data.length + " bytes are too many for bech32m");
    }
    int remainder = polymod(prefix, Arrays.copyOf(values, values.length + CHECKSUM_LENGTH));
    int checksum = remainder ^ CHECKSUM_CONSTANT;
    StringBuilder text = new StringBuilder(TEXT_LENGTH_MAX).append(prefix).append('1');
    for (byte value : values) {
      text.append(CHARACTERS.charAt(value));
    }
    for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
      text.append(CHARACTERS.charAt(checksum >>> (5 * i) & 31));
    }
    return text.toString();
  }

  /**
   * Reads text with this prefix, all in lowercase or all in uppercase. What was typed is never
   * repeated in a refusal beyond its prefix and one character, for it may be a secret.
   *
   * @throws IllegalArgumentException when {@code expectedPrefix} is none that {@link #encode} takes
   */
  public static Checked<Bytes> decode(String expectedPrefix, String text) {
    requirePrefix(expectedPrefix);
    return parse(text)
        .then(
            parts ->
                parts.prefix.equals(expectedPrefix)
                    ? toBytes(parts.values.toArray())
                    : Checked.refused(TextFault.PREFIX_WRONG, parts.prefix, expectedPrefix));
  }

  /** Text whose checksum is right: the prefix in lowercase, and 5 bits of data in each byte. */
  record Parts(String prefix, Bytes values) {}

  /** Reads text with any prefix. */
  static Checked<Parts> parse(String text) {
    if (text.length() > TEXT_LENGTH_MAX) {
      return Checked.refused(
          TextFault.BECH32_LENGTH,
          text.length() + " characters",
          "at most " + TEXT_LENGTH_MAX + " characters");
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isPrintable(text.charAt(i))) {
        return Checked.refused(
            TextFault.BECH32_CHARACTER, TextFault.characterAt(text, i), "letters and digits");
      }
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (!text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT))) {
      return Checked.refused(TextFault.BECH32_MIXED_CASE, "both cases", "one case");
    }
    int separator = lower.lastIndexOf('1');
    if (separator < 1) {
      return Checked.refused(
          TextFault.BECH32_NO_SEPARATOR, separator == 0 ? "no prefix" : "no 1", "a prefix and a 1");
    }
    byte[] values = new byte[lower.length() - separator - 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) CHARACTERS.indexOf(lower.charAt(separator + 1 + i));
      if (values[i] < 0) {
        return Checked.refused(
            TextFault.BECH32_CHARACTER,
            TextFault.characterAt(text, separator + 1 + i),
            "one of " + CHARACTERS);
      }
    }
    if (values.length < CHECKSUM_LENGTH) {
      return Checked.refused(
          TextFault.BECH32_LENGTH,
          values.length + " characters after the prefix",
          "at least " + CHECKSUM_LENGTH);
    }
    String prefix = lower.substring(0, separator);
    if (polymod(prefix, values) != CHECKSUM_CONSTANT) {
      return Checked.refused(
          TextFault.BECH32_CHECKSUM, "a checksum that does not match", "one that matches");
    }
    return Checked.passed(new Parts(prefix, Bytes.of(values, 0, values.length - CHECKSUM_LENGTH)));
  }

  private static boolean isPrintable(char character) {
    return character >= 33 && character <= 126;
  }

  private static void requirePrefix(String prefix) {
    boolean fits =
        !prefix.isEmpty()
            && prefix.chars().allMatch(c -> isPrintable((char) c) && !(c >= 'A' && c <= 'Z'));
    if (!fits) {
      throw new IllegalArgumentException("no prefix for bech32m: " + prefix);
    }
  }

  /** The remainder of prefix and values modulo the code's generator polynomial. */
  private static int polymod(String prefix, byte[] values) {
    int remainder = 1;
    for (int i = 0; i < prefix.length(); i++) {
      remainder = step(remainder, prefix.charAt(i) >>> 5);
    }
    remainder = step(remainder, 0);
    for (int i = 0; i < prefix.length(); i++) {
      remainder = step(remainder, prefix.charAt(i) & 31);
    }
    for (byte value : values) {
      remainder = step(remainder, value);
    }
    return remainder;
  }

  private static int step(int remainder, int value) {
    int top = remainder >>> 25;
    int next = (remainder & 0x1ffffff) << 5 ^ value;
    for (int i = 0; i < GENERATOR.length; i++) {
      if ((top >>> i & 1) != 0) {
        next ^= GENERATOR[i];
      }
    }
    return next;
  }

  private static byte[] toFiveBits(byte[] data) {
    byte[] values = new byte[(int) ((data.length * 8L + 4) / 5)];
    for (int i = 0; i < values.length; i++) {
      int bit = 5 * i;
      int high = (data[bit / 8] & 0xff) << 8;
      int low = bit / 8 + 1 < data.length ? data[bit / 8 + 1] & 0xff : 0;
      values[i] = (byte) ((high | low) >>> (11 - bit % 8) & 31);
    }
    return values;
  }

  private static Checked<Bytes> toBytes(byte[] values) {
    byte[] data = new byte[values.length * 5 / 8];
    int pending = 0;
    int pendingBits = 0;
    int written = 0;
    for (byte value : values) {
      pending = pending << 5 | value;
      pendingBits += 5;
      if (pendingBits >= 8) {
        pendingBits -= 8;
        data[written++] = (byte) (pending >>> pendingBits);
        pending &= (1 << pendingBits) - 1;
      }
    }
    return pendingBits >= 5 || pending != 0
        ? Checked.refused(
            TextFault.BECH32_PADDING, pendingBits + " bits left over", "at most 4 bits, all zero")
        : Checked.passed(Bytes.of(data));
  }
}
