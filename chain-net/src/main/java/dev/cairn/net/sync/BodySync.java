package dev.cairn.net.sync;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.LocalLimit;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.core.verdict.Rule;
import dev.cairn.net.intake.Intake;
import dev.cairn.net.message.BlocksNotFound;
import dev.cairn.net.message.FullBlock;
import dev.cairn.net.message.GetBlocks;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.runtime.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gets the bodies of the chains that peers follow, from all of them in parallel. A body is asked of
 * one peer at a time; when that one stalls, of another, and whatever answer comes first counts.
 * Confined to the engine loop.
 */
final class BodySync {

  /**
   * Bodies that wait for one below them take room in the chain: half of what it has by default, for
   * blocks of the greatest size.
   */
  private static final long WINDOW_BYTES = 512L << 20;

  /** When the chain could not take a body: time until it may be asked for again. */
  private static final long PAUSE_MILLIS = 5_000;

  /** The same when an application failed with it, which it will do again. */
  private static final long FAULT_PAUSE_MILLIS = 600_000;

  private final Chain chain;
  private final Intake intake;
  private final Scheduler scheduler;
  private final NetLimits limits;
  private final Map<LinkId, SyncPeer> peers;
  private final int window;
  private final Branches branches;
  private final Orders orders;
  private final StallWatch watch;

  private long pausedUntilMillis = Long.MIN_VALUE;
  private long progressMillis;

  BodySync(
      Chain chain,
      Intake intake,
      Scheduler scheduler,
      NetLimits limits,
      Map<LinkId, SyncPeer> peers) {
    this.chain = chain;
    this.intake = intake;
    this.scheduler = scheduler;
    this.limits = limits;
    this.peers = peers;
    long fitting = WINDOW_BYTES / chain.network().blockBytes();
    window = (int) Math.max(limits.blocksInFlight(), Math.min(limits.downloadWindow(), fitting));
    branches = new Branches(chain);
    orders = new Orders(chain, branches);
    watch = new StallWatch(peers, branches, orders, this);
  }

  /** A peer has shown that it has this header of the chain. */
  void learn(SyncPeer peer, ChainedHeader header) {
    peer.learn(header);
    if (branches.all().isEmpty()) {
      progressMillis = scheduler.nowMillis();
    }
    branches.add(header);
  }

  /** Leaves a block to whoever is putting it together, for a while. */
  void reserve(BlockHash hash, long nowMillis) {
    if (orders.reserved() < limits.blocksInFlight()) {
      orders.reserve(hash, nowMillis + limits.stallMillis());
    }
  }

  /** Nobody is putting it together any more. */
  void unreserve(BlockHash hash) {
    orders.unreserve(hash);
  }

  /** Asks this very peer for a block that it has shown to have, and what is missing below. */
  void fetch(SyncPeer peer, ChainedHeader header, long nowMillis) {
    learn(peer, header);
    if (isStill() || peer.peer.isGone()) {
      return;
    }
    List<ChainedHeader> missing = new ArrayList<>();
    Optional<ChainedHeader> at = Optional.of(header);
    for (int below = 0; at.isPresent() && !chain.isComplete(at.get().hash()); below++) {
      if (below == GetBlocks.HASHES_MAX) {
        ask(peer, nowMillis); // it is far ahead: as any other
        return;
      }
      if (orders.isWanted(at.get().hash()) && peer.bodies.canBeAskedFor(at.get().hash())) {
        missing.add(0, at.get());
      }
      at = chain.header(at.get().header().previous());
    }
    if (peer.bodies.inFlight() + missing.size() <= 2 * limits.blocksInFlight()) {
      orders.order(peer, missing, nowMillis);
    } else {
      missing.forEach(each -> branches.giveBack(each.hash(), each.height()));
    }
  }

  /** Asks all who have room. */
  void askAll(long nowMillis) {
    if (!branches.all().isEmpty()) {
      peers.values().forEach(peer -> ask(peer, nowMillis));
    }
  }

