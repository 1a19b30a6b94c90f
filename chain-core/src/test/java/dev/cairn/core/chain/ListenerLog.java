package dev.cairn.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.verdict.Rejection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hears a chain and holds that what is told makes sense: blocks leave from the tip and join right
 * above it, each with its own body.
 */
final class ListenerLog implements ChainListener {

  /** One late verdict. */
  record Late(BlockHash hash, Origin origin, Verdict verdict) {}

  final List<BlockHash> active = new ArrayList<>();
  final List<Integer> disconnectedPerTip = new ArrayList<>();
  final Map<BlockHash, Rejection> condemned = new LinkedHashMap<>();
  final List<Late> late = new ArrayList<>();
  private final Chain chain;
  private int disconnected;
  private boolean moving;

  /** Begins to listen; the chain's position now is where the log begins. */
  ListenerLog(Chain chain) {
    this.chain = chain;
    active.add(chain.network().genesis().hash());
    active.addAll(chain.activeHashes());
    chain.addListener(this);
  }

  @Override
  public void onDisconnected(ChainedHeader header, Block block) {
    assertThat(block.header()).isEqualTo(header.header());
    assertThat(active.remove(active.size() - 1)).isEqualTo(header.hash());
    assertThat(header.height().value()).isEqualTo(active.size());
    disconnected++;
    moving = true;
  }

  @Override
  public void onConnected(ChainedHeader header, Block block) {
    assertThat(block.header()).isEqualTo(header.header());
    assertThat(header.header().previous()).isEqualTo(active.get(active.size() - 1));
    assertThat(header.height().value()).isEqualTo(active.size());
    active.add(header.hash());
    moving = true;
  }

  @Override
  public void onTip(Tip tip, int disconnectedBlocks) {
    assertThat(moving).isTrue();
    assertThat(tip.hash()).isEqualTo(active.get(active.size() - 1));
    assertThat(disconnectedBlocks).isEqualTo(disconnected);
    disconnectedPerTip.add(disconnectedBlocks);
    disconnected = 0;
    moving = false;
  }

  @Override
  public void onCondemned(BlockHeader header, Rejection why) {
    assertThat(active).doesNotContain(header.hash());
    condemned.put(header.hash(), why);
  }

  @Override
  public void onLateVerdict(BlockHeader header, Origin origin, Verdict verdict) {
    late.add(new Late(header.hash(), origin, verdict));
  }

  /** What was told leads to where the chain is. */
  void assertComplete() {
    assertThat(moving).isFalse();
    assertThat(active.subList(1, active.size())).isEqualTo(chain.activeHashes());
  }
}
