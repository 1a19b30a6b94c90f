package dev.cairn.net.gossip;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.verdict.Rule;
import dev.cairn.net.intake.Intake;
import dev.cairn.net.message.BlockTransactions;
import dev.cairn.net.message.CompactBlock;
import dev.cairn.net.message.GetBlockTransactions;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Rebuilds blocks that were announced in compact form, from the mempool and with at most one
 * question to the announcer. Whatever goes wrong, the sync is asked to fetch the whole block.
 * Confined to the engine loop.
 */
final class CompactBlockReceiver {

  private final Chain chain;
  private final Mempool mempool;
  private final Intake intake;
  private final ChainSyncPort sync;
  private final NetLimits limits;

  /** All open links. */
  private final Collection<BlockPeer> peers;

  /** Rebuilt, and on their way through the intake. */
  private final TreeSet<BlockHash> judging = new TreeSet<>();

  CompactBlockReceiver(
      Chain chain,
      Mempool mempool,
      Intake intake,
      ChainSyncPort sync,
      NetLimits limits,
      Collection<BlockPeer> peers) {
    this.chain = chain;
    this.mempool = mempool;
    this.intake = intake;
    this.sync = sync;
    this.limits = limits;
    this.peers = peers;
  }

  void onCompactBlock(BlockPeer from, CompactBlock compact, long nowMillis) {
    BlockHeader header = compact.header();
    if (hasTooLittleWork(header)) {
      return; // honest peers announce tips; a fork that catches up is found by its next header
    }
    Verdict verdict = intake.header(header, Optional.of(from.peer));
    if (from.peer.isGone() || verdict instanceof Verdict.Rejected) {
      return;
    }
    boolean isAccepted = verdict instanceof Verdict.Accepted;
    if (isAccepted || isParentMissing(verdict)) { // all else waits for its time or for room
      sync.onCompactHeader(from.peer, header);
    }
    if (isAccepted && isWorthRebuilding(header.hash()) && from.isFirstTry(header.hash())) {
      rebuildOrFetch(from, compact, nowMillis);
    }
  }

  private static boolean isParentMissing(Verdict verdict) {
    return verdict instanceof Verdict.Deferred deferred
        && deferred.why() instanceof Verdict.MissingParent;
  }

  /** A header that is right by itself, at a place where it would only fill the header tree. */
  private boolean hasTooLittleWork(BlockHeader header) {
    return chain.header(header.previous()).isPresent()
        && chain.headerRules().checkInIsolation(header).isEmpty()
        && !sync.isWorthKeeping(header);
  }

  /** Only what could become the tip, so that old blocks cost nobody any effort. */
  private boolean isWorthRebuilding(BlockHash hash) {
    Optional<ChainedHeader> header = chain.header(hash);
    return sync.isNearTip()
        && !chain.hasBody(hash)
        && !judging.contains(hash)
        && header.isPresent()
        && header.get().work().compareTo(chain.tip().header().work()) >= 0;
  }

  private void rebuildOrFetch(BlockPeer from, CompactBlock compact, long nowMillis) {
    BlockHash hash = compact.header().hash();
    int all = rebuilding();
    long same = peers.stream().filter(peer -> peer.isRebuilding(hash)).count();
    // The last place is for one that we dialled, so that strangers cannot take all and be slow.
    if (from.isFree()
        && all < limits.compactBlocksInFlight()
        && same < limits.compactBlockPeers() - (from.peer.link().isOutbound() ? 0 : 1)) {
      rebuild(from, compact, nowMillis);
    } else if (same == 0) {
      sync.fetch(hash, from.peer);
    }
  }

  /** How many blocks wait for missing transactions. */
  int rebuilding() {
    return (int) peers.stream().filter(peer -> peer.rebuilding().isPresent()).count();
  }

  private void rebuild(BlockPeer from, CompactBlock compact, long nowMillis) {
    PartialBlock block = PartialBlock.of(compact, mempool.transactions());
    List<Integer> missing = block.missing();
    if (missing.isEmpty()) {
      finish(from, block);
    } else if (missing.size() > GetBlockTransactions.POSITIONS_MAX) {
      sync.fetch(block.hash(), from.peer);
    } else {
      from.startRebuilding(block, nowMillis + limits.stallMillis());
      from.peer.send(new GetBlockTransactions(block.hash(), missing));
    }
  }

