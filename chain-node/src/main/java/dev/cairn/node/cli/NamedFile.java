package dev.cairn.node.cli;

import dev.cairn.node.storage.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files that the user names. None that is there is ever replaced. */
final class NamedFile {

  private static final int BYTES_MAX = 16 << 20;

  private NamedFile() {}

  /** Opens what has bytes to read, which may be a pipe. */
  static InputStream open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a folder");
    }
    return Files.newInputStream(file);
  }

  static String read(Path file) throws CommandFailure {
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new IOException("it has more than " + BYTES_MAX + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw failure(file, new IOException("it is no text in UTF-8"));
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  static void requireNew(Path file) throws CommandFailure {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw isThere(file);
    }
  }

  /** Writes a file that was not there before, for everybody to read. */
  static void writeNew(Path file, String text) throws CommandFailure {
    try {
      Files.writeString(
          file,
          text,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
    } catch (FileAlreadyExistsException e) {
      throw failure(file, e);
    } catch (IOException e) {
      remove(file); // what there is of it
      throw failure(file, e);
    }
  }

  /** Writes a file that was not there before, whole or not at all, for its owner alone. */
  static void writeSecret(Path file, String text) throws CommandFailure {
    try {
      if (!DurableFiles.create(file, text.getBytes(StandardCharsets.UTF_8))) {
        throw isThere(file);
      }
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** Takes back a file that this command has written. */
  static void remove(Path file) throws CommandFailure {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static CommandFailure isThere(Path file) {
    return failure(file, new FileAlreadyExistsException(file.toString()));
  }

  private static String reason(IOException e) {
    if (e instanceof FileAlreadyExistsException) {
      return "it is there already";
    } else if (e instanceof NoSuchFileException) {
      return "there is no such file or folder";
    } else if (e instanceof AccessDeniedException) {
      return "this user has no permission for it";
    }
    return e instanceof FileSystemException known && known.getReason() != null
        ? known.getReason()
        : String.valueOf(e.getMessage());
  }

  static CommandFailure failure(Path file, IOException e) {
    return new CommandFailure(
        ExitCode.DATA_UNUSABLE, "FILE_UNUSABLE", file + ": " + reason(e), "give another path");
  }
}
