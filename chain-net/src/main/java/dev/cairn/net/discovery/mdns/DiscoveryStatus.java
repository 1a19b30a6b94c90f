package dev.cairn.net.discovery.mdns;

import dev.cairn.core.verdict.Rejection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the discovery is doing, for a person.
 *
 * @param used the names of the interfaces on which it looks
 * @param skipped the names of the others with the reason
 * @param lookedAt answers of others that were looked at
 * @param dropped messages beyond the budget that were not looked at
 * @param refused messages that made no sense
 * @param lastRefusal why the last of those made none
 * @param problem why nothing is sent or received at the moment
 */
public record DiscoveryStatus(
    List<String> used,
    SortedMap<String, String> skipped,
    long lookedAt,
    long dropped,
    long refused,
    Optional<Rejection> lastRefusal,
    Optional<String> problem) {

  public DiscoveryStatus {
    used = List.copyOf(used);
    skipped = Collections.unmodifiableSortedMap(new TreeMap<>(skipped));
  }
}
