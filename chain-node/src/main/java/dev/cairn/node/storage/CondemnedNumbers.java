package dev.cairn.node.storage;

import dev.cairn.core.chain.ChainUpdate;
import dev.cairn.core.chain.Condemnation;
import dev.cairn.core.value.BlockHash;
import java.util.HashMap;
import java.util.Map;

/**
 * Under which number each condemned header is stored: numbers grow, so that the oldest stands
 * first. Confined to the committing thread; the chain bounds how many there are.
 */
final class CondemnedNumbers {

  private final Map<BlockHash, Long> numbers = new HashMap<>();
  private long next;

  CondemnedNumbers(ChainReads stored) {
    for (ChainReads.Condemned condemned : stored.condemned()) {
      numbers.put(condemned.condemnation().hash(), condemned.number());
      next = condemned.number() + 1;
    }
  }

  void write(ChainUpdate update, Batch batch) {
    for (BlockHash hash : update.pardoned()) {
      Long number = numbers.remove(hash);
      if (number != null) {
        batch.delete(Family.META, Keys.numbered(Keys.CONDEMNATIONS, number));
      }
    }
    for (Condemnation condemnation : update.condemned()) {
      Long known = numbers.get(condemnation.hash());
      long number = known == null ? next++ : known;
      numbers.put(condemnation.hash(), number);
      batch.put(
          Family.META, Keys.numbered(Keys.CONDEMNATIONS, number), condemnation.encode().toArray());
    }
  }
}
