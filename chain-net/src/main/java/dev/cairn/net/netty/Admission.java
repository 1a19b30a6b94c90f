package dev.cairn.net.netty;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.TokenBucket;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Which inbound connections are taken at all, before anything is spent on them. Confined to the
 * event loop of the listening socket.
 *
 * <p>An address that has used up its own budget takes nothing from the budget of all, so that a
 * flood from one host leaves the rest to the others. Address prefixes are remembered as long as
 * they have connections or have used their budget within the last seconds; as a new one needs the
 * budget of all, that is at most some times {@link NetLimits#acceptsPerSecond} beside those with
 * connections.
 */
final class Admission {

  private static final long SWEEP_MILLIS = 1_000;

  private static final class Prefix {
    private final TokenBucket bucket;
    private int connections;

    Prefix(TokenBucket bucket) {
      this.bucket = bucket;
    }

    boolean mayCome(long nowMillis) {
      return bucket.tokens(nowMillis) >= 1;
    }
  }

  private final NetLimits limits;
  private final TokenBucket all;
  private final Map<Bytes, Prefix> prefixes = new TreeMap<>();
  private int handshakes;
  private final long startNanos;
  private long lastSweepMillis;

  Admission(NetLimits limits, long nowNanos) {
    this.limits = limits;
    this.startNanos = nowNanos;
    this.all = bucket(limits.acceptsPerSecond(), 0);
  }

  /** What may come in one second may come at once. */
  private static TokenBucket bucket(int perSecond, long nowMillis) {
    return new TokenBucket(perSecond, perSecond, nowMillis);
  }

  /** Takes a connection of this prefix, or says why not. */
  Optional<DisconnectReason> admit(Bytes prefix, long nowNanos) {
    long nowMillis = TimeUnit.NANOSECONDS.toMillis(nowNanos - startNanos); // nanoTime may wrap
    sweep(nowMillis);
    Prefix known = prefixes.get(prefix);
    if (known != null
        && (known.connections >= limits.linksPerAddress() || !known.mayCome(nowMillis))) {
      return Optional.of(DisconnectReason.TOO_MANY_FROM_ADDRESS);
    }
    if (handshakes >= limits.pendingHandshakes() || all.tokens(nowMillis) < 1) {
      return Optional.of(DisconnectReason.TOO_MANY_PEERS);
    }
    all.spend(1, nowMillis);
    Prefix of = known == null ? remember(prefix, nowMillis) : known;
    of.bucket.spend(1, nowMillis);
    of.connections++;
    handshakes++;
    return Optional.empty();
  }

  private Prefix remember(Bytes prefix, long nowMillis) {
    Prefix fresh = new Prefix(bucket(limits.acceptsPerSecondPerAddress(), nowMillis));
    prefixes.put(prefix, fresh);
    return fresh;
  }

  /** A connection has got through its handshake. */
  void handshakeDone() {
    handshakes--;
  }

  /** A connection is gone; if it had not got through its handshake, that is over as well. */
  void closed(Bytes prefix, boolean wasHandshakeDone) {
    Prefix of = prefixes.get(prefix);
    if (of != null) {
      of.connections--;
    }
    if (!wasHandshakeDone) {
      handshakes--;
    }
  }

  private void sweep(long nowMillis) {
    if (nowMillis - lastSweepMillis >= SWEEP_MILLIS) {
      lastSweepMillis = nowMillis;
      long full = limits.acceptsPerSecondPerAddress();
      prefixes.values().removeIf(of -> of.connections == 0 && of.bucket.tokens(nowMillis) == full);
    }
  }

  /** How many prefixes are remembered. */
  int prefixes() {
    return prefixes.size();
  }

  /** How many connections have not got through their handshake. */
  int handshakes() {
    return handshakes;
  }
}
