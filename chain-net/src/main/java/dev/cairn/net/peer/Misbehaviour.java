package dev.cairn.net.peer;

import dev.cairn.core.verdict.Reason;

/**
 * What a peer can do wrong, and how much that counts. At {@link NetLimits#banPoints} it is banned;
 * points decay, so that what happens now and then to honest peers never adds up.
 */
public enum Misbehaviour implements Reason {
  MALFORMED_MESSAGE(100, "a frame that is no message"),
  OUT_OF_STATE(100, "a message in a state where it means nothing"),
  UNREQUESTED(20, "an answer that nobody asked for"),
  INVALID_HEADER(100, "a header that breaks a rule"),
  INVALID_BLOCK(100, "a block that breaks a rule"),
  WRONG_BODY(50, "a body that does not belong to its header"),
  INVALID_TRANSACTION(20, "a transaction that is wrong by itself"),
  DISCONNECTED_HEADERS(20, "headers that do not follow one another"),
  LOW_WORK_CHAIN(10, "a long chain without enough work"),
  PRESYNC_MISMATCH(100, "other headers in the second pass than in the first"),
  OVERSIZED_REQUEST(50, "a request beyond its limit"),
  NOT_DELIVERED(10, "something announced and then not delivered"),
  RATE_EXCEEDED(5, "more messages than the budget allows");

  private final int points;
  private final String hint;

  Misbehaviour(int points, String hint) {
    this.points = points;
    this.hint = hint;
  }

  public int points() {
    return points;
  }

  @Override
  public String hint() {
    return hint;
  }
}
