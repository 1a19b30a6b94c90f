package dev.cairn.node.wallet;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.value.PublicKey;
import dev.cairn.node.storage.DurableFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The account keys in a data directory, each in a file of its own: {@code keys/main.key}, and
 * {@code keys/key-1.key} and so on. Several processes may use it.
 */
public final class Wallet {

  private static final Pattern FURTHER_KEY = Pattern.compile("key-([1-9][0-9]{0,8})\\.key");

  private final Path folder;
  private final SecureRandom random;

  private Wallet(Path folder, SecureRandom random) {
    this.folder = folder;
    this.random = random;
  }

  /** The keys in {@code keys} below the data directory; nothing is made yet. */
  public static Wallet in(Path dataDirectory, SecureRandom random) {
    return new Wallet(dataDirectory.toAbsolutePath().resolve("keys"), random);
  }

  /**
   * The key that rewards go to and payments come from; made when there is none.
   *
   * @throws KeyFileException when it cannot be read or made, or must not be used
   */
  public KeyPair mainKey() throws IOException {
    Optional<KeyPair> there = main().load();
    if (there.isPresent()) {
      return there.get();
    }
    makeFolder();
    return main().loadOrCreate();
  }

  /** The main key's file. */
  public Path mainKeyFile() {
    return folder.resolve("main.key");
  }

  /** The main key's address, without making one. */
  public Optional<PublicKey> mainAddress() throws IOException {
    return main().load().map(KeyPair::publicKey);
  }

  /** One more key. */
  public PublicKey create() throws IOException {
    makeFolder();
    int number = furtherNumbers().isEmpty() ? 1 : furtherNumbers().last() + 1;
    while (true) {
      Optional<KeyPair> made = further(number).create();
      if (made.isPresent()) {
        return made.get().publicKey();
      }
      number++; // another process took the number
    }
  }

  /** All addresses, the main one first. */
  public List<PublicKey> addresses() throws IOException {
    return keys().stream().map(KeyPair::publicKey).toList();
  }

  /** The key of an address of this wallet. */
  public Optional<KeyPair> key(PublicKey address) throws IOException {
    return keys().stream().filter(key -> key.publicKey().equals(address)).findFirst();
  }

  /**
   * Takes the turn to send with a key of this wallet; empty when another process has it.
   *
   * @throws KeyFileException when its file cannot be used
   */
  public Optional<SendingTurn> tryTurn(PublicKey address, NetworkId network) throws IOException {
    String name = "sending-" + network.toString().substring(0, 16) + "-" + address.toAddress();
    return SendingTurn.tryTake(folder.resolve(name));
  }

  private List<KeyPair> keys() throws IOException {
    List<KeyPair> keys = new ArrayList<>();
    main().load().ifPresent(keys::add);
    for (int number : furtherNumbers()) {
      further(number).load().ifPresent(keys::add);
    }
    return keys;
  }

  private NavigableSet<Integer> furtherNumbers() throws IOException {
    NavigableSet<Integer> numbers = new TreeSet<>();
    if (!Files.exists(folder)) {
      return numbers;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = FURTHER_KEY.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          numbers.add(Integer.valueOf(name.group(1)));
        }
      }
    } catch (IOException e) {
      throw new KeyFileException(
          KeyFault.KEY_INACCESSIBLE,
          "The folder " + folder + " cannot be read: " + DurableFiles.reasonOf(e));
    }
    return numbers;
  }

  private void makeFolder() throws KeyFileException {
    try {
      DurableFiles.makeDirectories(folder);
    } catch (IOException | UnsupportedOperationException e) {
      throw new KeyFileException(
          KeyFault.KEY_NOT_MADE,
          "The folder " + folder + " cannot be made: " + DurableFiles.reasonOf(e));
    }
  }

  private KeyFile main() {
    return new KeyFile(mainKeyFile(), random);
  }

  private KeyFile further(int number) {
    return new KeyFile(folder.resolve("key-" + number + ".key"), random);
  }
}
