package dev.cairn.node.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Reads text files of users. */
final class SmallFile {

  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private SmallFile() {}

  /** The text of a regular file of at most so many bytes. */
  static String read(String place, Path file, int bytesMax) throws Refusal {
    if (!Files.isRegularFile(file)) {
      throw unreadable(place, file, Files.exists(file) ? "is no regular file" : "does not exist");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax) {
        throw unreadable(place, file, "has more than " + bytesMax + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw unreadable(place, file, "is not UTF-8");
    } catch (IOException e) {
      throw unreadable(place, file, "cannot be read by this user");
    }
  }

  /** The same of a file that only its owner may read and write. */
  static String readPrivate(String place, Path file, int bytesMax) throws Refusal {
    String text = read(place, file, bytesMax);
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
          && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
        throw new Refusal(
            SettingFault.FILE_NOT_PRIVATE,
            place + ": " + file + " can be used by others",
            "a file that only its owner can read");
      }
    } catch (IOException e) {
      throw unreadable(place, file, "cannot be read by this user");
    }
    return text.strip();
  }

  private static Refusal unreadable(String place, Path file, String what) {
    return new Refusal(
        SettingFault.FILE_UNREADABLE, place + ": " + file + " " + what, "a readable file");
  }
}
