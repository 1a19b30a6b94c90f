package dev.cairn.core.chain;

/**
 * The bounds of everything that grows with what strangers send.
 *
 * @param undoBlocks how many blocks can be undone; also how many headers of the active chain stay
 *     on the heap. At the bound the oldest is let go (docs/consensus.md, section 10.3)
 * @param sideHeaders headers that are not on the active chain, those ahead of it included. At the
 *     bound the leaf with the least work goes, which may be the new one (HEADER_TREE_FULL) unless
 *     its parent is complete
 * @param sideBytes canonical bytes of the stored bodies that are not on the active chain, those
 *     that wait for an ancestor's body included. At the bound the same leaves go (SIDE_BODIES_FULL)
 * @param condemnedHeaders remembered hashes of condemned blocks whose headers had the work that
 *     they needed; the oldest is forgotten. As many others are remembered until the program ends
 * @param waitingBytes blocks and headers that wait for their parent or their time, of all origins,
 *     in bytes of heap as they are estimated; the oldest of the origin with the most goes
 * @param waitingBytesPerOrigin the same for one origin; its own oldest goes
 */
public record ChainLimits(
    int undoBlocks,
    int sideHeaders,
    long sideBytes,
    int condemnedHeaders,
    long waitingBytes,
    long waitingBytesPerOrigin) {

  /** A reorganisation that undoes more blocks than this is worth an alert. */
  public static final int DEEP_REORGANISATION_BLOCKS = 100;

  public static final ChainLimits DEFAULT =
      new ChainLimits(20_000, 65_536, 1L << 30, 10_000, 64L << 20, 16L << 20);

  public ChainLimits {
    if (undoBlocks < 1 || sideHeaders < 1 || condemnedHeaders < 1) {
      throw new IllegalArgumentException("limits of at least 1 expected");
    }
    if (sideBytes < 0 || waitingBytes < 0 || waitingBytesPerOrigin < 0) {
      throw new IllegalArgumentException("negative limit");
    }
  }
}
