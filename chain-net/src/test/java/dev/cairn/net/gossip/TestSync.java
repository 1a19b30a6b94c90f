package dev.cairn.net.gossip;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.net.session.Peer;
import java.util.ArrayList;
import java.util.List;

/** Only takes down what it is asked for. */
final class TestSync implements ChainSyncPort {

  record Fetch(BlockHash hash, Peer announcer) {}

  final List<Fetch> fetches = new ArrayList<>();
  final List<BlockHash> announced = new ArrayList<>();
  boolean isNearTip = true;
  boolean isWorthKeeping = true;

  @Override
  public void fetch(BlockHash hash, Peer announcer) {
    fetches.add(new Fetch(hash, announcer));
  }

  @Override
  public void onCompactHeader(Peer announcer, BlockHeader header) {
    announced.add(header.hash());
  }

  @Override
  public boolean isWorthKeeping(BlockHeader header) {
    return isWorthKeeping;
  }

  @Override
  public boolean isNearTip() {
    return isNearTip;
  }
}
