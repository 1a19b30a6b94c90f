package dev.cairn.net.session;

/**
 * Points of misbehaviour that decay.
 *
 * @param milliPoints thousandths of points at {@code atMillis}
 */
record Score(long milliPoints, long atMillis) {

  static final Score NONE = new Score(0, Long.MIN_VALUE);

  private static final long MILLI = 1000;
  private static final long MILLIS_PER_MINUTE = 60_000;

  /** The score with so many points more. */
  Score plus(int points, long pointsPerMinute, long nowMillis) {
    return new Score(milliPoints(pointsPerMinute, nowMillis) + points * MILLI, nowMillis);
  }

  /** What is left of the points, rounded up: any rest is not nothing. */
  int points(long pointsPerMinute, long nowMillis) {
    return (int)
        Math.min(Integer.MAX_VALUE, (milliPoints(pointsPerMinute, nowMillis) + 999) / MILLI);
  }

  private long milliPoints(long pointsPerMinute, long nowMillis) {
    if (milliPoints == 0) {
      return 0;
    }
    long elapsed = Math.max(0, nowMillis - atMillis);
    long minutesToNothing = milliPoints / (pointsPerMinute * MILLI) + 1;
    return elapsed >= minutesToNothing * MILLIS_PER_MINUTE
        ? 0
        : Math.max(0, milliPoints - elapsed * pointsPerMinute * MILLI / MILLIS_PER_MINUTE);
  }
}
