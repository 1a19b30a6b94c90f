package dev.cairn.node.storage;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;

/** What went wrong, as a part of a sentence for a person. */
final class Reasons {

  private Reasons() {}

  static String of(Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    if (root instanceof AccessDeniedException denied) {
      return "this user has no permission for " + denied.getFile();
    }
    if (root instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist";
    }
    if (root instanceof ReadOnlyFileSystemException) {
      return "the file system can only be read";
    }
    if (root instanceof FileSystemException file && file.getReason() != null) {
      return file.getFile() + ": " + file.getReason();
    }
    String text = root.getMessage();
    return text == null || text.isBlank() ? root.getClass().getSimpleName() : text;
  }
}
