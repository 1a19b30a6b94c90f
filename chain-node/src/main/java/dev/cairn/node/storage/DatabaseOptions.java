package dev.cairn.node.storage;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.WALRecoveryMode;

/**
 * How RocksDB is set: small, for the whole node is to stay small, and so that no fault passes
 * unseen. Closed after the database.
 */
final class DatabaseOptions implements AutoCloseable {

  private static final long MIB = 1 << 20;

  /** Blocks, indexes and filters of tables together. */
  private static final long CACHE_BYTES = 12 * MIB;

  /** What is not in tables yet, of all families together. */
  private static final long WRITE_BUFFER_BYTES = 12 * MIB;

  /** Of one family; a block of the greatest size fits in. */
  private static final long FAMILY_WRITE_BUFFER_BYTES = 4 * MIB;

  /** What a start after a crash has to read again at most. */
  private static final long LOG_BYTES = 24 * MIB;

  /** Half of them for tables, the least that RocksDB takes: a process may have few files in all. */
  private static final int OPEN_FILES = 20;

  /** Smaller values stand in the tables. */
  private static final long LARGE_VALUE_BYTES = 1024;

  private static final long LARGE_VALUE_FILE_BYTES = 64 * MIB;

  private final List<AutoCloseable> parts = new ArrayList<>();
  private final DBOptions database;
  private final List<ColumnFamilyDescriptor> families = new ArrayList<>();

  DatabaseOptions() {
    database = own(new DBOptions());
    database
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setParanoidChecks(true)
        // A torn end is what a power cut leaves; the mark knows whether more than that is missing.
        .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
        .setAvoidFlushDuringRecovery(true)
        .setMaxTotalWalSize(LOG_BYTES)
        .setDbWriteBufferSize(WRITE_BUFFER_BYTES)
        .setMaxOpenFiles(OPEN_FILES)
        .setMaxBackgroundJobs(2)
        .setMaxBgErrorResumeCount(0) // what has failed once is not tried again
        .setBytesPerSync(MIB)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(MIB)
        .setKeepLogFileNum(3)
        .setMaxManifestFileSize(4 * MIB);
    Cache cache = own(new LRUCache(CACHE_BYTES, 2));
    BloomFilter filter = own(new BloomFilter(10));
    for (Family family : Family.values()) {
      families.add(
          new ColumnFamilyDescriptor(family.nameBytes(), familyOptions(family, cache, filter)));
    }
  }

  private ColumnFamilyOptions familyOptions(Family family, Cache cache, BloomFilter filter) {
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setFilterPolicy(filter)
            .setBlockSize(8 << 10);
    ColumnFamilyOptions options =
        own(new ColumnFamilyOptions())
            .setTableFormatConfig(table)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setWriteBufferSize(FAMILY_WRITE_BUFFER_BYTES)
            .setMaxWriteBufferNumber(2);
    if (family.hasLargeValues()) {
      options
          .setEnableBlobFiles(true)
          .setMinBlobSize(LARGE_VALUE_BYTES)
          .setBlobFileSize(LARGE_VALUE_FILE_BYTES)
          .setBlobCompressionType(CompressionType.LZ4_COMPRESSION)
          .setEnableBlobGarbageCollection(true);
    }
    return options;
  }

  private <T extends AutoCloseable> T own(T part) {
    parts.add(part);
    return part;
  }

  DBOptions database() {
    return database;
  }

  /** In the order of {@link Family}. */
  List<ColumnFamilyDescriptor> families() {
    return families;
  }

  @Override
  public void close() {
    for (int i = parts.size() - 1; i >= 0; i--) {
      try {
        parts.get(i).close();
      } catch (Exception impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }
}
