package dev.cairn.net.netty;

import java.util.concurrent.TimeUnit;

/** Lets so many events pass each second, one second's worth at once. */
final class TokenBucket {

  private final long nanosPerToken;
  private final long nanosMax;
  private long nanos;
  private long lastNanos;

  TokenBucket(int perSecond, long nowNanos) {
    nanosPerToken = TimeUnit.SECONDS.toNanos(1) / perSecond;
    nanosMax = nanosPerToken * perSecond;
    nanos = nanosMax;
    lastNanos = nowNanos;
  }

  /** Whether one may pass now. */
  boolean hasOne(long nowNanos) {
    refill(nowNanos);
    return nanos >= nanosPerToken;
  }

  boolean tryTake(long nowNanos) {
    if (!hasOne(nowNanos)) {
      return false;
    }
    nanos -= nanosPerToken;
    return true;
  }

  /** Whether it is as good as a new one. */
  boolean isFull(long nowNanos) {
    refill(nowNanos);
    return nanos == nanosMax;
  }

  private void refill(long nowNanos) {
    nanos = Math.min(nanosMax, nanos + Math.min(nanosMax, nowNanos - lastNanos));
    lastNanos = nowNanos;
  }
}
