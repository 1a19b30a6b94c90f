package dev.cairn.net.session;

/** A smoothed round trip time, as TCP estimates it (RFC 6298): an eighth of each new sample. */
final class RoundTrip {

  /** Assumed before the first sample: long enough for any LAN, so that nothing is asked twice. */
  static final long UNKNOWN_MILLIS = 500;

  /**
   * The longest that counts: patience grows with the round trip, and a peer can hold its answers
   * back to be waited for.
   */
  static final long SAMPLE_MILLIS_MAX = 2_000;

  private static final int SHARE = 8;

  /** In eighths of a millisecond, so that small differences add up; negative before any sample. */
  private long smoothed = -1;

  void onSample(long sampleMillis) {
    long millis = Math.min(sampleMillis, SAMPLE_MILLIS_MAX);
    smoothed = smoothed < 0 ? millis * SHARE : smoothed - smoothed / SHARE + millis;
  }

  boolean isKnown() {
    return smoothed >= 0;
  }

  long millis() {
    return smoothed < 0 ? UNKNOWN_MILLIS : smoothed / SHARE;
  }
}
