package dev.cairn.net.gossip;

import dev.cairn.net.message.WantCompactBlocks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Decides which few peers send us new blocks in compact form: those that were the first with a
 * block lately, and until there are enough of them, those that we dialled (the high bandwidth mode
 * of BIP 152). Confined to the engine loop.
 */
final class CompactPeers {

  private final int most;

  /** Whoever was the first with a block last, last. */
  private final List<BlockPeer> chosen = new ArrayList<>();

  CompactPeers(int most) {
    this.most = most;
  }

  /**
   * Chooses a peer that was the first with a block, in the place of the one that was so longest
   * ago.
   */
  void onFirst(BlockPeer peer) {
    if (chosen.remove(peer)) {
      chosen.add(peer);
      return;
    }
    if (chosen.size() >= most) {
      tell(chosen.remove(victimFor(peer)), false);
    }
    choose(peer);
  }

  /** The last one that we dialled stays, so that those who dial us cannot take all places. */
  private int victimFor(BlockPeer peer) {
    boolean isLastOutbound =
        isOutbound(chosen.get(0))
            && chosen.stream().filter(CompactPeers::isOutbound).count() == 1
            && !isOutbound(peer);
    return isLastOutbound && chosen.size() > 1 ? 1 : 0;
  }

  /** Fills free places, with peers that we dialled first. */
  void fill(Collection<BlockPeer> peers) {
    if (chosen.size() < Math.min(most, peers.size())) {
      peers.stream().filter(CompactPeers::isOutbound).forEach(this::chooseIfFree);
      peers.forEach(this::chooseIfFree);
    }
  }

  private void chooseIfFree(BlockPeer peer) {
    if (chosen.size() < most && !chosen.contains(peer)) {
      choose(peer);
    }
  }

  private void choose(BlockPeer peer) {
    chosen.add(peer);
    peer.maySendCompactBlocks = true;
    tell(peer, true);
  }

  void remove(BlockPeer peer) {
    chosen.remove(peer);
  }

  private static void tell(BlockPeer peer, boolean wanted) {
    peer.peer.send(new WantCompactBlocks(wanted));
  }

  private static boolean isOutbound(BlockPeer peer) {
    return peer.peer.link().isOutbound();
  }
}
