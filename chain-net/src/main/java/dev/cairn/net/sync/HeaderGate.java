package dev.cairn.net.sync;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.LocalLimit;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.Work;
import dev.cairn.net.intake.Intake;
import dev.cairn.net.message.Headers;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.runtime.Scheduler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides which headers come to the chain: those whose chain has shown enough work, and not too
 * many ahead of the bodies. Confined to the engine loop.
 */
final class HeaderGate {

  /** A chain may have less work than ours by that of so many of our last blocks. */
  static final int FORGIVEN_BLOCKS = 144;

  /** Time until a header is tried again for which there was no room, unless the tip moves. */
  private static final long FULL_PAUSE_MILLIS = 5_000;

  /** What an answer has led to. */
  enum Passage {
    /** There are more: go on. */
    MORE,
    /** Its work is in doubt, and another one's is being looked at: go on when that is settled. */
    PARKED,
    /** Go on after a while. */
    LATER,
    /** There are no more, or they are of no use. */
    END,
    /** The chain has ended with too little work. */
    POOR,
    /** The same after more headers than fit into one answer. */
    POOR_AND_LONG
  }

  private final Chain chain;
  private final Intake intake;
  private final Scheduler scheduler;
  private final BodySync bodies;
  private final NetLimits limits;
  private final Map<LinkId, SyncPeer> peers;
  private final DoubtfulChains doubtful;

  private ChainedHeader best;

  HeaderGate(
      Chain chain,
      Intake intake,
      Scheduler scheduler,
      BodySync bodies,
      NetLimits limits,
      RandomGenerator random,
      Map<LinkId, SyncPeer> peers) {
    this.chain = chain;
    this.intake = intake;
    this.scheduler = scheduler;
    this.bodies = bodies;
    this.limits = limits;
    this.peers = peers;
    doubtful = new DoubtfulChains(chain, this, scheduler, limits, random, peers);
    best = chain.tip().header();
  }

  /** The chains that have to show their work first. */
  DoubtfulChains doubtful() {
    return doubtful;
  }

  /** The header with the most work, with or without its body. */
  ChainedHeader best() {
    ChainedHeader tip = chain.tip().header();
    if (chain.header(best.hash()).isEmpty()) {
      best = tip;
      peers.values().forEach(peer -> Optional.ofNullable(peer.best).ifPresent(this::improve));
    }
    improve(tip);
    return best;
  }

  private void improve(ChainedHeader header) {
    if (header.work().isMoreThan(best.work()) && chain.header(header.hash()).isPresent()) {
      best = header;
    }
  }

  /** Where a peer's headers go on: the best one that it has shown, or the tip. */
  ChainedHeader positionOf(SyncPeer peer) {
    ChainedHeader tip = chain.tip().header();
    ChainedHeader shown = peer.best;
    return shown != null && shown.work().isMoreThan(tip.work()) ? shown : tip;
  }

  /**
   * Where to ask a peer from: what it has shown itself counts when it has said that it has more.
   */
  ChainedHeader startFor(SyncPeer peer, ChainedHeader otherwise) {
    ChainedHeader shown = peer.best;
    return peer.hasMore && shown != null && chain.header(shown.hash()).isPresent()
        ? shown
        : otherwise;
  }

  /** Whether the best chain's headers may go on. */
  boolean hasRoom() {
    return hasRoomAfter(best());
  }

  /** Whether this peer's headers may go on. */
  boolean hasRoomFor(SyncPeer peer) {
    return !isFull(peer) && hasRoomAfter(positionOf(peer));
  }

  /** Headers of a chain without more work than ours have no bodies to wait for. */
  private boolean hasRoomAfter(ChainedHeader header) {
    ChainedHeader tip = chain.tip().header();
    long ahead = header.height().blocksSince(tip.height()) + Headers.HEADERS_MAX;
    return ahead <= limits.headersAhead() || !header.work().isMoreThan(tip.work());
  }

  /** What a chain's work must exceed before its headers are kept. */
  Work threshold() {
    long height = chain.tip().height().value() - FORGIVEN_BLOCKS;
    return height <= 0
        ? Work.ZERO
        : chain
            .hashAt(Height.of(height))
            .flatMap(chain::header)
            .map(ChainedHeader::work)
            .orElse(Work.ZERO);
  }

  void onTip() {
    peers.values().forEach(peer -> peer.fullUntilMillis = Long.MIN_VALUE);
  }

  /** Whether the chain had no room for the last header of this peer. */
  boolean isFull(SyncPeer peer) {
    return scheduler.nowMillis() < peer.fullUntilMillis;
  }

