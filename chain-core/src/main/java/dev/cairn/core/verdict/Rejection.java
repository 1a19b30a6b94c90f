package dev.cairn.core.verdict;

import java.util.Objects;

/**
 * Why something was refused: the first rule that it breaks, with what was found and what would have
 * been right.
 *
 * @param reason the rule that is broken
 * @param got what was found, for a person
 * @param expected what the rule asks for, for a person
 */
public record Rejection(Reason reason, String got, String expected) {

  /** A refusal may be kept for long: what it quotes is cut off after so many characters. */
  public static final int TEXT_LENGTH_MAX = 300;

  public Rejection {
    Objects.requireNonNull(reason, "reason");
    got = cut(got);
    expected = cut(expected);
  }

  private static String cut(String text) {
    return text.length() <= TEXT_LENGTH_MAX ? text : text.substring(0, TEXT_LENGTH_MAX) + "...";
  }

  /** A refusal from values that are turned to text. */
  public static Rejection of(Reason reason, Object got, Object expected) {
    return new Rejection(reason, String.valueOf(got), String.valueOf(expected));
  }

  /** The same refusal, saying which part of a larger thing it is about, as "transaction 3". */
  public Rejection in(String part) {
    return new Rejection(reason, part + ": " + got, expected);
  }

  /** The stable code of the reason. */
  public String code() {
    return reason.name();
  }

  @Override
  public String toString() {
    return code() + ": got " + got + ", expected " + expected;
  }
}
