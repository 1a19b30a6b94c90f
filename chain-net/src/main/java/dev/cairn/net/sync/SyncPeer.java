package dev.cairn.net.sync;

import dev.cairn.core.chain.Chain;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Work;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.session.Peer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the sync knows of one peer, and has asked it for. Confined to the engine loop. */
final class SyncPeer {

  /** A request for headers, until it is answered. */
  record HeaderRequest(long number, long sentMillis, List<BlockHash> locator) {}

  final Peer peer;
  final BodyShare bodies;

  /** The best header that it has shown to have. */
  @Nullable ChainedHeader best;

  /** Whether it may still have what it said of itself when it came. */
  boolean claimOpen;

  /** Whether it has already said that it lacks something of what it claimed. */
  boolean claimRefuted;

  /** When it was last charged for delivering nothing. */
  long chargedMillis;

  // --- headers ---

  /** What it was asked; stays when it does not answer, so that a late answer is not a fault. */
  @Nullable HeaderRequest request;

  /** A block that it has and that is not known here. */
  @Nullable BlockHash hint;

  /** Whether its last answer was full. */
  boolean hasMore;

  /** Not to be asked before. */
  long quietUntilMillis;

  /** How often in a row it did not answer in time. */
  int failures;

  /** How often in a row its chain had too little work. */
  int poorChains;

  /** Whether its chain leaves ours too deep. */
  boolean isTooDeep;

  /** The header tree had no room for its last header; until then it is not tried again. */
  long fullUntilMillis = Long.MIN_VALUE;

  /** Its last header that was too far ahead of the clock made it wait. */
  boolean isTooEarly;

  /** The chain that it is showing, until that has enough work. */
  @Nullable Presync presync;

  long presyncSinceMillis;

  /** Whether it has announced another chain since the presync began. */
  boolean announcedSincePresync;

  /** Whether its second pass has once shown another chain than the first. */
  boolean isForgiven;

  /**
   * Whether it was asked for headers at all: a block that it got between its introduction and the
   * opening of the link is told by neither.
   */
  boolean wasAsked;

  /** When it was last asked for headers. */
  long askedMillis;

  SyncPeer(Peer peer, NetLimits limits) {
    this.peer = peer;
    bodies = new BodyShare(limits);
  }

  /** Whether it is worth asking for headers. */
  boolean wantsHeaders(Chain chain) {
    if (isTooDeep) {
      return false;
    }
    boolean isUnasked = !wasAsked && best != null;
    boolean hasReason = hasMore || presync != null || hint != null || isUnasked;
    boolean onlyClaims = !hasMore && presync == null && claimOpen && isClaim(hint);
    return hasReason && (!onlyClaims || claimedWork().isMoreThan(chain.tip().header().work()));
  }

  private boolean isClaim(@Nullable BlockHash hash) {
    return peer.introduction().bestHash().equals(hash);
  }

  Work claimedWork() {
    return peer.introduction().bestWork();
  }

  /** Remembers that it has this header. */
  void learn(ChainedHeader header) {
    if (best == null || header.work().isMoreThan(best.work())) {
      best = header;
    }
    if (header.hash().equals(hint)) {
      hint = null;
    }
    if (isClaim(header.hash())) {
      claimOpen = false;
    }
  }

  /** What the chain has of what it hinted at or claimed. */
  Optional<ChainedHeader> resolved(Chain chain) {
    Optional<ChainedHeader> hinted = Optional.ofNullable(hint).flatMap(chain::header);
    return hinted.isPresent() || !claimOpen ? hinted : chain.header(peer.introduction().bestHash());
  }

  SyncProgress.Share share() {
    return new SyncProgress.Share(
        peer.id(), bodies.inFlight(), bodies.capacity(), bodies.delivered(), bodies.isStalled());
  }

  /** It has no headers that are not known. */
  void exhausted() {
    hasMore = false;
    hint = null;
    claimOpen = false;
    presync = null;
  }
}
