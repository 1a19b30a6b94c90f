package dev.cairn.net.discovery;

import java.util.List;

/** Where the peer book outlives the process. Called on the engine loop: must not block for long. */
public interface PeerBookStore {

  /** What was saved last; none when nothing was, or when it cannot be read. */
  List<BookEntry> load();

  /** Replaces all that was saved before. A loss is no harm beyond a slower start. */
  void save(List<BookEntry> entries);
}
