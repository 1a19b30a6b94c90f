package dev.cairn.core.chain;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.verdict.Rejection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The condemned headers that are remembered, the oldest of which is forgotten at the bound.
 * Forgetting is safe: such a header would be judged again.
 *
 * <p>There are two memories. Blocks that had the work which their place in the chain asks for are
 * stored. Headers that show only the work of the easiest target, of which anyone can make many, are
 * remembered apart, so that they push out none of the others, and are not stored. Confined to the
 * chain's thread.
 */
final class Condemned {

  private final int max;
  private final Map<BlockHash, Rejection> worked = new LinkedHashMap<>();
  private final Map<BlockHash, Rejection> cheap = new LinkedHashMap<>();

  Condemned(ChainLimits limits, List<Condemnation> stored) {
    max = limits.condemnedHeaders();
    stored.forEach(condemnation -> worked.put(condemnation.hash(), condemnation.why()));
  }

  Optional<Rejection> find(BlockHash hash) {
    return Optional.ofNullable(worked.get(hash)).or(() -> Optional.ofNullable(cheap.get(hash)));
  }

  /** Remembers a header of the tree, and says so to the draft, with what is forgotten for it. */
  void add(Condemnation condemnation, ChainUpdate.Draft draft) {
    worked.put(condemnation.hash(), condemnation.why());
    draft.condemned(condemnation);
    while (worked.size() > max) {
      draft.pardoned(removeOldest(worked));
    }
  }

  /** Remembers a header that never came into the tree. */
  void addCheap(BlockHash hash, Rejection why) {
    cheap.put(hash, why);
    while (cheap.size() > max) {
      removeOldest(cheap);
    }
  }

  private static BlockHash removeOldest(Map<BlockHash, Rejection> memory) {
    Iterator<BlockHash> hashes = memory.keySet().iterator();
    BlockHash oldest = hashes.next();
    hashes.remove();
    return oldest;
  }
}
