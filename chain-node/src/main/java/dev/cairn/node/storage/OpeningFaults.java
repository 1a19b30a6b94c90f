package dev.cairn.node.storage;

import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What RocksDB says when it does not open, in words for a person. */
final class OpeningFaults {

  private OpeningFaults() {}

  static StoreException of(Path directory, RocksDBException e) {
    StoreFault fault = fault(e);
    String what =
        fault == StoreFault.DATA_IN_USE
            ? "is in use"
            : "does not open: " + DatabaseWords.of(directory, e);
    String message = "The store " + directory + " " + what + ". " + DatabaseWords.hint(fault, what);
    return new StoreException(fault, message, e);
  }

  private static StoreFault fault(RocksDBException e) {
    String text = String.valueOf(e.getMessage());
    if (text.contains("While lock file") || text.contains("lock hold by current process")) {
      return StoreFault.DATA_IN_USE;
    }
    if (text.contains("No space left") || text.contains("Input/output error")) {
      return StoreFault.STORE_FAILED;
    }
    if (text.contains("Permission denied") || text.contains("Read-only file system")) {
      return StoreFault.DATA_UNUSABLE;
    }
    Status status = e.getStatus();
    boolean known = status != null && status.getCode() == Status.Code.IOError;
    return known && !text.contains("No such file")
        ? StoreFault.STORE_FAILED
        : StoreFault.STORE_DAMAGED;
  }
}
