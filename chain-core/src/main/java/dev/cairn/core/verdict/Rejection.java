package dev.cairn.core.verdict;

/**
 * Why something was refused: the first rule that it breaks, with what was found and what would have
 * been right.
 *
 * @param reason the rule that is broken
 * @param got what was found, for a person
 * @param expected what the rule asks for, for a person
 */
public record Rejection(Reason reason, String got, String expected) {

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
