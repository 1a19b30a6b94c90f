package dev.cairn.node.api;

import java.util.Comparator;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** How many requests were answered, by route and status. Any thread may count and read. */
final class RequestCounts {

  /**
   * What is counted together.
   *
   * @param route the template of a route, or {@code none}
   */
  record Kind(String route, int status) {}

  private final ConcurrentSkipListMap<Kind, LongAdder> counts =
      new ConcurrentSkipListMap<>(Comparator.comparing(Kind::route).thenComparingInt(Kind::status));

  void count(String route, int status) {
    counts.computeIfAbsent(new Kind(route, status), any -> new LongAdder()).increment();
  }

  SortedMap<Kind, LongAdder> all() {
    return counts;
  }
}
