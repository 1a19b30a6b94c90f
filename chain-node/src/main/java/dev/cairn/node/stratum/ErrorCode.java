package dev.cairn.node.stratum;

/** The protocol's numbers for what is wrong. */
enum ErrorCode {
  OTHER(20),
  STALE(21),
  DUPLICATE(22),
  LOW_DIFFICULTY(23),
  UNAUTHORIZED(24),
  NOT_SUBSCRIBED(25);

  private final int number;

  ErrorCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
