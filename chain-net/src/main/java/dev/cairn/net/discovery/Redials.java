package dev.cairn.net.discovery;

import dev.cairn.net.peer.NetLimits;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** When each target may be dialled again. Confined to the engine loop. */
final class Redials {

  /** The pause after the first failure; it doubles with each one. */
  private static final long PAUSE_MILLIS_MIN = 250;

  /** The longest pause for an address beyond the LAN that nobody configured. */
  private static final long DISTANT_PAUSE_MILLIS_MAX = 300_000;

  /** The pause after an answer that will not change soon, such as NOT_ALLOWED. */
  private static final long REFUSED_PAUSE_MILLIS = 60_000;

  private record Pause(int failures, long dueMillis) {}

  private final TreeMap<Target, Pause> pauses = new TreeMap<>();
  private final RandomGenerator random;
  private final NetLimits limits;

  Redials(RandomGenerator random, NetLimits limits) {
    this.random = random;
    this.limits = limits;
  }

  boolean isDue(Target target, long nowMillis) {
    Pause pause = pauses.get(target);
    return pause == null || pause.dueMillis() <= nowMillis;
  }

  int failures(Target target) {
    Pause pause = pauses.get(target);
    return pause == null ? 0 : pause.failures();
  }

  /** Not before then, without a failure. */
  void notBefore(Target target, long dueMillis) {
    put(target, new Pause(failures(target), dueMillis));
  }

  void failed(Target target, long nowMillis, boolean isConfigured) {
    int failures = failures(target) + 1;
    long longest =
        isConfigured || Reach.isLocal(target.address())
            ? limits.redialMillisMax()
            : DISTANT_PAUSE_MILLIS_MAX;
    long pause = Math.min(longest, doubled(failures));
    put(target, new Pause(failures, nowMillis + withJitter(pause)));
  }

  /** A ban stands between us and the node at a configured address: longer and longer pauses. */
  void banned(Target target, long nowMillis) {
    int failures = failures(target) + 1;
    long pause = Math.min(limits.bannedRedialMillisMax(), doubled(failures));
    put(target, new Pause(failures, nowMillis + withJitter(pause)));
  }

  private static long doubled(int failures) {
    return PAUSE_MILLIS_MIN << Math.min(failures - 1, 16);
  }

  /** The peer does not want us, for a reason that lasts. */
  void refused(Target target, long nowMillis) {
    put(target, new Pause(failures(target) + 1, nowMillis + withJitter(REFUSED_PAUSE_MILLIS)));
  }

  /** Between half of it and all: hosts that lost one another must not dial in step. */
  private long withJitter(long millis) {
    return millis / 2 + random.nextLong(millis - millis / 2 + 1);
  }

  void succeeded(Target target) {
    pauses.remove(target);
  }

  /** Everything may be dialled at once: what failed may work on another network. */
  void reset() {
    pauses.clear();
  }

  int size() {
    return pauses.size();
  }

  private void put(Target target, Pause pause) {
    if (pauses.size() >= limits.addresses() && !pauses.containsKey(target)) {
      pauses.entrySet().stream()
          .min(Map.Entry.comparingByValue((a, b) -> Long.compare(a.dueMillis(), b.dueMillis())))
          .ifPresent(soonest -> pauses.remove(soonest.getKey()));
    }
    pauses.put(target, pause);
  }
}
