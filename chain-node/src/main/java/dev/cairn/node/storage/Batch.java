package dev.cairn.node.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Changes that are written as one, later ones over earlier ones. On the heap until then, so that it
 * needs no closing. Confined to one thread.
 */
final class Batch {

  private final List<Change> changes = new ArrayList<>();
  private int bytes;

  /** No value says that the entry goes. */
  private static final class Change {
    final Family family;
    final byte[] key;
    final byte @Nullable [] value;

    Change(Family family, byte[] key, byte @Nullable [] value) {
      this.family = family;
      this.key = key;
      this.value = value;
    }
  }

  void put(Family family, byte[] key, byte[] value) {
    changes.add(new Change(family, key, value));
    bytes += key.length + value.length + 16;
  }

  void delete(Family family, byte[] key) {
    changes.add(new Change(family, key, null));
    bytes += key.length + 8;
  }

  /** The same for RocksDB; the caller closes it. */
  WriteBatch toWriteBatch(Map<Family, ColumnFamilyHandle> handles) throws RocksDBException {
    WriteBatch batch = new WriteBatch(bytes + 16);
    boolean filled = false;
    try {
      for (Change change : changes) {
        ColumnFamilyHandle handle = Objects.requireNonNull(handles.get(change.family));
        byte @Nullable [] value = change.value;
        if (value == null) {
          batch.delete(handle, change.key);
        } else {
          batch.put(handle, change.key, value);
        }
      }
      filled = true;
      return batch;
    } finally {
      if (!filled) {
        batch.close();
      }
    }
  }
}
