package dev.cairn.node.storage;

import dev.cairn.core.value.NetworkId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A store's folder: what it is of, the database, and its mark.
 *
 * <pre>
 * format   what this is, the number of the format, the network
 * mark     how far the database was forced to disk
 * ledger/  the database
 * </pre>
 */
final class StoreFolder {

  /** Goes up when an older release could not read the store, or would read it wrongly. */
  static final int FORMAT = 1;

  /** Far more than there is in it; a newer release may have more to say. */
  private static final long FORMAT_BYTES_MAX = 64 << 10;

  private static final Pattern TEXT =
      Pattern.compile(
          "cairn store\nformat ([1-9][0-9]{0,8})\n(?:network ([0-9a-f]{64})\n)?.*", Pattern.DOTALL);

  private final Path folder;

  StoreFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  Path ledger() {
    return folder.resolve("ledger");
  }

  Path mark() {
    return folder.resolve("mark");
  }

  private Path format() {
    return folder.resolve("format");
  }

  /** Makes what is missing, and refuses what is of another network or release. */
  void prepare(NetworkId network) throws StoreException {
    requireNameForDatabase();
    try {
      DurableFiles.makeDirectory(folder);
      DurableFiles.removeLeftovers(folder);
      if (Files.exists(format(), LinkOption.NOFOLLOW_LINKS)) {
        check(network);
      } else {
        requireNoLedger(format());
        byte[] text = text(network).getBytes(StandardCharsets.US_ASCII);
        DurableFiles.replace(format(), text);
      }
      if (!Files.exists(mark())) {
        requireNoLedger(mark());
      }
      DurableFiles.makeDirectory(ledger());
    } catch (StoreException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new StoreException(
          StoreFault.DATA_UNUSABLE,
          "The store's folder "
              + folder
              + " cannot be used: "
              + Reasons.of(e)
              + ". "
              + StoreFault.DATA_UNUSABLE.hint(),
          e);
    }
  }

  private static String text(NetworkId network) {
    return "cairn store\nformat " + FORMAT + "\nnetwork " + network + "\n";
  }

  private void check(NetworkId network) throws IOException {
    if (!Files.isRegularFile(format()) || Files.size(format()) > FORMAT_BYTES_MAX) {
      throw damaged(format());
    }
    byte[] bytes = Files.readAllBytes(format());
    Matcher text = TEXT.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    if (!text.matches()) {
      throw damaged(format());
    }
    if (Integer.parseInt(text.group(1)) > FORMAT) {
      throw new StoreException(
          StoreFault.STORE_NEWER,
          "The store "
              + folder
              + " has format "
              + text.group(1)
              + ", this release knows "
              + FORMAT
              + ". "
              + StoreFault.STORE_NEWER.hint());
    }
    String here = text.group(2);
    if (here == null || text(network).length() != bytes.length) {
      throw damaged(format());
    }
    if (!here.equals(network.toString())) {
      throw new StoreException(
          StoreFault.STORE_OTHER_NETWORK,
          "The store "
              + folder
              + " is of network "
              + here
              + ", as its file "
              + format().getFileName()
              + " says, not of "
              + network
              + ". "
              + StoreFault.STORE_OTHER_NETWORK.hint());
    }
  }

  private void requireNoLedger(Path missing) throws StoreException {
    if (Files.exists(ledger().resolve("CURRENT"))) {
      throw new StoreException(
          StoreFault.STORE_DAMAGED,
          "The file " + missing + " is missing. " + StoreFault.STORE_DAMAGED.hint());
    }
  }

  private static StoreException damaged(Path file) {
    return new StoreException(
        StoreFault.STORE_DAMAGED,
        "The file " + file + " is damaged. " + StoreFault.STORE_DAMAGED.hint());
  }

  /** The database takes the name in an encoding of its own, in which only these are the same. */
  private void requireNameForDatabase() throws StoreException {
    if (folder.toString().chars().anyMatch(c -> Character.isSurrogate((char) c))) {
      throw new StoreException(
          StoreFault.DATA_UNUSABLE,
          "The store's folder "
              + folder
              + " cannot be used: the database takes no characters beyond U+FFFF in a name, such"
              + " as emoji. Give --data a directory with another name.");
    }
  }
}
