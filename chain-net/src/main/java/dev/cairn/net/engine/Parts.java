package dev.cairn.net.engine;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.net.discovery.AddressExchange;
import dev.cairn.net.discovery.Dialer;
import dev.cairn.net.gossip.BlockRelay;
import dev.cairn.net.gossip.ChainSyncPort;
import dev.cairn.net.gossip.TransactionRelay;
import dev.cairn.net.session.Peer;
import dev.cairn.net.session.PeerListener;
import dev.cairn.net.sync.ChainSync;
import java.util.List;
import java.util.function.Consumer;

/** The parts of the protocol, in the order in which they hear of things. */
record Parts(
    ChainSync sync,
    BlockRelay blocks,
    TransactionRelay transactions,
    AddressExchange addresses,
    Dialer dialer) {

  void onOpen(Peer peer) {
    each(part -> part.onOpen(peer));
  }

  void onWritable(Peer peer) {
    each(part -> part.onWritable(peer));
  }

  void onGone(Peer peer) {
    each(part -> part.onGone(peer));
  }

  void onTick(long nowMillis) {
    each(part -> part.onTick(nowMillis));
  }

  private void each(Consumer<PeerListener> event) {
    List.<PeerListener>of(sync, blocks, transactions, addresses, dialer).forEach(event);
  }

  void onDisconnected(ChainedHeader header, Block block) {
    transactions.onDisconnected(header, block);
  }

  void onConnected(ChainedHeader header, Block block) {
    transactions.onConnected(header, block);
  }

  void onTip(Tip tip, int disconnected) {
    sync.onTip(tip, disconnected);
    blocks.onTip(tip, disconnected);
    transactions.onTip(tip, disconnected);
  }

  /** What the block relay may ask of the sync. */
  static ChainSyncPort portOf(ChainSync sync) {
    return new ChainSyncPort() {
      @Override
      public void fetch(BlockHash hash, Peer announcer) {
        sync.fetch(hash, announcer);
      }

      @Override
      public void onCompactHeader(Peer announcer, BlockHeader header) {
        sync.onCompactHeader(announcer, header);
      }

      @Override
      public boolean isWorthKeeping(BlockHeader header) {
        return sync.isWorthKeeping(header);
      }

      @Override
      public boolean isNearTip() {
        return sync.isNearTip();
      }
    };
  }
}
