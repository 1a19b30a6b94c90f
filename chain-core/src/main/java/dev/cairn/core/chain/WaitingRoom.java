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
 * all: at a bound the oldest goes. A header and a block of one hash and origin are one entry; the
 * block stays. Confined to the chain's thread.
 */
final class WaitingRoom {

  /** What an item takes beside its canonical bytes: objects, and its places in the indexes. */
  static final long HEAP_BYTES_OF_ITEM = 600;

  /** What a decoded transaction takes beside its canonical bytes. */
  private static final long HEAP_BYTES_OF_TRANSACTION = 200;

  /** What may wait: a header, with its body when that came too. */
  record Item(BlockHeader header, Optional<Block> block, Origin origin) {
    Key key() {
      return new Key(header.hash(), origin);
    }

    /** About how much heap it takes. */
    long bytes() {
      return HEAP_BYTES_OF_ITEM + block.map(Item::bytesOf).orElse((long) BlockHeader.BYTES);
    }

    /** A decoded transaction holds its payload twice: in its bytes, and as payload. */
    private static long bytesOf(Block block) {
      return 2L * block.size() + block.transactions().size() * HEAP_BYTES_OF_TRANSACTION;
    }
  }

  /** Whose it is counts: a false body from one must not keep out the true one from another. */
  private record Key(BlockHash hash, Origin origin) {}

  private final long bytesMax;
  private final long bytesPerOriginMax;

  private final Map<Key, Item> items = new LinkedHashMap<>();

  /** Sorted, for the sender chooses what stands there as the parent: no hash code would be safe. */
  private final TreeMap<BlockHash, Set<Key>> byParent = new TreeMap<>();

  private final TreeMap<Timestamp, Set<Key>> byTime = new TreeMap<>();
  private final Map<Key, Timestamp> times = new LinkedHashMap<>();
  private final Map<Origin, Set<Key>> byOrigin = new LinkedHashMap<>();
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
          .add(item.key());
      makeRoom(item.origin());
    }
  }

  /** Lets an item wait until the clock shows this time. */
  void awaitTime(Item item, Timestamp until) {
    if (enter(item)) {
      byTime.computeIfAbsent(until, unused -> new LinkedHashSet<>()).add(item.key());
      times.put(item.key(), until);
      makeRoom(item.origin());
    }
  }

  /** Lets out what waited for this parent, in the order in which it came. */
  List<Item> onParent(BlockHash parent) {
    List<Item> ready = new ArrayList<>();
    for (Key key : List.copyOf(byParent.getOrDefault(parent, new LinkedHashSet<>()))) {
      ready.add(leave(key));
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

  /** Takes an item in; false when the same or more of it waits already. */
  private boolean enter(Item item) {
    @Nullable Item known = items.get(item.key());
    if (known != null) {
      if (known.block().isPresent() || item.block().isEmpty()) {
        return false;
      }
      leave(item.key());
    }
    items.put(item.key(), item);
    byOrigin.computeIfAbsent(item.origin(), unused -> new LinkedHashSet<>()).add(item.key());
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

  private Key oldestOf(Origin origin) {
    return byOrigin.getOrDefault(origin, new LinkedHashSet<>()).iterator().next();
  }

  private Origin originWithMost() {
    return bytesOfOrigin.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
  }

  private Item leave(Key key) {
    @Nullable Item item = items.remove(key);
    if (item == null) {
      throw new IllegalStateException("does not wait: " + key);
    }
    @Nullable Timestamp time = times.remove(key);
    if (time != null) {
      removeFrom(byTime, time, key);
    } else {
      removeFrom(byParent, item.header().previous(), key);
    }
    bytes -= item.bytes();
    long left = bytesOfOrigin.getOrDefault(item.origin(), 0L) - item.bytes();
    if (left == 0) {
      bytesOfOrigin.remove(item.origin());
      byOrigin.remove(item.origin());
    } else {
      bytesOfOrigin.put(item.origin(), left);
      byOrigin.getOrDefault(item.origin(), new LinkedHashSet<>()).remove(key);
    }
    return item;
  }

  private static <K> void removeFrom(Map<K, Set<Key>> index, K place, Key key) {
    Set<Key> keys = index.getOrDefault(place, new LinkedHashSet<>());
    keys.remove(key);
    if (keys.isEmpty()) {
      index.remove(place);
    }
  }
}