  /** Asks a peer for as much as it has room for. */
  void ask(SyncPeer peer, long nowMillis) {
    Optional<Branch> branch = branchOf(peer);
    if (branch.isEmpty() || !peer.bodies.isWorthAsking() || isStill() || peer.peer.isGone()) {
      return;
    }
    int last = lastPosition(peer, branch.get());
    List<ChainedHeader> asked = new ArrayList<>();
    while (asked.size() < Math.min(peer.bodies.room(), GetBlocks.HASHES_MAX)) {
      Optional<ChainedHeader> next =
          branch.get().take(last, window, orders::isWanted, peer.bodies::canBeAskedFor);
      if (next.isEmpty()) {
        break;
      }
      asked.add(next.get());
    }
    if (asked.isEmpty() && last >= branch.get().frontPosition()) {
      branch.get().waits();
    }
    orders.order(peer, asked, nowMillis);
  }

  /** Whether no body is of use now. */
  private boolean isStill() {
    return scheduler.nowMillis() < pausedUntilMillis || chain.halted().isPresent();
  }

  /** What a peer is asked for: the chain that it has shown, else the best one if it claims more. */
  Optional<Branch> branchOf(SyncPeer peer) {
    Optional<Branch> own = Optional.ofNullable(peer.best).flatMap(branches::through);
    return own.isPresent() || !isBelieved(peer) ? own : branches.best();
  }

  private static boolean isBelieved(SyncPeer peer) {
    return peer.claimOpen && !peer.claimRefuted;
  }

  /** The highest position of a branch that a peer has. */
  static int lastPosition(SyncPeer peer, Branch branch) {
    int shown = peer.best == null ? -1 : branch.positionOf(peer.best);
    return isBelieved(peer) ? Math.max(shown, branch.lastWithin(peer.claimedWork())) : shown;
  }

  void onFullBlock(SyncPeer peer, FullBlock message, long nowMillis) {
    Block block = message.block();
    BlockHash hash = block.hash();
    Optional<BodyShare.Asked> asked = peer.bodies.answered(hash);
    if (asked.isEmpty()) {
      peer.peer.misbehaved(Misbehaviour.UNREQUESTED, "block " + hash);
      return;
    }
    peer.bodies.delivered(orders.settle(peer, hash), nowMillis);
    boolean isNew = !orders.isJudging(hash) && !chain.hasBody(hash);
    if (isNew && chain.header(hash).isPresent()) { // else condemned since, or let go
      judge(peer, block, asked.get().height());
    }
    ask(peer, nowMillis);
  }

  private void judge(SyncPeer peer, Block block, Height height) {
    int bytes = block.size();
    orders.judging(block.hash(), peer);
    peer.bodies.judging(bytes);
    intake.block(
        block,
        Optional.of(peer.peer),
        verdict -> {
          orders.judged(block.hash());
          peer.bodies.judged(bytes);
          onVerdict(peer, block.hash(), height, verdict);
        });
  }

  private void onVerdict(SyncPeer peer, BlockHash hash, Height height, Verdict verdict) {
    if (verdict instanceof Verdict.Rejected rejected) {
      if (rejected.blame() == Rule.Blame.SENDER) {
        peer.bodies.lacks(hash, this::isOver);
        orders.giveBack(hash, height);
      } else {
        keepKnown();
      }
    } else if (verdict instanceof Verdict.Deferred deferred) {
      boolean isFault = deferred.why() instanceof Verdict.Halted;
      long until = scheduler.nowMillis() + (isFault ? FAULT_PAUSE_MILLIS : PAUSE_MILLIS);
      orders.reserve(hash, until); // not again at once
      if (deferred.why() instanceof Verdict.LimitReached reached
          && reached.limit() == LocalLimit.SIDE_BODIES_FULL) {
        pausedUntilMillis = until;
      }
      keepKnown();
    }
    branches.advance();
    askAll(scheduler.nowMillis());
  }

