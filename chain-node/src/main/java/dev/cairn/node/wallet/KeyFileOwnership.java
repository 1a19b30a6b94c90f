package dev.cairn.node.wallet;

import dev.cairn.node.storage.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/** Who can read a key file. Systems without owners and permissions are taken as they are. */
final class KeyFileOwnership {

  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private static final Path OWN_PROCESS = Path.of("/proc/self");

  private KeyFileOwnership() {}

  static void require(Path file) throws IOException {
    if (!DurableFiles.isPosix(file)) {
      return;
    }
    PosixFileAttributes attributes =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    UserPrincipal user = thisUser(file);
    if (!attributes.owner().equals(user)) {
      throw new KeyFileException(
          KeyFault.KEY_OF_ANOTHER_USER,
          "The key file "
              + file
              + " belongs to "
              + attributes.owner().getName()
              + ", and this is "
              + user.getName());
    }
    if (!OWNERS.containsAll(attributes.permissions())) {
      throw new KeyFileException(
          KeyFault.KEY_OPEN_TO_OTHERS,
          "The key file "
              + file
              + " is open to other users ("
              + PosixFilePermissions.toString(attributes.permissions())
              + ")");
    }
  }

  /** The user may have no name, as in a container: then the process itself tells. */
  private static UserPrincipal thisUser(Path file) throws IOException {
    return Files.isDirectory(OWN_PROCESS)
        ? Files.getOwner(OWN_PROCESS)
        : file.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
  }
}
