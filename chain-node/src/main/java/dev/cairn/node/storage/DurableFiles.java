package dev.cairn.node.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Small files that are there whole or not at all, whatever crashes, and that nobody but their owner
 * can read. A crash may leave a file {@code .cairn-*.tmp}, which does no harm; {@link
 * #removeLeftovers} takes it away.
 */
public final class DurableFiles {

  private DurableFiles() {}

  /** Writes a file, in the place of the one that is there; on disk when this returns. */
  public static void replace(Path file, byte[] content) throws IOException {
    put(file, content, true);
    syncDirectory(folderOf(file));
  }

  /**
   * Writes a file, in the place of the one that is there, and does not wait for the disk: a power
   * cut may leave the old one, or nothing in the new one.
   */
  static void replaceWithoutWaiting(Path file, byte[] content) throws IOException {
    put(file, content, false);
  }

  private static void put(Path file, byte[] content, boolean force) throws IOException {
    Path temporary = write(folderOf(file), content, force);
    try {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  /**
   * Writes a file unless there is one, which then stays as it is; on disk when this returns.
   *
   * @return whether it was written
   */
  public static boolean create(Path file, byte[] content) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Path folder = folderOf(file);
    Path temporary = write(folder, content, true);
    try {
      place(temporary, file);
    } catch (FileAlreadyExistsException another) {
      return false;
    } finally {
      Files.deleteIfExists(temporary);
    }
    syncDirectory(folder);
    return true;
  }

  /** A second name for a file is made only if nothing has that name: a rename would replace it. */
  private static void place(Path temporary, Path file) throws IOException {
    try {
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | IOException noLinksHere) {
      Files.move(temporary, file); // as on a FAT disk; refuses what it sees, though not atomically
    }
  }

  /**
   * Removes what crashes have left in a folder that nobody else writes to at this time; what cannot
   * be removed does no harm.
   */
  static void removeLeftovers(Path folder) {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, ".cairn-*.tmp")) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return; // at the next start, perhaps
    }
  }

  /** Makes a folder that only its owner can use, unless it is there; its parent must be. */
  public static void makeDirectory(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    try {
      Files.createDirectory(folder, onlyOwner(folder, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) { // else another process was faster
        throw e;
      }
    }
    syncDirectory(folderOf(folder));
  }

  /** As {@link #makeDirectory}, with all above it that are missing. */
  public static void makeDirectories(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath();
    Path parent = absolute.getParent();
    if (parent != null && !Files.isDirectory(absolute)) {
      makeDirectories(parent);
    }
    makeDirectory(absolute);
  }

  /** What was made, renamed or removed in a folder is on disk when this returns. */
  public static void syncDirectory(Path folder) throws IOException {
    if (!isPosix(folder)) {
      return; // elsewhere a folder cannot be opened
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** That a file is there, by its name, is on disk when this returns. */
  static void syncFolderOf(Path file) throws IOException {
    syncDirectory(folderOf(file));
  }

  /** Whether files have an owner and permissions here. */
  public static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** What went wrong with a file, as a part of a sentence for a person. */
  public static String reasonOf(Throwable fault) {
    return Reasons.of(fault);
  }

  /**
   * Whether there is a file to read.
   *
   * @throws FileSystemException when something else has its name: to open a pipe would wait for
   *     ever
   */
  static boolean isThere(Path file) throws FileSystemException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "is no regular file");
    }
    return Files.exists(file);
  }

  private static Path write(Path folder, byte[] content, boolean force) throws IOException {
    Path temporary = folder.resolve(".cairn-" + UUID.randomUUID() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
            onlyOwner(folder, "rw-------"))) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      if (force) {
        channel.force(true);
      }
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    return temporary;
  }

  private static FileAttribute<?>[] onlyOwner(Path path, String permissions) {
    if (!isPosix(path)) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> mode = PosixFilePermissions.fromString(permissions);
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)};
  }

  private static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }
}
