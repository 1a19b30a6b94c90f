package dev.cairn.node.storage;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB, guarded: no call reaches it when it is closed, and none after something failed. Any
 * thread may call any method.
 */
final class Database implements AutoCloseable {

  private static final Cleaner CLEANER = Cleaner.create();

  private final Path directory;
  private final DatabaseOptions options;
  private final RocksDB rocks;
  private final Map<Family, ColumnFamilyHandle> handles = new EnumMap<>(Family.class);
  private final DurabilityMark mark;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteOptions unsynced = new WriteOptions();
  private final Gate gate = new Gate();
  private final Set<DatabaseView.Held> views = ConcurrentHashMap.newKeySet();
  private volatile @Nullable DatabaseView newest;
  private volatile @Nullable StoreFailedException failure;

  private Database(
      Path directory,
      DatabaseOptions options,
      RocksDB rocks,
      List<ColumnFamilyHandle> handles,
      DurabilityMark mark) {
    this.directory = directory;
    this.options = options;
    this.rocks = rocks;
    Iterator<ColumnFamilyHandle> inOrder = handles.iterator();
    for (Family family : Family.values()) {
      this.handles.put(family, inOrder.next());
    }
    this.mark = mark;
  }

  /** Opens the database, or makes it. Takes the mark over, which it closes in any case. */
  static Database open(Path directory, DurabilityMark mark) throws IOException {
    try {
      RecordFiles.check(directory);
    } catch (IOException damaged) {
      mark.close();
      throw damaged;
    }
    DatabaseOptions options = new DatabaseOptions();
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      RocksDB rocks =
          RocksDB.open(
              options.database(),
              directory.toAbsolutePath().toString(),
              options.families(),
              handles);
      Database database = new Database(directory, options, rocks, handles, mark);
      if (rocks.getLatestSequenceNumber() < mark.sequence()) {
        database.close();
        throw new StoreException(
            StoreFault.STORE_DAMAGED,
            "The store has lost its last changes: a log (*.log) in "
                + directory
                + " is damaged or missing, or its list of files (MANIFEST-*), or "
                + mark.file()
                + " is of another store. "
                + StoreFault.STORE_DAMAGED.hint());
      }
      return database;
    } catch (RocksDBException e) {
      options.close();
      mark.close();
      throw OpeningFaults.of(directory, e);
    }
  }

  ColumnFamilyHandle handle(Family family) {
    return Objects.requireNonNull(handles.get(family));
  }

  /** The database as it is now. */
  DatabaseView view() {
    return call(
        "read",
        open -> {
          DatabaseView current = newest;
          if (current != null && current.sequence() == open.getLatestSequenceNumber()) {
            return current;
          }
          DatabaseView.Held held = new DatabaseView.Held(open);
          DatabaseView view = new DatabaseView(this, held);
          views.add(held);
          CLEANER.register(view, () -> gate.runIfOpen(() -> release(held)));
          newest = view;
          return view;
        });
  }

  private void release(DatabaseView.Held held) {
    if (views.remove(held)) {
      held.release();
    }
  }

  /**
   * Writes a batch as one.
   *
   * @param sync whether this and all that was written before is on disk when this returns
   */
  void write(Batch batch, boolean sync) {
    call(
        "write",
        open -> {
          long before = open.getLatestSequenceNumber();
          try (WriteBatch changes = batch.toWriteBatch(handles)) {
            open.write(sync ? synced : unsynced, changes);
            if (sync) {
              advance(before + changes.count());
            }
          }
          return true;
        });
  }

  /** All that was written is on disk when this returns. */
  void sync() {
    call(
        "write",
        open -> {
          long before = open.getLatestSequenceNumber();
          open.syncWal();
          advance(before);
          return true;
        });
  }

  /** Writes out of memory into tables, as happens by itself when there is enough. */
  void flush() {
    call(
        "write",
        open -> {
          try (var wait = new org.rocksdb.FlushOptions().setWaitForFlush(true)) {
            open.flush(wait, List.copyOf(handles.values()));
          }
          return true;
        });
  }

  private void advance(long sequence) {
    try {
      mark.advance(sequence);
    } catch (IOException e) {
      throw fail(StoreFault.STORE_FAILED, "write " + mark.file(), Reasons.of(e), e);
    }
  }

  /**
   * Calls RocksDB.
   *
   * @throws StoreFailedException when that fails, or anything failed before
   * @throws IllegalStateException when the store is closed
   */
  <T> T call(String what, DatabaseView.Call<T> call) {
    long stamp = gate.enter();
    try {
      requireAlive();
      return call.run(rocks);
    } catch (RocksDBException e) {
      throw fail(
          DatabaseWords.isDamage(e) ? StoreFault.STORE_DAMAGED : StoreFault.STORE_FAILED,
          what + " the store in " + directory,
          DatabaseWords.of(directory, e),
          e);
    } finally {
      gate.leave(stamp);
    }
  }

  void requireAlive() {
    StoreFailedException before = failure;
    if (before != null) {
      throw before.again();
    }
  }

  /** What was read cannot have been written: the store is dead from now on. */
  StoreFailedException damaged(String what) {
    return fail(StoreFault.STORE_DAMAGED, "read the store in " + directory, what, null);
  }

  private synchronized StoreFailedException fail(
      StoreFault fault, String what, String why, @Nullable Exception cause) {
    StoreFailedException before = failure;
    if (before != null) {
      return before.again();
    }
    String message = "Failed to " + what + ": " + why + ". " + DatabaseWords.hint(fault, why);
    StoreFailedException now =
        cause == null
            ? new StoreFailedException(fault, message)
            : new StoreFailedException(fault, message, cause);
    failure = now;
    return now;
  }

  @Override
  public void close() {
    gate.close(
        () -> {
          newest = null;
          List.copyOf(views).forEach(this::release);
          handles.values().forEach(ColumnFamilyHandle::close);
          rocks.close();
          synced.close();
          unsynced.close();
          options.close();
          try {
            mark.close();
          } catch (IOException late) {
            // The mark is a lower bound; what it says is still true.
          }
        });
  }
}
