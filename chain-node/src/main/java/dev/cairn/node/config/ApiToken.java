package dev.cairn.node.config;

/** What a client of the API shows. */
final class ApiToken {

  private static final int LENGTH_MIN = 16;
  private static final int LENGTH_MAX = 256;

  private ApiToken() {}

  /** A token that is fit to be one; a refusal never quotes it. */
  static String require(String place, String token) throws Refusal {
    boolean isPrintable = token.chars().allMatch(c -> c > ' ' && c <= '~');
    if (!isPrintable || token.length() < LENGTH_MIN || token.length() > LENGTH_MAX) {
      throw new Refusal(
          SettingFault.SETTING_WRONG,
          place + ": a token of " + token.length() + " characters",
          "16 to 256 printable ASCII characters without spaces");
    }
    return token;
  }
}
