package dev.cairn.net.wire;

import java.util.function.IntPredicate;

/** Which characters the texts of messages may have. */
final class WireText {

  private WireText() {}

  /** Whether all are capitals, digits and underscores. */
  static boolean isCode(String text) {
    return all(text, c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_');
  }

  static boolean isPrintableAscii(String text) {
    return all(text, c -> c >= 0x20 && c < 0x7f);
  }

  private static boolean all(String text, IntPredicate allowed) {
    return text.chars().allMatch(allowed);
  }
}
