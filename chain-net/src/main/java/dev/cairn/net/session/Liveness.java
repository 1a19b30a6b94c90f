package dev.cairn.net.session;

import dev.cairn.net.message.Ping;
import dev.cairn.net.message.Pong;
import dev.cairn.net.peer.NetLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whether the other side of an open link is still there. Any message is a sign of life; after some
 * silence it is asked for one, and after more of it the link is overdue. Time in which this side
 * did not read does not count as silence. Confined to the engine loop.
 */
public final class Liveness {

  /** How often the round trip is measured on a link that is never silent. */
  static final long SAMPLE_MILLIS = 10_000;

  /** Pings without answer that are remembered; while there are as many, none is sent. */
  static final int UNANSWERED_MAX = 16;

  private final NetLimits limits;
  private final RandomGenerator random;
  private final RoundTrip roundTrip = new RoundTrip();

  /** When each unanswered ping was sent. Its keys are our own random numbers. */
  private final Map<Long, Long> unanswered = new LinkedHashMap<>();

  private long heardMillis;
  private long pingedMillis;

  public Liveness(NetLimits limits, RandomGenerator random, long nowMillis) {
    this.limits = limits;
    this.random = random;
    heardMillis = nowMillis;
    pingedMillis = nowMillis - SAMPLE_MILLIS; // the first tick measures
  }

  /** A message of any kind has come. */
  public void onHeard(long nowMillis) {
    heardMillis = Math.max(heardMillis, nowMillis);
  }

  /** Takes an answer; false when there was no such ping. */
  public boolean onPong(Pong pong, long nowMillis) {
    @Nullable Long sentMillis = unanswered.remove(pong.nonce());
    if (sentMillis == null) {
      return false;
    }
    roundTrip.onSample(nowMillis - sentMillis);
    return true;
  }

  /**
   * Time has passed.
   *
   * @param isReading whether messages could have been heard since the last tick
   * @return a ping to send
   */
  public Optional<Ping> onTick(long nowMillis, boolean isReading) {
    if (!isReading) {
      heardMillis = nowMillis;
    }
    long sincePing = nowMillis - pingedMillis;
    boolean isDue =
        sincePing >= SAMPLE_MILLIS
            || (sincePing >= limits.pingMillis()
                && (!isReading || nowMillis - heardMillis >= limits.pingMillis()));
    return isDue && unanswered.size() < UNANSWERED_MAX
        ? Optional.of(ping(nowMillis))
        : Optional.empty();
  }

  private Ping ping(long nowMillis) {
    pingedMillis = nowMillis;
    Ping ping = new Ping(random.nextLong());
    unanswered.put(ping.nonce(), nowMillis);
    return ping;
  }

  /** Whether nothing was heard for too long. */
  public boolean isOverdue(long nowMillis) {
    return nowMillis - heardMillis >= limits.silenceMillis();
  }

  /** The smoothed round trip; a cautious guess before the first answer. */
  public long roundTripMillis() {
    return roundTrip.millis();
  }

  /** Whether the round trip was measured. */
  public boolean isMeasured() {
    return roundTrip.isKnown();
  }
}
