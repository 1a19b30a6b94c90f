package dev.cairn.node.storage;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
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

  /** After a failure nothing is tried for so many looks, ten minutes with one a second. */
  private static final int PAUSE_LOOKS = 600;

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
   * @param totalBytes at least 1
   */
  public record Room(long freeBytes, long totalBytes, Level level) {

    /** Rounded down: 100 only when nothing is left. */
    public int usedPercent() {
      return (int) ((totalBytes - freeBytes) * 100 / totalBytes);
    }
  }

  /** Where the numbers come from. */
  interface Disk {

    long freeBytes();

    /** 0 when nothing can be told. */
    long totalBytes();
  }

  private final Path reserve;
  private final Disk disk;
  private boolean isFull;
  private int pauseLooks;
  private volatile Optional<Room> last = Optional.empty();

  DiskWatch(Path reserve, Disk disk) {
    this.reserve = reserve;
    this.disk = disk;
  }

  /** Watches the disk of that folder, and keeps the reserve in it. */
  public static DiskWatch of(DataDirectory data) {
    return new DiskWatch(data.root().resolve("reserve"), new DiskOf(data.root().toFile()));
  }

  /** Asks in the way that needs no file descriptor. */
  private record DiskOf(File folder) implements Disk {

    @Override
    public long freeBytes() {
      return folder.getUsableSpace();
    }

    @Override
    public long totalBytes() {
      return folder.getTotalSpace();
    }
  }

  /**
   * Looks at the disk, gives the reserve up or makes it, and logs what has changed for the worse.
   */
  public void look() {
    long total = disk.totalBytes();
    if (total <= 0) {
      LOG.debug("how full the disk is cannot be told");
      return;
    }
    long free = disk.freeBytes();
    isFull = free < (isFull ? Math.min(RESERVE_FROM_BYTES, total / 2) : FULL_BELOW_BYTES);
    if (pauseLooks > 0) {
      pauseLooks--;
    } else {
      adjustReserve(free);
    }
    remember(disk.freeBytes(), total);
  }

  private void adjustReserve(long free) {
    try {
      if (isFull) {
        Files.deleteIfExists(reserve);
      } else if (free >= RESERVE_FROM_BYTES && !isReserved()) {
        makeReserve();
      }
    } catch (IOException failed) {
      pauseLooks = PAUSE_LOOKS;
      LOG.warn(
          "no room can be kept for the store: {}. See that {} can be written and removed",
          Reasons.of(failed),
          reserve);
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

  /** Of bytes that no file system can store in less room. */
  private void makeReserve() throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    SplittableRandom random = new SplittableRandom(0);
    try (OutputStream out = Files.newOutputStream(reserve)) {
      for (long written = 0; written < RESERVE_BYTES; written += chunk.length) {
        random.nextBytes(chunk);
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
