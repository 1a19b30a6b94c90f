package dev.cairn.node.wallet;

import dev.cairn.core.value.Amount;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.node.storage.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The turn to send with a key in a network: one process has it, and others wait, so that no two
 * choose the same sequence. The system ends it with the process, however that ends. The file stays:
 * it says which transaction was handed over last if its answer never came, for whoever has the next
 * turn.
 */
public final class SendingTurn implements AutoCloseable {

  private static final int BYTES_MAX = 256;

  /**
   * What this process has, in real folders. To open such a file once more and close it would let go
   * of it: the system's locks belong to the process.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final Path held;
  private final FileChannel channel;

  /** A transaction that a node may have taken, or not. */
  public record Unanswered(TransactionId id, long sequence, Amount fee) {}

  private SendingTurn(Path file, Path held, FileChannel channel) {
    this.file = file;
    this.held = held;
    this.channel = channel;
  }

  /** Takes the turn; empty when somebody else has it. */
  static Optional<SendingTurn> tryTake(Path file) throws KeyFileException {
    try {
      Path held = file.resolveSibling("").toRealPath().resolve(String.valueOf(file.getFileName()));
      return HELD.add(held) ? tryLock(file, held) : Optional.empty();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static Optional<SendingTurn> tryLock(Path file, Path held) throws IOException {
    boolean isTaken = false;
    try {
      FileChannel channel = open(file);
      isTaken = isLocked(channel);
      return isTaken ? Optional.of(new SendingTurn(file, held, channel)) : Optional.empty();
    } finally {
      if (!isTaken) {
        HELD.remove(held);
      }
    }
  }

  /** Locks a file, or closes it. */
  private static boolean isLocked(FileChannel channel) throws IOException {
    boolean isLocked = false;
    try {
      isLocked = channel.tryLock() != null;
      return isLocked;
    } finally {
      if (!isLocked) {
        channel.close();
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    Set<OpenOption> options =
        Set.of(
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            LinkOption.NOFOLLOW_LINKS);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("it is no regular file");
    }
    return DurableFiles.isPosix(file)
        ? FileChannel.open(file, options, ownersOnly())
        : FileChannel.open(file, options);
  }

  private static FileAttribute<?> ownersOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  }

  /** What was handed over in an earlier turn and got no answer. */
  public Optional<Unanswered> unanswered() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BYTES_MAX);
    try {
      channel.read(buffer, 0);
    } catch (IOException e) {
      throw failure(file, e);
    }
    String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    return text.endsWith("\n") ? parse(List.of(text.strip().split(" ", -1))) : Optional.empty();
  }

  private static Optional<Unanswered> parse(List<String> words) {
    if (words.size() != 3) {
      return Optional.empty();
    }
    Checked<TransactionId> id = TransactionId.parse(words.get(0));
    Checked<Amount> sequence = Amount.parse(words.get(1));
    Checked<Amount> fee = Amount.parse(words.get(2));
    return id.isPassed() && sequence.isPassed() && fee.isPassed()
        ? Optional.of(new Unanswered(id.value(), sequence.value().units(), fee.value()))
        : Optional.empty();
  }

  /** To be called before a transaction is handed over. */
  public void begin(Unanswered handedOver) throws IOException {
    write("%s %d %s\n".formatted(handedOver.id(), handedOver.sequence(), handedOver.fee()));
  }

  /** To be called when it is known what became of it. */
  public void settle() throws IOException {
    write("");
  }

  private void write(String text) throws KeyFileException {
    ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    try {
      channel.truncate(0);
      channel.write(buffer, 0);
      channel.force(true);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static KeyFileException failure(Path file, IOException e) {
    return new KeyFileException(
        KeyFault.TURN_NOT_TAKEN,
        "The file " + file + " cannot be used: " + DurableFiles.reasonOf(e));
  }

  /** Lets the next one have the turn. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The process's end lets go of it.
    } finally {
      HELD.remove(held);
    }
  }
}
