package dev.cairn.net.sync;

import dev.cairn.core.chain.Chain;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Tells another node which blocks we have, in so few hashes that both find the last one that they
 * have in common within a factor of two: the newest ten, then ever greater steps, the genesis last.
 * With heights below 2^32 there are at most 44.
 */
final class Locator {

  /** Forks are short: the newest blocks are all named. */
  private static final int DENSE = 10;

  private Locator() {}

  /** From a header of the chain downwards, on whatever branch. */
  static List<BlockHash> from(Chain chain, ChainedHeader top) {
    Deque<BlockHash> side = new ArrayDeque<>();
    Optional<ChainedHeader> at = Optional.of(top);
    while (at.isPresent() && !isActive(chain, at.get())) {
      side.addLast(at.get().hash());
      at = chain.header(at.get().header().previous());
    }
    long activeTop = at.map(header -> header.height().value()).orElse(0L);
    List<BlockHash> hashes = new ArrayList<>();
    long step = 1;
    long next = activeTop + side.size();
    long height = next;
    for (BlockHash hash : side) {
      if (height == next) {
        hashes.add(hash);
        step = stepAfter(hashes.size(), step);
        next -= step;
      }
      height--;
    }
    addActive(chain, Math.max(0, Math.min(next, activeTop)), step, hashes);
    return hashes;
  }

  /** A header that is not of the chain yet, the newest one that a peer has sent, then ours. */
  static List<BlockHash> after(Chain chain, BlockHash newest) {
    List<BlockHash> hashes = new ArrayList<>(List.of(newest));
    addActive(chain, chain.tip().height().value(), 1, hashes);
    return hashes;
  }

  private static void addActive(Chain chain, long top, long firstStep, List<BlockHash> hashes) {
    long step = firstStep;
    for (long height = top; height > 0; height -= step) {
      chain.hashAt(Height.of(height)).ifPresent(hashes::add);
      step = stepAfter(hashes.size(), step);
    }
    hashes.add(chain.network().genesis().hash());
  }

  private static long stepAfter(int entries, long step) {
    return entries < DENSE ? 1 : step * 2;
  }

  /** As {@link Chain#isActive}, and without asking the store about what is above the tip. */
  static boolean isActive(Chain chain, ChainedHeader header) {
    return header.height().compareTo(chain.tip().height()) <= 0
        && chain.hashAt(header.height()).equals(Optional.of(header.hash()));
  }
}
