package dev.cairn.node.mining;

import dev.cairn.core.value.Timestamp;
import dev.cairn.net.engine.NetStatus;
import dev.cairn.net.sync.SyncProgress;
import java.util.Optional;

/**
 * Whether there is a point in mining now. It computes only; times are of one clock that never goes
 * back. Confined to one thread.
 */
final class MiningGate {

  /** So long a node that expects others waits for the first one. */
  static final long PEERS_MILLIS = 5_000;

  /** A sync that gets nowhere for so long is no reason to wait: whoever claims more may lie. */
  static final long STUCK_MILLIS = 30_000;

  private final long maxFutureSeconds;
  private boolean waitsForPeers;
  private long sinceMillis = Long.MIN_VALUE;
  private long progress = -1;
  private long progressMillis;

  /**
   * @param waitsForPeers whether others probably have blocks that are to be got first
   */
  MiningGate(long maxFutureSeconds, boolean waitsForPeers) {
    this.maxFutureSeconds = maxFutureSeconds;
    this.waitsForPeers = waitsForPeers;
  }

  Optional<MiningObstacle> obstacle(
      NetStatus status, Timestamp tipTime, Timestamp now, long nowMillis) {
    if (sinceMillis == Long.MIN_VALUE) {
      sinceMillis = nowMillis;
      progressMillis = nowMillis;
    }
    if (status.halted().isPresent()) {
      return Optional.of(MiningObstacle.CHAIN_HALTED);
    } else if (tipTime.seconds() - now.seconds() > maxFutureSeconds) {
      return Optional.of(MiningObstacle.CLOCK_BEHIND);
    } else if (isSyncing(status.sync(), nowMillis)) {
      return Optional.of(MiningObstacle.SYNCING);
    }
    return Optional.empty();
  }

  /**
   * Once the node had all that others have, only known headers with more work are worth waiting
   * for: headers that have yet to come may never do so.
   */
  private boolean isSyncing(SyncProgress sync, long nowMillis) {
    switch (sync.phase()) {
      case SYNCED -> {
        waitsForPeers = false;
        progressMillis = nowMillis;
        return false;
      }
      case NO_PEERS -> {
        progressMillis = nowMillis;
        return waitsForPeers && nowMillis - sinceMillis < PEERS_MILLIS;
      }
      case PRESYNC, HEADERS -> {
        return waitsForPeers && isGettingOn(sync, nowMillis);
      }
      case BODIES -> {
        return isGettingOn(sync, nowMillis);
      }
    }
    throw new IllegalStateException("unknown phase " + sync.phase());
  }

  private boolean isGettingOn(SyncProgress sync, long nowMillis) {
    long delivered = sync.shares().stream().mapToLong(SyncProgress.Share::delivered).sum();
    long reached = sync.headerHeight().value() + delivered;
    if (reached != progress) {
      progress = reached;
      progressMillis = nowMillis;
    }
    return nowMillis - progressMillis < STUCK_MILLIS;
  }
}
