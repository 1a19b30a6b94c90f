package dev.cairn.core.validation;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.value.Work;
import dev.cairn.core.work.DifficultyRule;

/**
 * A header in its place in the chain, with all that judging its children needs of what lies below.
 *
 * @param work the sum of the works from height 1 to this header
 * @param nominal the nominal target of this header (docs/consensus.md, section 6)
 * @param nominalOfChild the nominal target of every child
 */
public record ChainedHeader(
    BlockHeader header, Height height, Work work, CompactBits nominal, CompactBits nominalOfChild) {

  /** The start of a network's chain. */
  public static ChainedHeader genesis(NetworkParameters network) {
    return new ChainedHeader(
        network.genesis(), Height.GENESIS, Work.ZERO, network.genesisBits(), network.genesisBits());
  }

  /** A child, which must have passed the rules for headers. */
  ChainedHeader child(BlockHeader child, DifficultyRule difficulty) {
    return new ChainedHeader(
        child,
        height.next(),
        work.plus(child.bits().target().work()),
        nominalOfChild,
        difficulty.nominalAfter(nominalOfChild, child.time(), header.time()));
  }

  public BlockHash hash() {
    return header.hash();
  }

  public Timestamp time() {
    return header.time();
  }
}
