package dev.cairn.core.ledger;

import dev.cairn.core.value.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Changes on top of a state that itself stays as it is: reads see them, and throwing the overlay
 * away undoes them all. Overlays stack. Confined to one thread.
 */
public final class StateOverlay implements StateReader {

  private final StateReader base;

  /** Per namespace what was written; an empty value says that the entry is gone. */
  private final TreeMap<Long, TreeMap<Bytes, Optional<Bytes>>> written = new TreeMap<>();

  public StateOverlay(StateReader base) {
    this.base = base;
  }

  @Override
  public Optional<Bytes> get(long namespace, Bytes key) {
    TreeMap<Bytes, Optional<Bytes>> entries = written.get(namespace);
    Optional<Bytes> value = entries == null ? null : entries.get(key);
    return value == null ? base.get(namespace, key) : value;
  }

  @Override
  public Optional<Entry> ceiling(long namespace, Bytes from) {
    TreeMap<Bytes, Optional<Bytes>> entries = written.get(namespace);
    if (entries == null) {
      return base.ceiling(namespace, from);
    }
    Optional<Entry> below = base.ceiling(namespace, from);
    while (below.isPresent() && entries.containsKey(below.get().key())) {
      below = base.higher(namespace, below.get().key()); // what was written counts instead
    }
    for (Map.Entry<Bytes, Optional<Bytes>> above : entries.tailMap(from, true).entrySet()) {
      if (below.isPresent() && below.get().key().compareTo(above.getKey()) < 0) {
        break;
      }
      if (above.getValue().isPresent()) {
        return Optional.of(new Entry(above.getKey(), above.getValue().get()));
      }
    }
    return below;
  }

  /** Sets the value at this key. */
  public void put(long namespace, Bytes key, Bytes value) {
    write(namespace, key, Optional.of(value));
  }

  /** Removes the entry, if there is one. */
  public void remove(long namespace, Bytes key) {
    write(namespace, key, Optional.empty());
  }

  private void write(long namespace, Bytes key, Optional<Bytes> value) {
    written.computeIfAbsent(namespace, unused -> new TreeMap<>()).put(key, value);
  }

  /**
   * Makes these changes on top.
   *
   * @throws IllegalStateException when an entry is not what it was before the change: then the
   *     state or the changes are damaged
   */
  public void apply(StateChanges changes) {
    for (StateChange change : changes.changes()) {
      Optional<Bytes> now = get(change.namespace(), change.key());
      if (!now.equals(change.before())) {
        throw new IllegalStateException(
            "entry %d/%s is %s, the change expects %s"
                .formatted(change.namespace(), change.key(), now, change.before()));
      }
      write(change.namespace(), change.key(), change.after());
    }
  }

  /** What is different from the base; what was written with its old value is left out. */
  public StateChanges changes() {
    List<StateChange> changes = new ArrayList<>();
    written.forEach(
        (namespace, entries) ->
            entries.forEach(
                (key, after) -> {
                  Optional<Bytes> before = base.get(namespace, key);
                  if (!before.equals(after)) {
                    changes.add(new StateChange(namespace, key, before, after));
                  }
                }));
    return new StateChanges(changes);
  }
}
