package dev.cairn.core.value;

import dev.cairn.core.verdict.Checked;
import java.util.HexFormat;

/** Hexadecimal text that a user typed. */
final class HexText {

  private HexText() {}

  static Checked<byte[]> parse(String hex) {
    if (hex.length() % 2 != 0) {
      return Checked.refused(
          TextFault.HEX_LENGTH_WRONG, hex.length() + " digits", "pairs of digits");
    }
    for (int i = 0; i < hex.length(); i++) {
      if (!HexFormat.isHexDigit(hex.charAt(i))) {
        return Checked.refused(
            TextFault.HEX_INVALID, TextFault.characterAt(hex, i), "hexadecimal digits");
      }
    }
    return Checked.passed(HexFormat.of().parseHex(hex));
  }

  /** As {@link #parse}, with exactly this many bytes. */
  static Checked<byte[]> parse(String hex, int bytes) {
    if (hex.length() != 2 * bytes) {
      return Checked.refused(
          TextFault.HEX_LENGTH_WRONG, hex.length() + " digits", 2 * bytes + " digits");
    }
    return parse(hex);
  }
}
