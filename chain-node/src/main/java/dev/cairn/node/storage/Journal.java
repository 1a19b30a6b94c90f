package dev.cairn.node.storage;

import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.TransactionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The transactions that this node has promised to keep. Any thread may call any method. */
final class Journal {

  private final Database database;

  /** Read while something is kept, which may happen side by side; written to forget. */
  private final ReadWriteLock forgetting = new ReentrantReadWriteLock();

  /** Numbers grow: the oldest stands first, here and in the database. */
  private final Map<TransactionId, Long> numbers = new LinkedHashMap<>();

  private long next;

  Journal(Database database) {
    this.database = database;
    for (Kept kept : stored()) {
      numbers.put(kept.transaction().id(), kept.number());
      next = kept.number() + 1;
    }
  }

  private record Kept(long number, Transaction transaction) {}

  /** Forces the disk once, however many there are. */
  void keep(Collection<Transaction> transactions) {
    forgetting.readLock().lock();
    try {
      Batch batch = new Batch();
      for (Transaction transaction : transactions) {
        // What is kept already is written once more: the thread that did so first may not be done.
        batch.put(
            Family.META,
            Keys.numbered(Keys.KEPT, numberOf(transaction.id())),
            transaction.encode().toArray());
      }
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

  /** The oldest first. */
  synchronized List<TransactionId> ids() {
    return List.copyOf(numbers.keySet());
  }

  /** Those of these that are still there. */
  List<Transaction> get(Collection<TransactionId> ids) {
    ChainReads reads = new ChainReads(database);
    List<Transaction> found = new ArrayList<>();
    for (TransactionId id : ids) {
      number(id)
          .flatMap(number -> reads.view().get(Family.META, Keys.numbered(Keys.KEPT, number)))
          .ifPresent(value -> found.add(decode(reads, value)));
    }
    return found;
  }

  private synchronized Optional<Long> number(TransactionId id) {
    return Optional.ofNullable(numbers.get(id));
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
      kept.add(new Kept(Keys.numberOf(entry.key()), decode(reads, entry.value())));
    }
    return kept;
  }

  private static Transaction decode(ChainReads reads, byte[] value) {
    return reads.checked(Transaction.decode(Bytes.of(value)), "kept transaction");
  }
}
