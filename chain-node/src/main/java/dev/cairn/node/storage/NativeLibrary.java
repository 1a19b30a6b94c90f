package dev.cairn.node.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/** RocksDB's native part, loaded once. */
final class NativeLibrary {

  /** Names the folder that has the library; else it is unpacked to the temporary folder. */
  static final String FOLDER_PROPERTY = "cairn.native";

  private static boolean isLoaded;

  private NativeLibrary() {}

  static synchronized void load() throws StoreException {
    if (isLoaded) {
      return;
    }
    String folder = System.getProperty(FOLDER_PROPERTY, "");
    try {
      if (folder.isEmpty()) {
        loadUnpacked();
      } else {
        Path absolute = Path.of(folder).toAbsolutePath();
        giveExpectedName(absolute);
        RocksDB.loadLibrary(List.of(absolute.toString()));
      }
      isLoaded = true;
    } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
      String place =
          folder.isEmpty()
              ? "unpacked to the temporary folder " + System.getProperty("java.io.tmpdir")
              : "loaded from " + folder;
      throw new StoreException(
          StoreFault.NATIVE_LIBRARY_UNUSABLE,
          "The database's library cannot be "
              + place
              + ": "
              + Reasons.of(e)
              + ". "
              + StoreFault.NATIVE_LIBRARY_UNUSABLE.hint(),
          e);
    }
  }

  /**
   * RocksDB would leave its library in the temporary folder when the process ends otherwise than by
   * its last thread; and it can be deleted as soon as it is loaded.
   */
  private static void loadUnpacked() throws IOException {
    String packed = Environment.getJniLibraryFileName("rocksdb");
    try (InputStream library = RocksDB.class.getResourceAsStream("/" + packed)) {
      if (library == null) {
        RocksDB.loadLibrary(); // it knows more names
        return;
      }
      Path folder = Files.createTempDirectory("cairn-native");
      Path file = folder.resolve(Environment.getJniLibraryFileName("rocksdbjni"));
      try {
        Files.copy(library, file);
        RocksDB.loadLibrary(List.of(folder.toString()));
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    }
  }

  /**
   * RocksDB 11.8 looks in a folder for another name than the library has in its jar, with "jni"
   * twice: that name is added beside it.
   */
  private static void giveExpectedName(Path folder) throws IOException {
    Path packed = folder.resolve(Environment.getJniLibraryFileName("rocksdb"));
    Path expected = folder.resolve(Environment.getJniLibraryFileName("rocksdbjni"));
    if (Files.exists(packed) && !Files.exists(expected)) {
      try {
        Files.createSymbolicLink(expected, packed.getFileName());
      } catch (FileAlreadyExistsException another) {
        // A second process starts at the same time.
      }
    }
  }
}
