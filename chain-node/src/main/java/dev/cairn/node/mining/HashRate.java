package dev.cairn.node.mining;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts hashes, and how many there were per second over the last seconds. Any thread adds and
 * reads; one thread samples.
 */
final class HashRate {

  private static final int SAMPLES = 10;
  private static final long SAMPLE_NANOS = 1_000_000_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final LongAdder hashes = new LongAdder();
  private final long[] nanos = new long[SAMPLES];
  private final long[] counts = new long[SAMPLES];
  private int taken;
  private volatile double perSecond;

  void add(long count) {
    hashes.add(count);
  }

  /** Call it once a second or more often. */
  void sample(long nowNanos) {
    if (taken > 0 && nowNanos - nanos[(taken - 1) % SAMPLES] < SAMPLE_NANOS) {
      return;
    }
    long total = hashes.sum();
    int slot = taken % SAMPLES;
    int oldest = taken < SAMPLES ? 0 : slot;
    if (taken > 0 && nowNanos > nanos[oldest]) {
      perSecond = (total - counts[oldest]) * NANOS_PER_SECOND / (nowNanos - nanos[oldest]);
    }
    nanos[slot] = nowNanos;
    counts[slot] = total;
    taken++;
  }

  double perSecond() {
    return perSecond;
  }

  /** Hashes since the start. */
  long total() {
    return hashes.sum();
  }
}
