package dev.cairn.net.sync;

import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.runtime.LinkId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes from slow peers what they were asked for, so that others are asked: from one that sends
 * nothing, and sooner from one for which the others have to wait. Confined to the engine loop.
 */
final class StallWatch {

  /** Time without any body after which what was shown counts as not delivered. */
  private static final long NOT_DELIVERED_MILLIS = 60_000;

  private final Map<LinkId, SyncPeer> peers;
  private final Branches branches;
  private final Orders orders;
  private final BodySync bodies;
  private long tickMillis;

  StallWatch(Map<LinkId, SyncPeer> peers, Branches branches, Orders orders, BodySync bodies) {
    this.peers = peers;
    this.branches = branches;
    this.orders = orders;
    this.bodies = bodies;
  }

  void onTick(long nowMillis) {
    for (SyncPeer peer : List.copyOf(peers.values())) {
      BodyShare share = peer.bodies;
      long silentMillis = nowMillis - share.progressMillis();
      if (orders.owes(peer) && silentMillis > share.patienceMillis(peer.peer.roundTripMillis())) {
        stall(peer);
      }
      if (share.inFlight() > 0
          && silentMillis > NOT_DELIVERED_MILLIS
          && nowMillis - peer.chargedMillis > NOT_DELIVERED_MILLIS
          && peer.best != null) {
        peer.chargedMillis = nowMillis;
        peer.peer.misbehaved(
            Misbehaviour.NOT_DELIVERED, share.inFlight() + " blocks, for " + silentMillis + " ms");
      }
    }
    countBlocking(nowMillis);
    tickMillis = nowMillis;
  }

  private void stall(SyncPeer peer) {
    peer.bodies.stalled();
    orders.release(peer);
  }

  /**
   * Whoever owes the lowest body while others wait for it loses its share sooner, also when it
   * sends a body now and then.
   */
  private void countBlocking(long nowMillis) {
    Map<LinkId, Branch> blocked = new TreeMap<>();
    for (Branch branch : branches.all()) {
      blocker(branch, nowMillis).ifPresent(peer -> blocked.put(peer.peer.link().id(), branch));
    }
    for (SyncPeer peer : List.copyOf(peers.values())) {
      @Nullable Branch branch = blocked.get(peer.peer.link().id());
      peer.bodies.blocks(branch != null, nowMillis - tickMillis);
      long patience = peer.bodies.impatienceMillis(peer.peer.roundTripMillis());
      if (branch != null && peer.bodies.blockedMillis() > patience) {
        standIn(branch).ifPresent(other -> replace(peer, other, nowMillis));
      }
    }
  }

  private void replace(SyncPeer blocker, SyncPeer other, long nowMillis) {
    stall(blocker);
    bodies.ask(other, nowMillis);
  }

  /** Who owes the front of a branch that others wait for, and not only since just now. */
  private Optional<SyncPeer> blocker(Branch branch, long nowMillis) {
    boolean isWaitedFor = branch.wasWaitedFor();
    Optional<ChainedHeader> front = branch.front();
    if (front.isEmpty()) {
      return Optional.empty();
    }
    BlockHash hash = front.get().hash();
    @Nullable SyncPeer owner = orders.owner(hash);
    if (owner == null) {
      if (!branch.isFrontReturned()) {
        orders.giveBack(hash, front.get().height());
      }
      return Optional.empty();
    }
    BodyShare.@Nullable Asked asked = owner.bodies.asked(hash);
    boolean isOld =
        asked != null && nowMillis - asked.atMillis() > 2 * owner.peer.roundTripMillis();
    return isWaitedFor && isOld ? Optional.of(owner) : Optional.empty();
  }

  /** The fastest peer that could be asked for the front of a branch. */
  private Optional<SyncPeer> standIn(Branch branch) {
    Optional<BlockHash> front = branch.front().map(ChainedHeader::hash);
    @Nullable SyncPeer best = null;
    for (SyncPeer peer : peers.values()) {
      boolean canServe =
          bodies.branchOf(peer).equals(Optional.of(branch))
              && BodySync.lastPosition(peer, branch) >= branch.frontPosition()
              && !peer.bodies.isStalled()
              && peer.bodies.isWorthAsking()
              && front.filter(peer.bodies::canBeAskedFor).isPresent();
      if (canServe
          && (best == null || peer.bodies.intervalMillis() < best.bodies.intervalMillis())) {
        best = peer;
      }
    }
    return Optional.ofNullable(best);
  }
}
