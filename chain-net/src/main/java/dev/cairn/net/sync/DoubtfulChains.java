package dev.cairn.net.sync;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Work;
import dev.cairn.net.message.Headers;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.runtime.Scheduler;
import dev.cairn.net.sync.HeaderGate.Passage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chains of peers whose work is in doubt, each twice ({@link Presync}), and lets those
 * headers through the gate that have shown to be worth it. Confined to the engine loop.
 */
final class DoubtfulChains {

  /** The smallest target is so many halvings away from the greatest. */
  private static final long HALVINGS_MAX = 256;

  /**
   * A chain that needs more headers than this many times what may be ahead of the bodies, before it
   * has more work than ours, could not be followed: its headers would not find room.
   */
  private static final int REACH = 3;

  /** So many stalls alone, and others are looked at beside it. */
  private static final int ALONE_STALLS = 5;

  private final Chain chain;
  private final HeaderGate gate;
  private final Scheduler scheduler;
  private final NetLimits limits;
  private final RandomGenerator random;
  private final Map<LinkId, SyncPeer> peers;

  DoubtfulChains(
      Chain chain,
      HeaderGate gate,
      Scheduler scheduler,
      NetLimits limits,
      RandomGenerator random,
      Map<LinkId, SyncPeer> peers) {
    this.chain = chain;
    this.gate = gate;
    this.scheduler = scheduler;
    this.limits = limits;
    this.random = random;
    this.peers = peers;
  }

  /** How long a chain is looked at alone. */
  static long aloneMillis(NetLimits limits) {
    return ALONE_STALLS * limits.stallMillis();
  }

  /** Begins with a full answer of headers that do not show enough work. */
  Passage begin(SyncPeer peer, ChainedHeader from, List<BlockHeader> headers, long nowMillis) {
    if (!chain.canHaveChildren(from.hash())) {
      peer.isTooDeep = true;
      return Passage.END;
    }
    long young = nowMillis - aloneMillis(limits);
    if (peers.values().stream().anyMatch(p -> p.presync != null && p.presyncSinceMillis > young)) {
      return Passage.PARKED;
    }
    Work toBeat = chain.tip().header().work(); // with less, it would only take room
    peer.presync = new Presync(chain.headerRules(), from, toBeat, headersMax(from), random);
    peer.presyncSinceMillis = nowMillis;
    peer.announcedSincePresync = false;
    return take(peer, new SyncPeer.HeaderRequest(0, 0, List.of()), headers, true, nowMillis);
  }

  /**
   * How many headers are read: what half of the memory has bits for (the rest is for headers held
   * back), what could be followed, and what the difficulty allows until now, give or take its
   * rounding.
   */
  private long headersMax(ChainedHeader from) {
    NetworkParameters network = chain.network();
    long byMemory = (long) limits.presyncCommitmentBytes() / 2 * 8 * Presync.PERIOD;
    long byReach = (long) REACH * limits.headersAhead();
    if (network.halfLifeSeconds() == 0) {
      return Math.min(byMemory, byReach);
    }
    long seconds =
        Math.max(0, scheduler.wallClock().secondsSince(from.time())) + network.maxFutureSeconds();
    long byTime = (seconds + HALVINGS_MAX * network.halfLifeSeconds()) / network.spacingSeconds();
    return Math.min(Math.min(byMemory, byReach), byTime + byTime / 50);
  }

  /** Goes on with an answer. */
  Passage take(
      SyncPeer peer,
      SyncPeer.HeaderRequest asked,
      List<BlockHeader> headers,
      boolean isFullAnswer,
      long nowMillis) {
    @Nullable Presync presync = peer.presync;
    if (presync == null) {
      return Passage.LATER;
    }
    boolean wasSecondPass = presync.isSecondPass();
    Presync.Outcome outcome = presync.take(headers, scheduler.wallClock());
    return switch (outcome) {
      case GOES_ON -> {
        boolean isOver = !isFullAnswer && wasSecondPass == presync.isSecondPass();
        if (isOver && !wasSecondPass) {
          yield ended(peer, presync);
        }
        if (isOver && presync.wantsMore()) {
          yield mismatch(peer, "the second time the chain is shorter");
        }
        release(peer, nowMillis);
        yield Passage.MORE;
      }
      case NOT_CONTINUED -> notContinued(peer, asked, headers.get(0));
      case INVALID -> {
        peer.peer.misbehaved(
            Misbehaviour.INVALID_HEADER, presync.refusal().map(Object::toString).orElse(""));
        yield Passage.END;
      }
      case TOO_EARLY -> {
        peer.isTooEarly = true;
        yield ended(peer, presync);
      }
      case TOO_LONG -> ended(peer, presync);
      case MISMATCH -> mismatch(peer, "other headers the second time");
    };
  }

  /** A chain that ended with too little work; a short fork, or one close to ours, is no fault. */
  private Passage ended(SyncPeer peer, Presync presync) {
    if (presync.headersRead() <= Headers.HEADERS_MAX
        || presync.work().isMoreThan(gate.threshold())) {
      return Passage.POOR;
    }
    peer.peer.misbehaved(Misbehaviour.LOW_WORK_CHAIN, presync.headersRead() + " headers");
    return Passage.POOR_AND_LONG;
  }

  private static Passage notContinued(
      SyncPeer peer, SyncPeer.HeaderRequest asked, BlockHeader first) {
    if (asked.locator().contains(first.previous())) {
      peer.presync = null; // its chain has changed: anew
      return Passage.LATER;
    }
    peer.peer.misbehaved(Misbehaviour.DISCONNECTED_HEADERS, "after " + first.previous());
    return Passage.END;
  }

  private static Passage mismatch(SyncPeer peer, String detail) {
    if (peer.announcedSincePresync && !peer.isForgiven) { // it may follow another chain now
      peer.presync = null;
      peer.isForgiven = true;
      return Passage.LATER;
    }
    peer.peer.misbehaved(Misbehaviour.PRESYNC_MISMATCH, detail);
    return Passage.END;
  }

  /** Lets out headers that were read twice, as far as there is room; whether all are out. */
  boolean release(SyncPeer peer, long nowMillis) {
    @Nullable Presync presync = peer.presync;
    if (presync == null) {
      return false;
    }
    for (Optional<BlockHeader> next = presync.next();
        next.isPresent() && gate.hasRoomFor(peer);
        next = presync.next()) {
      Optional<ChainedHeader> parent = chain.header(next.get().previous());
      Passage passage =
          parent.isEmpty()
              ? Passage.END
              : gate.pass(peer, parent.get(), List.of(next.get()), nowMillis);
      if (passage == Passage.END) {
        peer.exhausted();
      }
      if (passage != Passage.MORE) {
        return false;
      }
      presync.letOut();
    }
    if (presync.isDone()) {
      peer.presync = null;
      return true;
    }
    return false;
  }
}
