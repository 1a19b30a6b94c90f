package dev.cairn.net.sync;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.ChainFixture;
import java.util.ArrayList;
import java.util.List;

/** Chains that several tests share, for mining takes time. */
final class Blocks {

  static final ChainFixture FIXTURE = new ChainFixture();

  /** A chain from height 1 on. */
  static final List<Block> MAIN = FIXTURE.mineBranch(FIXTURE.genesis(), 3000);

  static final ServedChain SERVED = ServedChain.of(MAIN);

  private Blocks() {}

  /** The main chain's first blocks. */
  static List<Block> main(int length) {
    return MAIN.subList(0, length);
  }

  /** The main chain's first blocks, then others. */
  static List<Block> fork(int common, int more) {
    List<Block> blocks = new ArrayList<>(main(common));
    blocks.addAll(
        FIXTURE.mineBranch(common == 0 ? FIXTURE.genesis() : MAIN.get(common - 1).hash(), more));
    return blocks;
  }

  static Block last(List<Block> blocks) {
    return blocks.get(blocks.size() - 1);
  }

  static List<BlockHeader> headers(List<Block> blocks) {
    return blocks.stream().map(Block::header).toList();
  }
}
