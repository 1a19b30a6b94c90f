package dev.cairn.node.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How full the disk of the data directory is, and some room there that nobody else can take: a file
 * that is given up when the disk is full, so that the store can still be opened, read and written
 * for a while. One thread at a time calls the methods.
 */
public final class DiskWatch {

  /** What is kept for the store; enough to open it after a crash, and for hours of small blocks. */
  static final long RESERVE_BYTES = 16 << 20;

  /** With less than this the disk is full, and the reserve is given up. */
  static final long FULL_BELOW_BYTES = 4 << 20;

  /** With so much there is room for the reserve. */
  static final long RESERVE_FROM_BYTES = 4 * RESERVE_BYTES;

  private static final int NEARLY_FULL_PERCENT = 90;
  private static final int CHUNK_BYTES = 1 << 16;
  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

  /** How full a disk is. */
  public enum Level {
    /** Nothing to tell. */
    ROOMY,
    /** At least nine tenths are in use. */
    NEARLY_FULL,
    /** What was kept for the store is all there is, or was all there was a moment ago. */
    FULL
  }

  /**
   * One look at the disk.
   *
   * @param freeBytes what this process may still write
   */
  public record Room(long freeBytes, long totalBytes, Level level) {

    /** Rounded down: 100 only when nothing is left. */
    public int usedPercent() {
      return totalBytes <= 0 ? 0 : (int) ((totalBytes - freeBytes) * 100 / totalBytes);
    }
  }

  /** Where the numbers come from. */
  interface Disk {

    long freeBytes() throws IOException;

    long totalBytes() throws IOException;
  }

  private final Path reserve;
  private final Disk disk;
  private boolean isFull;
  private volatile Optional<Room> last = Optional.empty();

  DiskWatch(Path reserve, Disk disk) {
    this.reserve = reserve;
    this.disk = disk;
  }

  /** Watches the disk of that folder, and keeps the reserve in it. */
  public static DiskWatch of(DataDirectory data) {
    return new DiskWatch(data.root().resolve("reserve"), new DiskOf(data.root()));
  }

  private record DiskOf(Path folder) implements Disk {

    private FileStore store() throws IOException {
      return Files.getFileStore(folder);
    }

    @Override
    public long freeBytes() throws IOException {
      return store().getUsableSpace();
    }

    @Override
    public long totalBytes() throws IOException {
      return store().getTotalSpace();
    }
  }

  /**
   * Looks at the disk, gives the reserve up or makes it, and logs what has changed for the worse.
   */
  public void look() {
    try {
      long free = disk.freeBytes();
      isFull = free < (isFull ? RESERVE_FROM_BYTES : FULL_BELOW_BYTES);
      if (isFull && Files.deleteIfExists(reserve)) {
        free = disk.freeBytes();
      } else if (free >= RESERVE_FROM_BYTES && !isReserved()) {
        makeReserve();
        free = disk.freeBytes();
      }
      remember(free, disk.totalBytes());
    } catch (IOException unknown) {
      LOG.debug("how full the disk is cannot be told", unknown);
    }
  }

  private void remember(long free, long total) {
    Room room = new Room(free, total, Level.ROOMY);
    if (isFull) {
      room = new Room(free, total, Level.FULL);
    } else if (room.usedPercent() >= NEARLY_FULL_PERCENT) {
      room = new Room(free, total, Level.NEARLY_FULL);
    }
    Level before = last.map(Room::level).orElse(Level.ROOMY);
    last = Optional.of(room);
    if (room.level().compareTo(before) > 0) {
      LOG.warn(
          "the disk of {} is {}: {} MiB are free",
          reserve.getParent(),
          isFull ? "full" : room.usedPercent() + " % full",
          free >> 20);
    }
  }

  private boolean isReserved() throws IOException {
    return Files.exists(reserve) && Files.size(reserve) == RESERVE_BYTES;
  }

  /** Of real bytes, for a hole in a file takes no room. */
  private void makeReserve() throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    try (OutputStream out = Files.newOutputStream(reserve)) {
      for (long written = 0; written < RESERVE_BYTES; written += chunk.length) {
        out.write(chunk);
      }
    } catch (IOException noRoom) {
      Files.deleteIfExists(reserve);
      throw noRoom;
    }
  }

  /** What the last look has shown; empty before it. Any thread may ask. */
  public Optional<Room> room() {
    return last;
  }
}
