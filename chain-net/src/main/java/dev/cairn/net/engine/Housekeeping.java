package dev.cairn.net.engine;

import dev.cairn.core.chain.Chain;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.value.Timestamp;
import dev.cairn.net.intake.ChainIntake;
import dev.cairn.net.runtime.Scheduler;

/** What is done because time has passed. Confined to the engine loop, {@link #status} excepted. */
final class Housekeeping {

  /** From so long on a check of a block or transaction is reported as stalled. */
  static final long STALLED_MILLIS = 10_000;

  private static final long STATUS_MILLIS = 1_000;

  private final Chain chain;
  private final Mempool mempool;
  private final ChainIntake intake;
  private final LinkKeeper links;
  private final Parts parts;
  private final Scheduler scheduler;
  private final EngineListener listener;
  private volatile NetStatus status;
  private long statusMillis;
  private boolean isStallReported;

  Housekeeping(
      Chain chain,
      Mempool mempool,
      ChainIntake intake,
      LinkKeeper links,
      Parts parts,
      Scheduler scheduler,
      EngineListener listener) {
    this.chain = chain;
    this.mempool = mempool;
    this.intake = intake;
    this.links = links;
    this.parts = parts;
    this.scheduler = scheduler;
    this.listener = listener;
    statusMillis = scheduler.nowMillis();
    status = snapshot();
  }

  void onTick() {
    advanceChain();
    links.onTick();
    parts.onTick(scheduler.nowMillis());
    watchWork();
    if (scheduler.nowMillis() - statusMillis >= STATUS_MILLIS) {
      refresh();
    }
  }

  /** Judges what has waited for its time. Only the local clock counts, never a peer's. */
  private void advanceChain() {
    Timestamp now = scheduler.wallClock();
    if (chain.nextDeferred().filter(time -> !time.isAfter(now)).isPresent()) {
      chain.advance(now);
    }
    mempool.advance(now);
  }

  private void watchWork() {
    long oldest = intake.oldestJobMillis();
    if (oldest < STALLED_MILLIS) {
      isStallReported = false;
    } else if (!isStallReported) {
      isStallReported = true;
      listener.onStalledWork(oldest);
    }
  }

  NetStatus refresh() {
    statusMillis = scheduler.nowMillis();
    status = snapshot();
    return status;
  }

  NetStatus status() {
    return status;
  }

  private NetStatus snapshot() {
    LinkStatus ofLinks = links.status();
    return new NetStatus(
        chain.tip().height(),
        parts.sync().progress(),
        ofLinks.peers(),
        ofLinks.handshakes(),
        ofLinks.bannedMillis(),
        ofLinks.bannedPrefixes(),
        ofLinks.records().departures(),
        ofLinks.records().byReason(),
        ofLinks.records().misbehaviour(),
        ofLinks.clockAheadSeconds(),
        intake.oldestJobMillis(),
        chain.halted().map(halted -> halted.detail()));
  }
}
