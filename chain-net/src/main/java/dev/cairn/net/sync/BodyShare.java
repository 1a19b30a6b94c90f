package dev.cairn.net.sync;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.net.peer.NetLimits;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The bodies that one peer was asked for, and how well it delivers. Confined to the engine loop.
 */
final class BodyShare {

  /** The longest pause between two bodies that is put down to their size. */
  private static final long INTERVAL_MILLIS_MAX = 20_000;

  /** So many round trips, or usual intervals between bodies, are no stall. */
  private static final int PATIENCE = 4;

  /** A request that is not answered. */
  record Asked(Height height, long atMillis) {}

  private final NetLimits limits;
  private final TreeMap<BlockHash, Asked> outstanding = new TreeMap<>();
  private final Set<BlockHash> lacking = new TreeSet<>();
  private int capacity;
  private int judging;
  private long judgingBytes;
  private long progressMillis;
  private long intervalMillis;
  private long delivered;
  private long blockedMillis;
  private boolean stalled;

  BodyShare(NetLimits limits) {
    this.limits = limits;
    capacity = limits.blocksInFlight();
  }

  /** How many more it can be asked for now. */
  int room() {
    if (judging + outstanding.size() >= limits.jobsPerPeer()
        || judgingBytes >= limits.jobBytesPerPeer()) {
      return 0;
    }
    return Math.max(0, capacity - outstanding.size());
  }

  /** Whether the room is worth a message: half of what it may have, or all that is free. */
  boolean isWorthAsking() {
    int room = room();
    return room > 0 && (outstanding.isEmpty() || 2 * room >= capacity);
  }

  /** Whether it may be asked for this one: not while the answer of the last time is due. */
  boolean canBeAskedFor(BlockHash hash) {
    return !outstanding.containsKey(hash) && !lacking.contains(hash);
  }

  void asked(BlockHash hash, Height height, long nowMillis) {
    if (outstanding.isEmpty()) {
      progressMillis = nowMillis;
    }
    outstanding.put(hash, new Asked(height, nowMillis));
  }

  /** Takes an answer; empty when nothing was asked. */
  Optional<Asked> answered(BlockHash hash) {
    return Optional.ofNullable(outstanding.remove(hash));
  }

  /**
   * The answer was the body.
   *
   * @param isInTime whether it was not asked of another meanwhile
   */
  void delivered(boolean isInTime, long nowMillis) {
    long interval = Math.min(INTERVAL_MILLIS_MAX, nowMillis - progressMillis);
    intervalMillis = delivered == 0 ? interval : (3 * intervalMillis + interval) / 4;
    progressMillis = nowMillis;
    delivered++;
    if (isInTime) {
      stalled = false;
      capacity = Math.min(limits.blocksInFlight(), capacity + 1);
    }
  }

  /**
   * It does not have this one, or had a wrong one.
   *
   * @param isOver whether it does not matter any more of some other
   */
  void lacks(BlockHash hash, Predicate<BlockHash> isOver) {
    if (lacking.size() >= limits.downloadWindow()) {
      lacking.removeIf(isOver); // the rest is in the window of its branch
    }
    lacking.add(hash);
  }

  /** It has lost what it was asked for to others. */
  void stalled() {
    stalled = true;
    blockedMillis = 0;
    capacity = Math.max(1, capacity / 2);
  }

  /** How long it may send nothing, given its round trip and the pace of its bodies. */
  long patienceMillis(long roundTripMillis) {
    return Math.max(impatienceMillis(roundTripMillis), PATIENCE * intervalMillis);
  }

  /** The same when others have to wait for it. */
  long impatienceMillis(long roundTripMillis) {
    return Math.max(limits.stallMillis(), PATIENCE * roundTripMillis);
  }

  /**
   * Counts how long others have waited for it; time in which none did counts against that.
   *
   * @param millis since the last time
   */
  void blocks(boolean isWaitedFor, long millis) {
    blockedMillis = Math.max(0, blockedMillis + (isWaitedFor ? millis : -millis));
  }

  long blockedMillis() {
    return blockedMillis;
  }

  void judging(int bytes) {
    judging++;
    judgingBytes += bytes;
  }

  void judged(int bytes) {
    judging--;
    judgingBytes -= bytes;
  }

  long progressMillis() {
    return progressMillis;
  }

  long intervalMillis() {
    return intervalMillis;
  }

  boolean isStalled() {
    return stalled;
  }

  int inFlight() {
    return outstanding.size();
  }

  int capacity() {
    return capacity;
  }

  long delivered() {
    return delivered;
  }

  @Nullable Asked asked(BlockHash hash) {
    return outstanding.get(hash);
  }

  Map<BlockHash, Asked> outstanding() {
    return outstanding;
  }
}
