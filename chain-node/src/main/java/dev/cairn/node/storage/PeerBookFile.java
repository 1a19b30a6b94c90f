package dev.cairn.node.storage;

import dev.cairn.net.discovery.BookEntry;
import dev.cairn.net.discovery.PeerBookStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Known peers, in a file that is replaced as a whole. Nothing waits for the disk: what a power cut
 * takes is found again.
 */
public final class PeerBookFile implements PeerBookStore {

  /** Far more than the book ever holds. */
  private static final long BYTES_MAX = 16 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(PeerBookFile.class);

  private final Path file;
  private final Executor writer;

  /**
   * @param writer writes, one after the other: who saves must not wait for a disk
   */
  public PeerBookFile(Path file, Executor writer) {
    this.file = file.toAbsolutePath();
    this.writer = writer;
  }

  @Override
  public List<BookEntry> load() {
    try {
      if (!DurableFiles.isThere(file)) {
        return List.of();
      }
      if (Files.size(file) <= BYTES_MAX) {
        var entries = PeerBookText.read(Files.readAllBytes(file));
        if (entries.isPassed()) {
          return entries.value();
        }
      }
      LOG.warn("The list of known peers {} is damaged; the node begins a new one.", file);
    } catch (IOException e) {
      LOG.warn("The list of known peers {} cannot be read: {}", file, Reasons.of(e));
    }
    return List.of();
  }

  @Override
  public void save(List<BookEntry> entries) {
    byte[] text = PeerBookText.write(entries);
    writer.execute(() -> write(text));
  }

  private void write(byte[] text) {
    try {
      DurableFiles.replaceWithoutWaiting(file, text);
    } catch (IOException e) {
      LOG.warn("The list of known peers {} cannot be written: {}", file, Reasons.of(e));
    }
  }
}
