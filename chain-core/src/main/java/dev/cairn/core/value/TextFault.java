package dev.cairn.core.value;

import dev.cairn.core.verdict.Reason;
import java.util.HexFormat;

/** Why a text that a user typed is no hash, amount, height or address. */
public enum TextFault implements Reason {
  HEX_INVALID("type pairs of the digits 0-9 and a-f"),
  HEX_LENGTH_WRONG("type all digits of the value and no more"),
  NUMBER_INVALID("type decimal digits only"),
  NUMBER_OUT_OF_RANGE("type a number within the range"),
  BECH32_CHARACTER("an address has only lowercase letters and digits; copy it again"),
  BECH32_MIXED_CASE("type the address all in lowercase or all in uppercase"),
  BECH32_NO_SEPARATOR("an address has the digit 1 after its prefix; copy it again"),
  BECH32_LENGTH("part of the address is missing or too much; copy it again"),
  BECH32_CHECKSUM("a character of the address is wrong; copy it again"),
  BECH32_PADDING("the address was not made by Cairn; ask for it again"),
  PREFIX_WRONG("this is another kind of address; ask for the right one");

  private final String hint;

  TextFault(String hint) {
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }

  /** Names one character, counting from 1 as people do; what cannot be printed by its number. */
  static String characterAt(String text, int index) {
    char character = text.charAt(index);
    String shown =
        character > ' ' && character <= '~'
            ? "'" + character + "'"
            : "U+" + HexFormat.of().withUpperCase().toHexDigits(character);
    return shown + " as character " + (index + 1);
  }
}
