package dev.cairn.node.storage;

import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.TransactionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The transactions that this node has promised to keep. Any thread may call any method; threads
 * that keep something at the same time share one write to the disk.
 */
final class Journal {

  private final Database database;

  /** Read while something is kept, which may happen side by side; written to forget. */
  private final ReadWriteLock forgetting = new ReentrantReadWriteLock();

  /** Numbers grow, so that the oldest stands first. */
  private final Map<TransactionId, Long> numbers = new HashMap<>();

  private long next;

  Journal(Database database) {
    this.database = database;
    for (Kept kept : stored()) {
      numbers.put(kept.transaction().id(), kept.number());
      next = kept.number() + 1;
    }
  }

  private record Kept(long number, Transaction transaction) {}

  void keep(Transaction transaction) {
    forgetting.readLock().lock();
    try {
      Batch batch = new Batch();
      // What is kept already is written once more: the thread that did so first may not be done.
      batch.put(
          Family.META,
          Keys.numbered(Keys.KEPT, numberOf(transaction.id())),
          transaction.encode().toArray());
      database.write(batch, true);
    } finally {
      forgetting.readLock().unlock();
    }
  }

  private synchronized long numberOf(TransactionId id) {
    return numbers.computeIfAbsent(id, unused -> next++);
  }

  private synchronized Optional<Long> removeNumber(TransactionId id) {
    return Optional.ofNullable(numbers.remove(id));
  }

  synchronized int size() {
    return numbers.size();
  }

  List<Transaction> all() {
    return stored().stream().map(Kept::transaction).toList();
  }

  void forget(Collection<TransactionId> ids) {
    forgetting.writeLock().lock();
    try {
      Batch batch = new Batch();
      for (TransactionId id : ids) {
        removeNumber(id)
            .ifPresent(number -> batch.delete(Family.META, Keys.numbered(Keys.KEPT, number)));
      }
      database.write(batch, false); // one that comes back after a power cut is forgotten again
    } finally {
      forgetting.writeLock().unlock();
    }
  }

  private List<Kept> stored() {
    ChainReads reads = new ChainReads(database);
    List<DatabaseView.Entry> found = new ArrayList<>();
    reads
        .view()
        .scan(
            Family.META,
            Keys.KEPT,
            Keys.KEPT,
            (key, value) -> found.add(new DatabaseView.Entry(key, value)));
    List<Kept> kept = new ArrayList<>();
    for (DatabaseView.Entry entry : found) {
      Transaction transaction =
          reads.checked(Transaction.decode(Bytes.of(entry.value())), "kept transaction");
      kept.add(new Kept(Keys.numberOf(entry.key()), transaction));
    }
    return kept;
  }
}
