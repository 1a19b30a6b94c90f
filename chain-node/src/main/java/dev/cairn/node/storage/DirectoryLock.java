package dev.cairn.node.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One process's hold on a folder. The system lets go of it when the process ends, however that
 * happens; the file stays and does no harm.
 */
final class DirectoryLock implements AutoCloseable {

  /**
   * What this process holds. The system would grant it again, and then let go of it as soon as
   * either holder does: its locks belong to the process.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private DirectoryLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes hold of a folder.
   *
   * @throws StoreException when another process has it, or this one
   */
  static DirectoryLock acquire(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (!HELD.add(real)) {
      throw inUse(folder);
    }
    boolean held = false;
    try {
      FileChannel channel = open(folder.resolve("lock"));
      held = channel.tryLock() != null;
      if (!held) {
        channel.close();
        throw inUse(folder);
      }
      return new DirectoryLock(real, channel);
    } finally {
      if (!held) {
        HELD.remove(real);
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    DurableFiles.isThere(file); // or throws
    return FileChannel.open(
        file, StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);
  }

  private static StoreException inUse(Path folder) {
    return new StoreException(
        StoreFault.DATA_IN_USE,
        "The data directory " + folder + " is in use. " + StoreFault.DATA_IN_USE.hint());
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The process's end lets go of it.
    } finally {
      HELD.remove(folder);
    }
  }
}
