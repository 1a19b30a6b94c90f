package dev.cairn.core;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds files of the project from wherever the tests run. */
public final class ProjectFile {

  private ProjectFile() {}

  /** A file by its path from the project's root. */
  public static Path find(String path) {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path file = folder.resolve(path);
      if (Files.exists(file)) {
        return file;
      }
    }
    throw new IllegalArgumentException("not in this folder or one above: " + path);
  }
}
