package dev.cairn.node.storage;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/**
 * The database as it was when the view was made. Any thread may read it; it costs little to keep,
 * and is given back when nobody can reach it any more.
 */
final class DatabaseView {

  private final Database database;
  private final Held held;

  /** What RocksDB holds for a view. Released once, inside the gate. */
  static final class Held {
    private final RocksDB rocks;
    private final Snapshot snapshot;
    private final ReadOptions options;
    private final long sequence;

    Held(RocksDB rocks) {
      this.rocks = rocks;
      this.snapshot = rocks.getSnapshot();
      this.options = new ReadOptions().setSnapshot(snapshot);
      this.sequence = snapshot.getSequenceNumber();
    }

    void release() {
      options.close();
      rocks.releaseSnapshot(snapshot);
    }
  }

  DatabaseView(Database database, Held held) {
    this.database = database;
    this.held = held;
  }

  /** The number of the last change that it shows. */
  long sequence() {
    return held.sequence;
  }

  Optional<byte[]> get(Family family, byte[] key) {
    return read(
        rocks -> Optional.ofNullable(rocks.get(database.handle(family), held.options, key)));
  }

  /** One entry of the database; the arrays are the caller's. */
  static final class Entry {
    private final byte[] key;
    private final byte[] value;

    Entry(byte[] key, byte[] value) {
      this.key = key;
      this.value = value;
    }

    byte[] key() {
      return key;
    }

    byte[] value() {
      return value;
    }
  }

  /** The first entry at this key or after it whose key starts with the prefix. */
  Optional<Entry> first(Family family, byte[] from, byte[] prefix) {
    Entry[] found = new Entry[1];
    scan(
        family,
        from,
        prefix,
        (key, value) -> {
          found[0] = new Entry(key, value);
          return false;
        });
    return Optional.ofNullable(found[0]);
  }

  /**
   * Goes through the entries at this key and after it whose keys start with the prefix, until the
   * visitor says no. The visitor must not ask the database.
   */
  void scan(Family family, byte[] from, byte[] prefix, BiPredicate<byte[], byte[]> visitor) {
    read(
        rocks -> {
          try (RocksIterator iterator = rocks.newIterator(database.handle(family), held.options)) {
            iterator.seek(from);
            while (iterator.isValid() && Keys.startsWith(iterator.key(), prefix)) {
              if (!visitor.test(iterator.key(), iterator.value())) {
                return Optional.empty();
              }
              iterator.next();
            }
            iterator.status(); // an iterator that met a fault looks like one at the end
          }
          return Optional.empty();
        });
  }

  /** The last entry whose key starts with the prefix. */
  Optional<Entry> last(Family family, byte[] prefix) {
    byte[] end = Arrays.copyOf(prefix, prefix.length + 40);
    Arrays.fill(end, prefix.length, end.length, (byte) 0xff);
    return read(
        rocks -> {
          try (RocksIterator iterator = rocks.newIterator(database.handle(family), held.options)) {
            iterator.seekForPrev(end);
            boolean found = iterator.isValid() && Keys.startsWith(iterator.key(), prefix);
            iterator.status();
            return found
                ? Optional.of(new Entry(iterator.key(), iterator.value()))
                : Optional.empty();
          }
        });
  }

  private <T> T read(Call<T> call) {
    try {
      return database.call("read", call);
    } finally {
      Reference.reachabilityFence(this); // else the view could be given back in mid-read
    }
  }

  /** A call into RocksDB. */
  @FunctionalInterface
  interface Call<T> {
    T run(RocksDB rocks) throws RocksDBException;
  }
}
