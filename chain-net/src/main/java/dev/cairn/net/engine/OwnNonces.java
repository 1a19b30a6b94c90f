package dev.cairn.net.engine;

import dev.cairn.core.value.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The nonces that this program has sent to whoever has its own key: when one of them comes back, it
 * has dialled itself. They are kept after their links have ended, for both ends do not hear of that
 * at once. Confined to the engine loop.
 */
final class OwnNonces {

  /** Only the newest count: there are few links to oneself at a time. */
  static final int MAX = 64;

  private final Deque<Bytes> nonces = new ArrayDeque<>();

  void add(Bytes nonce) {
    nonces.add(nonce);
    if (nonces.size() > MAX) {
      nonces.remove();
    }
  }

  boolean contains(Bytes nonce) {
    return nonces.contains(nonce);
  }
}
