package dev.cairn.core.chain;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Headers and blocks that wait for their parent or for their time. Bounded for each origin and in
 * all: at a bound the oldest goes. A header and a block of one hash are one entry; the block stays.
 * Confined to the chain's thread.
 */
final class WaitingRoom {

  /** What an item takes beside its canonical bytes: objects, and its places in the indexes. */
  static final long HEAP_BYTES_OF_ITEM = 600;

  /** What a decoded transaction takes beside its canonical bytes. */
  private static final long HEAP_BYTES_OF_TRANSACTION = 250;

  /** What may wait: a header, with its body when that came too. */
  record Item(BlockHeader header, Optional<Block> block, Origin origin) {
    /** About how much heap it takes. */
    long bytes() {
      long canonical = block.map(Block::size).orElse(BlockHeader.BYTES);
      long transactions = block.map(body -> body.transactions().size()).orElse(0);
      return HEAP_BYTES_OF_ITEM + canonical + transactions * HEAP_BYTES_OF_TRANSACTION;
    }
  }

  private final long bytesMax;
  private final long bytesPerOriginMax;

  private final Map<BlockHash, Item> items = new LinkedHashMap<>();
  private final Map<BlockHash, Set<BlockHash>> byParent = new LinkedHashMap<>();
  private final TreeMap<Timestamp, Set<BlockHash>> byTime = new TreeMap<>();
  private final Map<BlockHash, Timestamp> times = new LinkedHashMap<>();
  private final Map<Origin, LinkedHashMap<BlockHash, Long>> byOrigin = new LinkedHashMap<>();
  private final Map<Origin, Long> bytesOfOrigin = new LinkedHashMap<>();
  private long bytes;

  WaitingRoom(ChainLimits limits) {
    bytesMax = limits.waitingBytes();
    bytesPerOriginMax = limits.waitingBytesPerOrigin();
  }

  /** Lets an item wait for its parent. */
  void awaitParent(Item item) {
    if (enter(item)) {
      byParent
          .computeIfAbsent(item.header().previous(), unused -> new LinkedHashSet<>())
          .add(item.header().hash());
      makeRoom(item.origin());
    }
  }

  /** Lets an item wait until the clock shows this time. */
  void awaitTime(Item item, Timestamp until) {
    if (enter(item)) {
      byTime.computeIfAbsent(until, unused -> new LinkedHashSet<>()).add(item.header().hash());
      times.put(item.header().hash(), until);
      makeRoom(item.origin());
    }
  }

  /** Lets out what waited for this parent, in the order in which it came. */
  List<Item> onParent(BlockHash parent) {
    List<Item> ready = new ArrayList<>();
    for (BlockHash hash : List.copyOf(byParent.getOrDefault(parent, new LinkedHashSet<>()))) {
      ready.add(leave(hash));
    }
    return ready;
  }

  /** Lets out what waited for this time or an earlier one. */
  List<Item> onTime(Timestamp now) {
    List<Item> ready = new ArrayList<>();
    while (!byTime.isEmpty() && !byTime.firstKey().isAfter(now)) {
      ready.add(leave(byTime.firstEntry().getValue().iterator().next()));
    }
    return ready;
  }

  /** The earliest time that something waits for. */
  Optional<Timestamp> nextTime() {
    return byTime.isEmpty() ? Optional.empty() : Optional.of(byTime.firstKey());
  }

  /** About how much heap all takes that waits. */
  long bytes() {
    return bytes;
  }

  int size() {
    return items.size();
  }

  /** Takes an item in; false when the same or more of it waits already. */
  private boolean enter(Item item) {
    @Nullable Item known = items.get(item.header().hash());
    if (known != null) {
      if (known.block().isPresent() || item.block().isEmpty()) {
        return false;
      }
      leave(item.header().hash());
    }
    items.put(item.header().hash(), item);
    byOrigin
        .computeIfAbsent(item.origin(), unused -> new LinkedHashMap<>())
        .put(item.header().hash(), item.bytes());
    bytesOfOrigin.merge(item.origin(), item.bytes(), Long::sum);
    bytes += item.bytes();
    return true;
  }

  private void makeRoom(Origin origin) {
    while (bytesOfOrigin.getOrDefault(origin, 0L) > bytesPerOriginMax) {
      leave(oldestOf(origin));
    }
    while (bytes > bytesMax) {
      leave(oldestOf(originWithMost()));
    }
  }

  private BlockHash oldestOf(Origin origin) {
    return byOrigin.getOrDefault(origin, new LinkedHashMap<>()).keySet().iterator().next();
  }

  private Origin originWithMost() {
    return bytesOfOrigin.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
  }

  private Item leave(BlockHash hash) {
    @Nullable Item item = items.remove(hash);
    if (item == null) {
      throw new IllegalStateException("does not wait: " + hash);
    }
    @Nullable Timestamp time = times.remove(hash);
    if (time != null) {
      removeFrom(byTime, time, hash);
    } else {
      removeFrom(byParent, item.header().previous(), hash);
    }
    bytes -= item.bytes();
    long left = bytesOfOrigin.getOrDefault(item.origin(), 0L) - item.bytes();
    if (left == 0) {
      bytesOfOrigin.remove(item.origin());
      byOrigin.remove(item.origin());
    } else {
      bytesOfOrigin.put(item.origin(), left);
      byOrigin.getOrDefault(item.origin(), new LinkedHashMap<>()).remove(hash);
    }
    return item;
  }

  private static <K> void removeFrom(Map<K, Set<BlockHash>> index, K key, BlockHash hash) {
    Set<BlockHash> hashes = index.getOrDefault(key, new LinkedHashSet<>());
    hashes.remove(hash);
    if (hashes.isEmpty()) {
      index.remove(key);
    }
  }
}
