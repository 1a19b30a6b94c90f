package dev.cairn.net.session;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A map with a bound: what was put longest ago is forgotten. Look-ups and changes take O(log n)
 * whatever the keys are, for strangers choose them.
 */
public final class Recent<K extends Comparable<? super K>, V> {

  private record Entry<V>(V value, long number) {}

  private final int capacity;
  private final TreeMap<K, Entry<V>> entries = new TreeMap<>();
  private final TreeMap<Long, K> byAge = new TreeMap<>();
  private long numbers;

  public Recent(int capacity) {
    this.capacity = capacity;
  }

  /** Puts a value in the place of the key's old one, as the newest. */
  public void put(K key, V value) {
    remove(key);
    entries.put(key, new Entry<>(value, numbers));
    byAge.put(numbers++, key);
    if (entries.size() > capacity) {
      remove(byAge.firstEntry().getValue());
    }
  }

  public void remove(K key) {
    Entry<V> old = entries.remove(key);
    if (old != null) {
      byAge.remove(old.number());
    }
  }

  public Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }

  /** What was put longest ago. */
  public Optional<Map.Entry<K, V>> oldest() {
    return byAge.isEmpty()
        ? Optional.empty()
        : Optional.of(byAge.firstEntry().getValue())
            .map(key -> Map.entry(key, get(key).orElseThrow()));
  }

  /** All of it, by key. */
  public Map<K, V> snapshot() {
    TreeMap<K, V> copy = new TreeMap<>();
    entries.forEach((key, entry) -> copy.put(key, entry.value()));
    return copy;
  }

  public int size() {
    return entries.size();
  }
}
