package dev.cairn.node.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * How far the database was forced to disk, in a file beside it.
 *
 * <p>A log whose end is damaged looks like one whose end was never written: the database then opens
 * as if the last updates had not been. The mark tells the two apart. It is a lower bound: it is
 * written after the database is on disk, and not forced itself except at the end, so that it costs
 * no time; a power cut may leave an older one.
 *
 * <pre>
 * magic u64 | sequence number u64 | CRC-32C of both u32
 * </pre>
 */
final class DurabilityMark implements AutoCloseable {

  private static final long MAGIC = 0x636169726e6d6b31L; // "cairnmk1"
  private static final int LENGTH = 20;

  private final Path file;
  private final FileChannel channel;
  private long sequence;

  private DurabilityMark(Path file, FileChannel channel, long sequence) {
    this.file = file;
    this.channel = channel;
    this.sequence = sequence;
  }

  /**
   * Opens the mark, or makes the first one.
   *
   * @throws StoreException when it is damaged
   */
  static DurabilityMark open(Path file) throws IOException {
    boolean isNew = !DurableFiles.isThere(file);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    boolean opened = false;
    try {
      DurabilityMark mark =
          new DurabilityMark(file, channel, channel.size() == 0 ? 0 : read(channel, file));
      if (channel.size() == 0) {
        mark.write();
        channel.force(true);
      }
      if (isNew) {
        DurableFiles.syncFolderOf(file);
      }
      opened = true;
      return mark;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  private static long read(FileChannel channel, Path file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(LENGTH + 1);
    while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) > 0) {
      // until all of it is there
    }
    boolean whole =
        buffer.position() == LENGTH
            && buffer.getLong(0) == MAGIC
            && buffer.getInt(16) == checksum(buffer);
    if (!whole) {
      throw new StoreException(
          StoreFault.STORE_DAMAGED,
          "The file " + file + " is damaged. " + StoreFault.STORE_DAMAGED.hint());
    }
    return buffer.getLong(8);
  }

  /** Up to which sequence number all was on disk when this was opened, and is. */
  synchronized long sequence() {
    return sequence;
  }

  Path file() {
    return file;
  }

  /** All up to this sequence number is on disk. */
  synchronized void advance(long to) throws IOException {
    if (to > sequence) {
      sequence = to;
      write();
    }
  }

  private void write() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(LENGTH);
    buffer.putLong(0, MAGIC).putLong(8, sequence);
    buffer.putInt(16, checksum(buffer));
    while (buffer.hasRemaining()) {
      channel.write(buffer, buffer.position());
    }
  }

  private static int checksum(ByteBuffer buffer) {
    CRC32C crc = new CRC32C();
    crc.update(buffer.duplicate().position(0).limit(16));
    return (int) crc.getValue();
  }

  @Override
  public synchronized void close() throws IOException {
    try (channel) {
      channel.force(true);
    }
  }
}
