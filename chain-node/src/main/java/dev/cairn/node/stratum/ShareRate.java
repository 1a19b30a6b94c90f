package dev.cairn.node.stratum;

/** Guesses from shares how many hashes a second were tried. It computes only. */
final class ShareRate {

  private static final int SLOTS = 10;
  private static final long SLOT_MILLIS = 30_000;
  private static final long MILLIS_PER_SECOND = 1_000;

  private final double[] hashes = new double[SLOTS];
  private final long startedMillis;
  private long slot;

  ShareRate(long nowMillis) {
    startedMillis = nowMillis;
    slot = nowMillis / SLOT_MILLIS;
  }

  void add(Difficulty difficulty, long nowMillis) {
    moveTo(nowMillis);
    hashes[(int) Math.floorMod(slot, (long) SLOTS)] += difficulty.value() * Difficulty.HASHES;
  }

  /** Over the last five minutes, or the time since the start if that is shorter. */
  double perSecond(long nowMillis) {
    moveTo(nowMillis);
    double sum = 0;
    for (double some : hashes) {
      sum += some;
    }
    long begun = Math.max(startedMillis, (slot - SLOTS + 1) * SLOT_MILLIS);
    return sum * MILLIS_PER_SECOND / Math.max(MILLIS_PER_SECOND, nowMillis - begun);
  }

  private void moveTo(long nowMillis) {
    long now = nowMillis / SLOT_MILLIS;
    for (long passed = Math.max(slot + 1, now - SLOTS + 1); passed <= now; passed++) {
      hashes[(int) Math.floorMod(passed, (long) SLOTS)] = 0;
    }
    slot = Math.max(slot, now);
  }
}
