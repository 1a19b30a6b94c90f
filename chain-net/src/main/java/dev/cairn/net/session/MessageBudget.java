package dev.cairn.net.session;

import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.TokenBucket;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many messages of each kind one peer may send. An empty budget first slows the peer down: its
 * link is not read until there is something again, which costs honest peers nothing but time. Who
 * overdraws by as much as a whole budget, though it is not read, floods. Confined to the engine
 * loop.
 */
public final class MessageBudget {

  /** How many seconds' worth may come at once. */
  public static final int BURST_SECONDS = 3;

  /** What a message costs us. */
  public enum Kind {
    /** An answer or a look-up. */
    REQUEST,
    /** A look at something that we did not ask for. */
    ANNOUNCEMENT
  }

  /** What to do with a message. */
  public enum Ruling {
    /** Take it. */
    TAKE,
    /** Take it, and read no more until {@link #isRefilled}. */
    TAKE_AND_PAUSE,
    /** Drop it and charge the sender. */
    DROP
  }

  private final long burst;
  private final Map<Kind, TokenBucket> buckets = new EnumMap<>(Kind.class);

  public MessageBudget(NetLimits limits, long nowMillis) {
    burst = (long) limits.messagesPerSecond() * BURST_SECONDS;
    for (Kind kind : Kind.values()) {
      buckets.put(kind, new TokenBucket(limits.messagesPerSecond(), burst, nowMillis));
    }
  }

  /** A message has come. */
  public Ruling onMessage(Kind kind, long nowMillis) {
    long left = bucket(kind).spend(1, nowMillis);
    if (left >= 0) {
      return Ruling.TAKE;
    }
    return left >= -burst ? Ruling.TAKE_AND_PAUSE : Ruling.DROP;
  }

  /** Whether no budget is overdrawn, and a tenth of a second's worth is there again. */
  public boolean isRefilled(long nowMillis) {
    return buckets.values().stream()
        .allMatch(bucket -> bucket.tokens(nowMillis) * BURST_SECONDS * 10 >= burst);
  }

  private TokenBucket bucket(Kind kind) {
    TokenBucket bucket = buckets.get(kind);
    if (bucket == null) {
      throw new IllegalStateException("no budget for " + kind);
    }
    return bucket;
  }
}