  void onBlocksNotFound(SyncPeer peer, BlocksNotFound message, long nowMillis) {
    for (BlockHash hash : message.hashes()) {
      Optional<BodyShare.Asked> asked = peer.bodies.answered(hash);
      if (asked.isEmpty()) {
        peer.peer.misbehaved(Misbehaviour.UNREQUESTED, "no block " + hash);
      } else {
        onNotFound(peer, hash, asked.get().height());
      }
    }
    askAll(nowMillis);
  }

  private void onNotFound(SyncPeer peer, BlockHash hash, Height height) {
    peer.bodies.lacks(hash, this::isOver);
    if (hasShown(peer, hash, height)) {
      peer.peer.misbehaved(Misbehaviour.NOT_DELIVERED, "block " + hash);
    } else {
      peer.claimRefuted = true;
    }
    if (orders.settle(peer, hash)) {
      orders.giveBack(hash, height);
    }
  }

  /** Whether a body has come, or will never be asked for. */
  private boolean isOver(BlockHash hash) {
    return chain.hasBody(hash) || chain.header(hash).isEmpty();
  }

  private boolean hasShown(SyncPeer peer, BlockHash hash, Height height) {
    @Nullable ChainedHeader best = peer.best;
    if (best == null) {
      return false;
    }
    Optional<Branch> branch = branches.through(best);
    boolean isBelow =
        branch.filter(b -> b.positionOf(hash, height) >= 0).isPresent()
            && height.compareTo(best.height()) <= 0;
    return best.hash().equals(hash) || isBelow;
  }

  /** The peer has left: what it owed is asked of others. */
  void onGone(SyncPeer peer, long nowMillis) {
    orders.release(peer);
    keepKnown();
    askAll(nowMillis);
  }

  /** The tip has moved. */
  void onTip(long nowMillis) {
    progressMillis = nowMillis;
    pausedUntilMillis = Long.MIN_VALUE;
    branches.advance();
  }

  void onTick(long nowMillis) {
    orders.endReservations(nowMillis);
    keepKnown();
    branches.advance();
    watch.onTick(nowMillis);
    askAll(nowMillis);
  }

  /** Forgets the headers that the chain has let go or condemned. */
  void keepKnown() {
    List<ChainedHeader> shown = new ArrayList<>();
    for (SyncPeer peer : peers.values()) {
      @Nullable ChainedHeader best = peer.best;
      if (best != null && chain.header(best.hash()).isEmpty()) {
        peer.best = null;
        peer.hasMore = chain.condemnation(best.hash()).isEmpty(); // let go for want of room
      } else if (best != null) {
        shown.add(best);
      }
    }
    branches.keep(shown);
  }

  /** The end of the best chain that some peer is delivering, or might. */
  Optional<ChainedHeader> bestDelivered() {
    @Nullable ChainedHeader best = null;
    for (SyncPeer peer : peers.values()) {
      Optional<Branch> branch = peer.bodies.isStalled() ? Optional.empty() : branchOf(peer);
      if (branch.isPresent()
          && (best == null || branch.get().last().work().isMoreThan(best.work()))) {
        best = branch.get().last();
      }
    }
    return Optional.ofNullable(best);
  }

  /** Whether a body is wanted that no peer was asked for, or none has delivered for long. */
  Optional<SyncObstacle> obstacle(long nowMillis) {
    if (branches.all().isEmpty()) {
      return Optional.empty();
    }
    if (nowMillis < pausedUntilMillis) {
      return Optional.of(SyncObstacle.SIDE_BODIES_FULL);
    }
    boolean stuck =
        peers.values().stream().allMatch(peer -> peer.bodies.isStalled() || !orders.owes(peer))
            && !orders.isJudging()
            && nowMillis - progressMillis > 2 * limits.stallMillis();
    return stuck ? Optional.of(SyncObstacle.BODIES_NOT_DELIVERED) : Optional.empty();
  }

  /** When the tip last moved, or something to do first came. */
  long progressMillis() {
    return progressMillis;
  }

  int reserved() {
    return orders.reserved();
  }

  /** How many bodies are being judged. */
  int judged() {
    return orders.judged();
  }

  boolean hasWork() {
    return !branches.all().isEmpty();
  }
}
