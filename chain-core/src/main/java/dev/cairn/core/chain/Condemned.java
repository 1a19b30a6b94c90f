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
 * Forgetting is safe: such a header would be judged again. Confined to the chain's thread.
 */
final class Condemned {

  private final int max;
  private final Map<BlockHash, Rejection> reasons = new LinkedHashMap<>();

  Condemned(ChainLimits limits, List<Condemnation> stored) {
    max = limits.condemnedHeaders();
    stored.forEach(condemnation -> reasons.put(condemnation.hash(), condemnation.why()));
  }

  Optional<Rejection> find(BlockHash hash) {
    return Optional.ofNullable(reasons.get(hash));
  }

  /** Remembers one, and says so to the draft, with what is forgotten for it. */
  void add(Condemnation condemnation, ChainUpdate.Draft draft) {
    reasons.put(condemnation.hash(), condemnation.why());
    draft.condemned(condemnation);
    Iterator<BlockHash> oldest = reasons.keySet().iterator();
    while (reasons.size() > max) {
      BlockHash forgotten = oldest.next();
      oldest.remove();
      draft.pardoned(forgotten);
    }
  }
}
