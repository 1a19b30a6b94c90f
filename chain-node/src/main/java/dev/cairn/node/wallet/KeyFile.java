package dev.cairn.node.wallet;

import dev.cairn.core.key.KeyPair;
import dev.cairn.net.peer.NodeKeySource;
import dev.cairn.node.storage.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * One Ed25519 key in a file that only its owner can read. It is made whole or not at all, and never
 * replaced; {@link KeyFault} says what is refused. Several processes may use it.
 */
public final class KeyFile implements NodeKeySource {

  private final Path file;
  private final SecureRandom random;

  public KeyFile(Path file, SecureRandom random) {
    this.file = file;
    this.random = random;
  }

  @Override
  public KeyPair loadOrCreate() throws IOException {
    Optional<KeyPair> there = load();
    if (there.isPresent()) {
      return there.get();
    }
    Optional<KeyPair> made = create();
    if (made.isPresent()) {
      return made.get();
    }
    return load()
        .orElseThrow(
            () -> new KeyFileException(KeyFault.KEY_NOT_MADE, file + " comes and goes meanwhile"));
  }

  /** A new key; empty when there is a file already, which then stays as it is. */
  Optional<KeyPair> create() throws KeyFileException {
    byte[] seed = new byte[KeyPair.SEED_LENGTH];
    random.nextBytes(seed);
    byte[] text = KeyText.write(seed);
    try {
      return DurableFiles.create(file, text)
          ? Optional.of(KeyPair.fromSeed(seed))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      throw new KeyFileException(
          KeyFault.KEY_NOT_MADE, "The key file " + file + " cannot be made: " + reason(e));
    } finally {
      Arrays.fill(seed, (byte) 0);
      Arrays.fill(text, (byte) 0);
    }
  }

  /** The key; empty when there is no such file. */
  public Optional<KeyPair> load() throws IOException {
    byte[] text;
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      requireRegular(attributes);
      KeyFileOwnership.require(file);
      text = read();
    } catch (KeyFileException e) {
      throw e;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new KeyFileException(
          KeyFault.KEY_INACCESSIBLE, "The key file " + file + " cannot be read: " + reason(e));
    }
    try {
      Optional<KeyPair> key = KeyText.read(text);
      if (key.isEmpty()) {
        throw new KeyFileException(
            KeyFault.KEY_UNREADABLE, "The file " + file + " has no key, or a damaged one");
      }
      return key;
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private void requireRegular(BasicFileAttributes attributes) throws KeyFileException {
    if (attributes.isSymbolicLink()) {
      throw new KeyFileException(
          KeyFault.KEY_IS_LINK, "The key file " + file + " is a symbolic link");
    }
    if (!attributes.isRegularFile()) {
      throw new KeyFileException(
          KeyFault.KEY_IS_NO_FILE,
          "The key file " + file + " is " + (attributes.isDirectory() ? "a folder" : "no file"));
    }
    if (attributes.size() > KeyText.BYTES_MAX) {
      throw tooLong(attributes.size());
    }
  }

  private KeyFileException tooLong(long size) {
    return new KeyFileException(
        KeyFault.KEY_TOO_LONG,
        "The key file "
            + file
            + " has "
            + size
            + " bytes, and a key file at most "
            + KeyText.BYTES_MAX);
  }

  private byte[] read() throws IOException {
    Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    ByteBuffer buffer = ByteBuffer.allocate(KeyText.BYTES_MAX + 1);
    try (SeekableByteChannel channel = Files.newByteChannel(file, options)) {
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // until the end, or until it is too long
      }
    }
    if (!buffer.hasRemaining()) {
      throw tooLong(buffer.position());
    }
    byte[] text = Arrays.copyOf(buffer.array(), buffer.position());
    Arrays.fill(buffer.array(), (byte) 0);
    return text;
  }

  private static String reason(Exception e) {
    return DurableFiles.reasonOf(e);
  }
}