  /** Takes headers that were asked for. */
  Passage takeAnswer(
      SyncPeer peer,
      SyncPeer.HeaderRequest asked,
      List<BlockHeader> headers,
      boolean isFullAnswer,
      long nowMillis) {
    if (headers.isEmpty()) {
      return Passage.END;
    }
    BlockHash previous = headers.get(0).previous();
    Optional<ChainedHeader> parent = chain.header(previous);
    if (parent.isEmpty()) {
      return withoutParent(peer, asked, headers.get(0));
    }
    int known = 0;
    ChainedHeader from = parent.get();
    while (known < headers.size()) {
      Optional<ChainedHeader> next = chain.header(headers.get(known).hash());
      if (next.isEmpty()) {
        break;
      }
      from = next.get();
      known++;
    }
    List<BlockHeader> fresh = headers.subList(known, headers.size());
    if (isRefusedAlone(peer, fresh)) {
      return Passage.END;
    }
    if (!fresh.isEmpty() && !hasWork(from, fresh)) {
      return isFullAnswer ? doubtful.begin(peer, from, fresh, nowMillis) : Passage.POOR;
    }
    Passage passage = pass(peer, from, fresh, nowMillis);
    return passage == Passage.MORE && !isFullAnswer ? Passage.END : passage;
  }

  private Passage withoutParent(SyncPeer peer, SyncPeer.HeaderRequest asked, BlockHeader first) {
    if (chain.condemnation(first.previous()).isPresent()) {
      intake.header(first, Optional.of(peer.peer)); // which charges the peer
      return Passage.END;
    }
    if (asked.locator().contains(first.previous())) {
      return Passage.LATER; // let go meanwhile
    }
    peer.peer.misbehaved(Misbehaviour.DISCONNECTED_HEADERS, "after " + first.previous());
    return Passage.END;
  }

  /** Whether one of the headers is wrong by itself: then none is kept. */
  private boolean isRefusedAlone(SyncPeer peer, List<BlockHeader> headers) {
    for (BlockHeader header : headers) {
      if (chain.headerRules().checkInIsolation(header).isPresent()) {
        intake.header(header, Optional.of(peer.peer)); // which charges the peer
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a chain that goes on with these headers shows more work than the threshold. What each
   * of them claims counts, for its hash bears it out.
   */
  boolean hasWork(ChainedHeader parent, List<BlockHeader> headers) {
    Work work = parent.work();
    for (BlockHeader header : headers) {
      work = work.plus(header.bits().target().work());
    }
    return work.isMoreThan(threshold());
  }

  /** Gives headers to the chain, up to one that it does not take. */
  Passage pass(SyncPeer peer, ChainedHeader parent, List<BlockHeader> headers, long nowMillis) {
    ChainedHeader last = parent;
    Passage passage = Passage.MORE;
    peer.isTooEarly = false;
    for (BlockHeader header : headers) {
      Verdict verdict = intake.header(header, Optional.of(peer.peer));
      if (verdict instanceof Verdict.Accepted) {
        last = chain.header(header.hash()).orElse(last);
      } else {
        passage = notTaken(peer, verdict, nowMillis);
        break;
      }
    }
    improve(last);
    bodies.learn(peer, last);
    return passage;
  }

  private Passage notTaken(SyncPeer peer, Verdict verdict, long nowMillis) {
    if (!(verdict instanceof Verdict.Deferred deferred)) {
      return Passage.END; // refused: the intake has charged it
    }
    if (deferred.why() instanceof Verdict.TooEarly) {
      peer.isTooEarly = true;
      return Passage.LATER;
    }
    if (deferred.why() instanceof Verdict.LimitReached reached) {
      if (reached.limit() == LocalLimit.FORK_TOO_DEEP) {
        peer.isTooDeep = true;
        return Passage.END;
      }
      peer.fullUntilMillis = nowMillis + FULL_PAUSE_MILLIS;
    }
    return Passage.LATER;
  }

  /** Takes headers that were announced, up to the last one that is taken; empty when none is. */
  Optional<ChainedHeader> takeAnnounced(
      SyncPeer peer, ChainedHeader parent, List<BlockHeader> headers, long nowMillis) {
    if (isRefusedAlone(peer, headers) || !hasWork(parent, headers)) {
      return Optional.empty();
    }
    pass(peer, parent, headers, nowMillis);
    return chain.header(headers.get(headers.size() - 1).hash());
  }
}
