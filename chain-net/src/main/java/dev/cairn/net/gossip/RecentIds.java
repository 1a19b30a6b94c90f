package dev.cairn.net.gossip;

import dev.cairn.core.value.TransactionId;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Remembers the last ids that it was told, as salted 64-bit hashes in two generations: when the
 * younger one is full, the older one is forgotten. Nobody who does not know the salt can make it
 * slow or make it take one id for another. Confined to the engine loop.
 */
final class RecentIds {

  private static final int SLOTS_MIN = 16;

  private final SipHash hash;
  private final int perGeneration;
  private long[] young = new long[SLOTS_MIN];
  private long[] old = new long[SLOTS_MIN];
  private int youngSize;

  /**
   * @param most never more ids than these are remembered, and never fewer than the last half of
   *     them
   */
  RecentIds(int most, RandomGenerator random) {
    perGeneration = Math.max(1, most / 2);
    hash = new SipHash(random.nextLong(), random.nextLong());
  }

  void add(TransactionId id) {
    long value = valueOf(id);
    if (young[slot(young, value)] == value) {
      return;
    }
    if (youngSize == perGeneration) {
      old = young;
      young = new long[SLOTS_MIN];
      youngSize = 0;
    }
    if (youngSize >= young.length / 4 * 3) {
      young = grown(young);
    }
    young[slot(young, value)] = value;
    youngSize++;
  }

  boolean contains(TransactionId id) {
    long value = valueOf(id);
    return young[slot(young, value)] == value || old[slot(old, value)] == value;
  }

  void clear() {
    young = new long[SLOTS_MIN];
    old = new long[SLOTS_MIN];
    youngSize = 0;
  }

  /** Never 0, which marks a free slot. */
  private long valueOf(TransactionId id) {
    long value = hash.hash(id);
    return value == 0 ? 1 : value;
  }

  /** Where the value is, or where it belongs; at least a quarter of the slots is always free. */
  private static int slot(long[] table, long value) {
    int at = (int) value & (table.length - 1);
    while (table[at] != 0 && table[at] != value) {
      at = (at + 1) & (table.length - 1);
    }
    return at;
  }

  private static long[] grown(long[] table) {
    long[] larger = new long[table.length * 2];
    Arrays.stream(table).filter(value -> value != 0).forEach(v -> larger[slot(larger, v)] = v);
    return larger;
  }
}
