package dev.cairn.node.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Looks through RocksDB's list of its files (MANIFEST-*) and its logs (*.log) before RocksDB reads
 * them: one changed bit in the type of a record can keep that busy for ever. Both are records in
 * blocks, as in LevelDB's log_format.md. What ends before its length, or is not as it was written,
 * as after a crash, is left to RocksDB as far as it can read it.
 */
final class RecordFiles {

  private static final int BLOCK_BYTES = 32 << 10;

  /** Checksum, length, type. */
  private static final int HEADER_BYTES = 4 + 2 + 1;

  private static final int MASK = 0xa282ead8;

  /** Zero, full, first, middle, last: of the others some are of logs that are written over. */
  private static final int TYPE_MAX = 4;

  private static final long NONE = -1;

  private RecordFiles() {}

  /**
   * Does nothing where there is no store yet.
   *
   * @throws StoreException when a record of the list is damaged, or one of a log in its type
   */
  static void check(Path directory) throws IOException {
    Path current = directory.resolve("CURRENT");
    if (!Files.isRegularFile(current)) {
      return;
    }
    String list = new String(Files.readAllBytes(current), StandardCharsets.ISO_8859_1).strip();
    if (list.matches("MANIFEST-[0-9]{1,20}") && Files.isRegularFile(directory.resolve(list))) {
      check(directory, directory.resolve(list), true);
    }
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, "*.log")) {
      for (Path log : logs) {
        check(directory, log, false);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void check(Path directory, Path file, boolean isList) throws IOException {
    long damage = firstDamage(file, isList);
    if (damage != NONE) {
      throw new StoreException(
          StoreFault.STORE_DAMAGED,
          "The store %s does not open: the file %s is damaged at its byte %d. %s"
              .formatted(directory, file, damage, StoreFault.STORE_DAMAGED.hint()));
    }
  }

  /** Where the first record begins for whose sake the store is refused. */
  private static long firstDamage(Path file, boolean isList) throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      int read = BLOCK_BYTES;
      for (long from = 0; read == BLOCK_BYTES; from += read) {
        read = in.readNBytes(block, 0, BLOCK_BYTES);
        int damage = firstDamage(block, read, isList);
        if (damage != NONE) {
          return from + damage;
        }
      }
      return NONE;
    }
  }

  private static int firstDamage(byte[] block, int bytes, boolean isList) {
    ByteBuffer records = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    int next;
    for (int at = 0; at + HEADER_BYTES <= bytes; at = next) {
      int sum = records.getInt(at);
      int length = Short.toUnsignedInt(records.getShort(at + 4));
      int type = Byte.toUnsignedInt(records.get(at + 6));
      next = at + HEADER_BYTES + length;
      boolean isWhole = next <= bytes;
      if (isWhole && sum == checksum(block, at + 6, length + 1)) {
        continue;
      }
      boolean isUnwritten = sum == 0 && length == 0 && type == 0;
      boolean isTorn = isUnwritten || (!isWhole && next <= BLOCK_BYTES);
      return type > TYPE_MAX || (isList && !isTorn) ? at : (int) NONE;
    }
    return (int) NONE;
  }

  /** As they mask it, for checksums of what has checksums. */
  private static int checksum(byte[] bytes, int from, int count) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, count);
    return Integer.rotateRight((int) sum.getValue(), 15) + MASK;
  }
}
