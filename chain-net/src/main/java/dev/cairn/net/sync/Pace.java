package dev.cairn.net.sync;

import java.util.OptionalLong;

/** How fast the tip moves, smoothed over some seconds. For people. Confined to the engine loop. */
final class Pace {

  private static final long SAMPLE_MILLIS = 1_000;

  /** What the newest sample counts. */
  private static final double WEIGHT = 0.25;

  private long sampledMillis;
  private long sampledHeight;
  private double blocksPerSecond;
  private boolean hasBegun;

  void onTick(long nowMillis, long height) {
    if (!hasBegun) {
      hasBegun = true;
      sampledMillis = nowMillis;
      sampledHeight = height;
    }
    long millis = nowMillis - sampledMillis;
    if (millis >= SAMPLE_MILLIS) {
      double now = Math.max(0, height - sampledHeight) * 1000.0 / millis;
      blocksPerSecond += (now - blocksPerSecond) * WEIGHT;
      sampledMillis = nowMillis;
      sampledHeight = height;
    }
  }

  double blocksPerSecond() {
    return blocksPerSecond;
  }

  /** Seconds for so many blocks; empty when there is nothing to do or no pace. */
  OptionalLong secondsFor(long blocks) {
    return blocks <= 0 || blocksPerSecond < 0.01
        ? OptionalLong.empty()
        : OptionalLong.of((long) Math.ceil(blocks / blocksPerSecond));
  }
}
