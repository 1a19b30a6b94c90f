package dev.cairn.core.ledger;

import dev.cairn.core.value.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Changes on top of a state that itself stays as it is: reads see them, and throwing the overlay
 * away undoes them all. Overlays stack. Confined to one thread.
 */
public final class StateOverlay implements StateReader {

  private final StateReader base;
  private final TreeMap<Long, Written> written = new TreeMap<>();

  /** What was written in one namespace. */
  private static final class Written {

    /** An empty value says that the entry is gone. */
    final TreeMap<Bytes, Optional<Bytes>> entries = new TreeMap<>();

    /** The keys of those that are not gone. */
    final TreeSet<Bytes> present = new TreeSet<>();

    /**
     * From a key on, where the first entry of the base is that was not written; empty when there is
     * none. What was found out once is only moved on, so that an application may remove entry after
     * entry from the front.
     */
    final TreeMap<Bytes, Optional<Bytes>> unwritten = new TreeMap<>();
  }

  public StateOverlay(StateReader base) {
    this.base = base;
  }

  @Override
  public Optional<Bytes> get(long namespace, Bytes key) {
    Written here = written.get(namespace);
    Optional<Bytes> value = here == null ? null : here.entries.get(key);
    return value == null ? base.get(namespace, key) : value;
  }

  @Override
  public Optional<Entry> ceiling(long namespace, Bytes from) {
    Written here = written.get(namespace);
    if (here == null) {
      return base.ceiling(namespace, from);
    }
    Optional<Entry> below = unwrittenFrom(namespace, from, here);
    @Nullable Bytes above = here.present.ceiling(from);
    if (above == null || (below.isPresent() && below.get().key().compareTo(above) < 0)) {
      return below;
    }
    return here.entries.getOrDefault(above, Optional.empty()).map(value -> new Entry(above, value));
  }

  /** The first entry of the base from this key on that was not written over. */
  private Optional<Entry> unwrittenFrom(long namespace, Bytes from, Written here) {
    Optional<Bytes> start = Optional.of(from);
    Map.Entry<Bytes, Optional<Bytes>> known = here.unwritten.floorEntry(from);
    boolean reaches =
        known != null && known.getValue().map(end -> end.compareTo(from) > 0).orElse(true);
    if (reaches) {
      start = known.getValue();
    }
    Optional<Entry> found = start.flatMap(key -> base.ceiling(namespace, key));
    boolean moved = false;
    while (found.isPresent() && here.entries.containsKey(found.get().key())) {
      found = base.higher(namespace, found.get().key());
      moved = true;
    }
    if (moved) {
      here.unwritten.put(reaches ? known.getKey() : from, found.map(Entry::key));
    }
    return found;
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
    Written here = written.computeIfAbsent(namespace, unused -> new Written());
    here.entries.put(key, value);
    if (value.isPresent()) {
      here.present.add(key);
    } else {
      here.present.remove(key);
    }
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
        (namespace, here) ->
            here.entries.forEach(
                (key, after) -> {
                  Optional<Bytes> before = base.get(namespace, key);
                  if (!before.equals(after)) {
                    changes.add(new StateChange(namespace, key, before, after));
                  }
                }));
    return new StateChanges(changes);
  }
}
