package dev.cairn.core.chain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What listeners are still to hear, in order. A listener that calls the chain adds to the end of
 * the same queue. Confined to the chain's thread.
 */
final class Notifications {

  private final List<ChainListener> listeners = new ArrayList<>();
  private final Queue<Consumer<ChainListener>> pending = new ArrayDeque<>();
  private boolean delivering;

  void addListener(ChainListener listener) {
    listeners.add(listener);
  }

  void removeListener(ChainListener listener) {
    listeners.remove(listener);
  }

  void add(Consumer<ChainListener> notification) {
    if (!listeners.isEmpty()) {
      pending.add(notification);
    }
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** Tells everything to everyone; throws at the end what the first failing listener threw. */
  void deliver() {
    if (delivering) {
      return; // the call further up the stack goes on with what was added
    }
    @Nullable Throwable failure = null;
    delivering = true;
    try {
      for (var next = pending.poll(); next != null; next = pending.poll()) {
        for (ChainListener listener : List.copyOf(listeners)) {
          try {
            next.accept(listener);
          } catch (RuntimeException | Error e) {
            if (failure == null) {
              failure = e;
            } else {
              failure.addSuppressed(e);
            }
          }
        }
      }
    } finally {
      delivering = false;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }
}
