package dev.cairn.node.stratum;

/** How many lines a miner may send: so many a second, and some that were saved up. */
final class LineBudget {

  private static final double MILLIS_PER_SECOND = 1_000;

  private final double perMilli;
  private final double most;
  private double left;
  private long atMillis;

  LineBudget(int perSecond, int saved, long nowMillis) {
    perMilli = perSecond / MILLIS_PER_SECOND;
    most = saved;
    left = saved;
    atMillis = nowMillis;
  }

  /** Takes one, if there is one. */
  boolean take(long nowMillis) {
    left = Math.min(most, left + (nowMillis - atMillis) * perMilli);
    atMillis = nowMillis;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
