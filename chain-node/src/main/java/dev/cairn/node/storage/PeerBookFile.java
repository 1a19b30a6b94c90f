package dev.cairn.node.storage;

import dev.cairn.net.discovery.BookEntry;
import dev.cairn.net.discovery.PeerBookStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  public PeerBookFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public List<BookEntry> load() {
    try {
      if (!Files.exists(file)) {
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
    try {
      DurableFiles.replaceWithoutWaiting(file, PeerBookText.write(entries));
    } catch (IOException e) {
      LOG.warn("The list of known peers {} cannot be written: {}", file, Reasons.of(e));
    }
  }
}
