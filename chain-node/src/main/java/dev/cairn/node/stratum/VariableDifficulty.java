package dev.cairn.node.stratum;

/**
 * Finds the difficulty at which a worker gives about 15 shares a minute. At the start it is found
 * within seconds; later only what is clearly wrong is changed. It computes only. Confined to one
 * thread.
 */
final class VariableDifficulty {

  /** What a worker begins with that asks for nothing: four seconds for 1 GH/s. */
  static final double START = 1;

  /** The lowest: four seconds for 16 kH/s. */
  static final double LOWEST = 1.0 / 65_536;

  private static final double HIGHEST = 1e15;
  private static final double MILLIS_PER_SHARE = 4_000;

  /** A worker that has given no share yet gets easier ones after so long. */
  private static final long FIRST_SHARE_MILLIS = 3_000;

  private static final double FIRST_STEP_DOWN = 8;

  /** So long without a share has a chance of one in 1,800 when the difficulty is right. */
  private static final long SILENCE_MILLIS = 30_000;

  private static final double SILENCE_STEP_DOWN = 4;

  /** So many shares that come far too fast are no accident. */
  private static final double QUICK_SHARES = 8;

  private static final double FAR_TOO_FAST = 4;
  private static final double STEP_UP_MOST = 64;

  /** About 30 shares: their number is right to a fifth. */
  private static final long WINDOW_MILLIS = 120_000;

  private static final double TOLERANCE = 1.5;

  private double current;

  /** Whether the worker has shown, or said, what it can do. */
  private boolean isKnown;

  private long windowMillis;

  /** Since when there was no share. */
  private long silentMillis;

  private double shares;

  VariableDifficulty(long nowMillis) {
    current = START;
    windowMillis = nowMillis;
    silentMillis = nowMillis;
  }

  Difficulty current() {
    return new Difficulty(current).whole();
  }

  /** The worker asks for this one. */
  void suggest(double difficulty, long nowMillis) {
    isKnown = true;
    change(difficulty, nowMillis);
  }

  /** A share was accepted that had this difficulty. */
  void onShare(Difficulty difficulty, long nowMillis) {
    isKnown = true;
    silentMillis = nowMillis;
    shares += difficulty.value() / current;
    double speed = speed(nowMillis);
    if (shares >= QUICK_SHARES && speed >= FAR_TOO_FAST) {
      change(current * Math.min(speed, STEP_UP_MOST), nowMillis);
    }
  }

  /** The worker had nothing to do until now: that it gave no share says nothing. */
  void restart(long nowMillis) {
    windowMillis = nowMillis;
    silentMillis = nowMillis;
    shares = 0;
  }

  /** Call it about once a second while the worker has something to do. */
  void onTick(long nowMillis) {
    long elapsed = nowMillis - windowMillis;
    if (!isKnown && elapsed >= FIRST_SHARE_MILLIS) {
      change(current / FIRST_STEP_DOWN, nowMillis);
    } else if (nowMillis - silentMillis >= SILENCE_MILLIS) {
      change(current / SILENCE_STEP_DOWN, nowMillis);
    } else if (elapsed >= WINDOW_MILLIS) {
      double speed = speed(nowMillis);
      boolean isRight = speed <= TOLERANCE && speed >= 1 / TOLERANCE;
      change(isRight ? current : current * speed, nowMillis);
    }
  }

  /** How many times as many shares came as should have. */
  private double speed(long nowMillis) {
    return shares * MILLIS_PER_SHARE / Math.max(1, nowMillis - windowMillis);
  }

  private void change(double wanted, long nowMillis) {
    current = Math.max(LOWEST, Math.min(HIGHEST, wanted));
    restart(nowMillis);
  }
}
