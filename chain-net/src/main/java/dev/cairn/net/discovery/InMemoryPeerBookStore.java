package dev.cairn.net.discovery;

import java.util.List;

/** Forgets with the process: for tests, simulations and programs that keep nothing. */
public final class InMemoryPeerBookStore implements PeerBookStore {

  private List<BookEntry> saved = List.of();

  @Override
  public List<BookEntry> load() {
    return saved;
  }

  @Override
  public void save(List<BookEntry> entries) {
    saved = List.copyOf(entries);
  }
}
