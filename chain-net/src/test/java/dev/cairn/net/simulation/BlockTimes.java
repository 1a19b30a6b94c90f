package dev.cairn.net.simulation;

import dev.cairn.core.chain.Tip;
import dev.cairn.core.value.BlockHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How long after the first honest node each other one had a block as its tip. */
public final class BlockTimes {

  private final Map<BlockHash, Long> firstMillis = new TreeMap<>();
  private final List<Long> delays = new ArrayList<>();

  void onTip(SimulatedNode node, Tip tip, long nowMillis) {
    Long first = firstMillis.putIfAbsent(tip.hash(), nowMillis);
    if (first != null) {
      delays.add(nowMillis - first);
    }
  }

  /** How many times were measured. */
  public int count() {
    return delays.size();
  }

  /**
   * The time that so many of a hundred blocks needed at most.
   *
   * @throws IllegalStateException when nothing was measured
   */
  public long percentileMillis(int percent) {
    if (delays.isEmpty()) {
      throw new IllegalStateException("no block has travelled");
    }
    List<Long> sorted = delays.stream().sorted().toList();
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  /** Begins anew. */
  public void clear() {
    firstMillis.clear();
    delays.clear();
  }
}
