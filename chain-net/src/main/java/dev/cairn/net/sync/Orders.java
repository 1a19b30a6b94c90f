package dev.cairn.net.sync;

import dev.cairn.core.chain.Chain;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.net.message.GetBlocks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which body is asked of whom, so that none is asked of two at a time and none is forgotten. A peer
 * that has lost its share may still deliver: its answers are late, not wrong. Confined to the
 * engine loop.
 */
final class Orders {

  private final Chain chain;
  private final Branches branches;

  /** Whom each body is asked of. What was taken from a peer again is in its share only. */
  private final TreeMap<BlockHash, SyncPeer> assigned = new TreeMap<>();

  /** The bodies that have come and whose verdict has not. */
  private final TreeMap<BlockHash, SyncPeer> judging = new TreeMap<>();

  /** The blocks that are not to be asked for, until when: somebody puts them together. */
  private final TreeMap<BlockHash, Long> reserved = new TreeMap<>();

  Orders(Chain chain, Branches branches) {
    this.chain = chain;
    this.branches = branches;
  }

  /** Whether a body is neither there nor on its way. */
  boolean isWanted(BlockHash hash) {
    return !assigned.containsKey(hash)
        && !judging.containsKey(hash)
        && !reserved.containsKey(hash)
        && !chain.hasBody(hash);
  }

  /** Asks a peer for bodies, in this order. */
  void order(SyncPeer peer, List<ChainedHeader> headers, long nowMillis) {
    if (headers.isEmpty()) {
      return;
    }
    for (ChainedHeader header : headers) {
      assigned.put(header.hash(), peer);
      peer.bodies.asked(header.hash(), header.height(), nowMillis);
    }
    peer.peer.send(new GetBlocks(headers.stream().map(ChainedHeader::hash).toList()));
  }

  /** Whom a body is asked of. */
  @Nullable SyncPeer owner(BlockHash hash) {
    return assigned.get(hash);
  }

  /** Whether a peer owes bodies that are asked of no other. */
  boolean owes(SyncPeer peer) {
    return peer.bodies.outstanding().keySet().stream().anyMatch(h -> assigned.get(h) == peer);
  }

  /** The peer has answered; false when its turn was over. */
  boolean settle(SyncPeer peer, BlockHash hash) {
    return assigned.remove(hash, peer);
  }

  /** Somebody is to be asked for a body that did not come, unless somebody is. */
  void giveBack(BlockHash hash, Height height) {
    if (isWanted(hash)) {
      branches.giveBack(hash, height);
    }
  }

  /** Takes away from a peer all that it was asked for. */
  void release(SyncPeer peer) {
    peer.bodies
        .outstanding()
        .forEach(
            (hash, asked) -> {
              if (assigned.remove(hash, peer)) {
                giveBack(hash, asked.height());
              }
            });
  }

  boolean isJudging(BlockHash hash) {
    return judging.containsKey(hash);
  }

  boolean isJudging() {
    return !judging.isEmpty();
  }

  int judged() {
    return judging.size();
  }

  void judging(BlockHash hash, SyncPeer from) {
    judging.put(hash, from);
  }

  void judged(BlockHash hash) {
    judging.remove(hash);
  }

  /** Nobody is to be asked for a body before this time, unless somebody is already. */
  void reserve(BlockHash hash, long untilMillis) {
    if (!assigned.containsKey(hash)) {
      reserved.put(hash, untilMillis);
    }
  }

  int reserved() {
    return reserved.size();
  }

  void unreserve(BlockHash hash) {
    if (reserved.remove(hash) != null) {
      Optional<ChainedHeader> header = chain.header(hash);
      header.ifPresent(known -> giveBack(hash, known.height()));
    }
  }

  void endReservations(long nowMillis) {
    List<BlockHash> over =
        reserved.entrySet().stream()
            .filter(entry -> entry.getValue() <= nowMillis)
            .map(Map.Entry::getKey)
            .toList();
    over.forEach(this::unreserve);
  }
}
