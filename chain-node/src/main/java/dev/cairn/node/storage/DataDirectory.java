package dev.cairn.node.storage;

import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.node.network.NetworkFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folder of one node, which one process uses at a time.
 *
 * <pre>
 * lock                            held while a process uses the folder; stays behind, harmless
 * current                         the id of the network that the node was in last
 * node.key                        the node's identity
 * keys/                           the wallet
 * reserve                         room for the store when the disk is full, see {@link DiskWatch}
 * NAME-ID/network.json            a network's parameters: its name, the beginning of its id
 * NAME-ID/                        all else that belongs to the network
 * </pre>
 */
public final class DataDirectory implements AutoCloseable {

  private static final String NETWORK_FILE = "network.json";

  /** A network's list of initial balances can be long. */
  private static final long NETWORK_FILE_BYTES_MAX = 16 << 20;

  private static final int NAME_LENGTH_MAX = 40;
  private static final int SHORT_ID_LENGTH = 8;

  private final Path root;
  private final DirectoryLock lock;

  private DataDirectory(Path root, DirectoryLock lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Makes the folder if it is missing, with all above it, and locks it until {@link #close}.
   *
   * @throws StoreException when it cannot be used, or another process uses it
   */
  public static DataDirectory open(Path root) throws StoreException {
    Path absolute = root.toAbsolutePath();
    try {
      DurableFiles.makeDirectories(absolute);
      DataDirectory data = new DataDirectory(absolute, DirectoryLock.acquire(absolute));
      DurableFiles.removeLeftovers(absolute);
      return data;
    } catch (StoreException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw unusable(absolute, e);
    }
  }

  public Path root() {
    return root;
  }

  /** The file of the node's identity. */
  public Path nodeKey() {
    return root.resolve("node.key");
  }

  /** The folder of a network, with its parameters in a file; made if it is missing. */
  public Path ofNetwork(NetworkParameters network) throws StoreException {
    String id = network.id().toString();
    String name = fileName(network.name());
    try {
      Path folder = root.resolve(name + "-" + id.substring(0, SHORT_ID_LENGTH));
      if (isOfAnother(folder, network.id())) {
        folder = root.resolve(name + "-" + id); // an id that begins alike can be made on purpose
      }
      DurableFiles.makeDirectory(folder);
      DurableFiles.removeLeftovers(folder);
      if (read(folder).filter(Checked::isPassed).isEmpty()) { // none, or damaged
        byte[] text = NetworkFile.write(network).getBytes(StandardCharsets.UTF_8);
        DurableFiles.replace(folder.resolve(NETWORK_FILE), text);
      }
      return folder;
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  private static boolean isOfAnother(Path folder, NetworkId id) throws IOException {
    Optional<Checked<NetworkParameters>> there = read(folder);
    return there.isPresent() && there.get().isPassed() && !there.get().value().id().equals(id);
  }

  /**
   * The parameters of a network that this node was in.
   *
   * @throws StoreException when they are there, but damaged
   */
  public Optional<NetworkParameters> parameters(NetworkId network) throws StoreException {
    try {
      for (Path folder : foldersOf(network)) {
        Optional<Checked<NetworkParameters>> found = read(folder);
        if (found.isPresent() && !found.get().isPassed()) {
          throw damaged(folder.resolve(NETWORK_FILE), found.get().rejection().orElseThrow());
        }
        if (found.isPresent() && found.get().value().id().equals(network)) {
          return Optional.of(found.get().value());
        }
      }
      return Optional.empty();
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  private List<Path> foldersOf(NetworkId network) throws IOException {
    String id = network.toString();
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root)) {
      for (Path folder : all) {
        String name = String.valueOf(folder.getFileName());
        if (name.endsWith("-" + id.substring(0, SHORT_ID_LENGTH)) || name.endsWith("-" + id)) {
          folders.add(folder);
        }
      }
    }
    folders.sort(null);
    return folders;
  }

  private static Optional<Checked<NetworkParameters>> read(Path folder) throws IOException {
    Path file = folder.resolve(NETWORK_FILE);
    if (!DurableFiles.isThere(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > NETWORK_FILE_BYTES_MAX) {
      throw damaged(file, "too long");
    }
    return Optional.of(
        NetworkFile.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
  }

  /** The network that this node was in last without having been told. */
  public Optional<NetworkId> remembered() throws StoreException {
    Path file = root.resolve("current");
    try {
      if (!DurableFiles.isThere(file)) {
        return Optional.empty();
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
      Checked<NetworkId> id = NetworkId.parse(text);
      if (!id.isPassed()) {
        throw new StoreException(
            StoreFault.DATA_UNUSABLE,
            "The file " + file + " is damaged. Remove it, or say --network.");
      }
      return Optional.of(id.value());
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  /** Remembers it for the next start; durable when this returns. */
  public void remember(NetworkId network) throws StoreException {
    try {
      byte[] text = (network + "\n").getBytes(StandardCharsets.US_ASCII);
      DurableFiles.replace(root.resolve("current"), text);
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  /** A name that is a file name everywhere: letters, digits, {@code -}, {@code _} of ASCII. */
  private static String fileName(String network) {
    StringBuilder name = new StringBuilder();
    network
        .codePoints()
        .limit(NAME_LENGTH_MAX)
        .forEach(c -> name.append(isPlain(c) ? (char) c : '_'));
    return name.isEmpty() ? "network" : name.toString();
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  private static StoreException unusable(Path path, Exception e) {
    return new StoreException(
        StoreFault.DATA_UNUSABLE,
        "The data directory "
            + path
            + " cannot be used: "
            + Reasons.of(e)
            + ". "
            + StoreFault.DATA_UNUSABLE.hint(),
        e);
  }

  private static StoreException damaged(Path file, Object why) {
    return new StoreException(
        StoreFault.STORE_DAMAGED,
        "The file " + file + " is damaged (" + why + "). Put the network's file there again.");
  }

  @Override
  public void close() {
    lock.close();
  }
}