  void onBlockTransactions(BlockPeer from, BlockTransactions message) {
    if (!from.hasAnswered(message.hash())) {
      from.peer.misbehaved(Misbehaviour.UNREQUESTED, "transactions of block " + message.hash());
      return;
    }
    Optional<BlockPeer.Rebuilding> rebuilding = from.rebuilding();
    if (rebuilding.isEmpty() || !from.isRebuilding(message.hash())) {
      return; // late: the block has come by another way, or will
    }
    from.stopRebuilding();
    PartialBlock block = rebuilding.get().block();
    if (block.fill(message.transactions())) {
      finish(from, block);
    } else {
      from.peer.misbehaved(
          Misbehaviour.WRONG_BODY,
          "other transactions than were announced of block " + message.hash());
      fetchInstead(block.hash(), from);
    }
  }

  /**
   * Takes the whole block as the answer to a question about some of it.
   *
   * @return whether there was one
   */
  boolean onFullBlock(BlockPeer from, Block block) {
    if (!from.isRebuilding(block.hash())) {
      return false;
    }
    from.hasAnswered(block.hash());
    from.stopRebuilding();
    submit(from, block);
    return true;
  }

  /**
   * Hears that a peer does not have what it has announced, as after a reorganisation.
   *
   * @return whether it was asked
   */
  boolean onBlockNotFound(BlockPeer from, BlockHash hash) {
    if (!from.isRebuilding(hash)) {
      return false;
    }
    from.hasAnswered(hash);
    from.stopRebuilding();
    fetchInstead(hash, from);
    return true;
  }

  private void finish(BlockPeer from, PartialBlock block) {
    block
        .complete()
        .ifPresentOrElse(whole -> submit(from, whole), () -> fetchInstead(block.hash(), from));
  }

  private void submit(BlockPeer from, Block block) {
    BlockHash hash = block.hash();
    judging.add(hash);
    peers.stream().filter(peer -> peer.isRebuilding(hash)).forEach(BlockPeer::stopRebuilding);
    intake.block(block, Optional.of(from.peer), verdict -> onVerdict(hash, from, verdict));
  }

  private void onVerdict(BlockHash hash, BlockPeer from, Verdict verdict) {
    judging.remove(hash);
    if (verdict instanceof Verdict.Rejected rejected && rejected.blame() == Rule.Blame.SENDER) {
      fetchInstead(hash, from);
    }
  }

  /** Fetches the whole block, rather of another announcer, unless somebody is rebuilding it yet. */
  private void fetchInstead(BlockHash hash, BlockPeer failed) {
    if (chain.hasBody(hash) || peers.stream().anyMatch(peer -> peer.isRebuilding(hash))) {
      return;
    }
    BlockPeer announcer =
        peers.stream()
            .filter(peer -> peer != failed && peer.known.toldAt(hash).isPresent())
            .findFirst()
            .orElse(failed);
    sync.fetch(hash, announcer.peer);
  }

  /** Gives up what has taken too long. */
  void onTick(long nowMillis) {
    for (BlockPeer peer : List.copyOf(peers)) {
      Optional<BlockPeer.Rebuilding> rebuilding = peer.rebuilding();
      if (rebuilding.isPresent() && rebuilding.get().deadlineMillis() <= nowMillis) {
        peer.stopRebuilding();
        fetchInstead(rebuilding.get().block().hash(), peer);
      }
    }
  }

  /** Forgets the parts of blocks that have come by another way. */
  void stopWhatHasCome() {
    for (BlockPeer peer : peers) {
      if (peer.rebuilding().filter(at -> chain.hasBody(at.block().hash())).isPresent()) {
        peer.stopRebuilding();
      }
    }
  }

  /** Asks others for what a peer that is gone owed; it must not be among the open ones any more. */
  void onGone(BlockPeer gone) {
    Optional<BlockPeer.Rebuilding> rebuilding = gone.rebuilding();
    gone.stopRebuilding();
    rebuilding.ifPresent(at -> fetchInstead(at.block().hash(), gone));
  }
}
