package dev.cairn.net.netty;

import dev.cairn.net.peer.DisconnectReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** How often what happened. Safe for use by several threads. */
final class EndCounts {

  private final Map<DisconnectReason, LongAdder> counts = new EnumMap<>(DisconnectReason.class);

  EndCounts() {
    for (DisconnectReason reason : DisconnectReason.values()) {
      counts.put(reason, new LongAdder());
    }
  }

  void count(DisconnectReason reason) {
    Objects.requireNonNull(counts.get(reason)).increment();
  }

  /** Those that happened. */
  Map<DisconnectReason, Long> snapshot() {
    Map<DisconnectReason, Long> now = new EnumMap<>(DisconnectReason.class);
    counts.forEach(
        (reason, count) -> {
          if (count.sum() > 0) {
            now.put(reason, count.sum());
          }
        });
    return now;
  }
}
