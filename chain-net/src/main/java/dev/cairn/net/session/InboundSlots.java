package dev.cairn.net.session;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.runtime.LinkId;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Who has to go when all inbound slots are taken and one more peer comes, so that nobody can fill
 * them for good. Protected are those that are hard to imitate: the nearest, the most useful, the
 * oldest. Of the rest the youngest goes from the address prefix with the most links, if the
 * newcomer's own has fewer; else the newcomer is turned away.
 */
public final class InboundSlots {

  /** How many are protected for each of the three reasons. */
  public static final int PROTECTED = 8;

  /** The round trip of a link before it was measured. */
  public static final long UNKNOWN = Long.MAX_VALUE;

  /** The time of what has not happened. */
  public static final long NEVER = Long.MIN_VALUE;

  /**
   * An open inbound link.
   *
   * @param prefix of its address
   * @param roundTripMillis as measured; {@link #UNKNOWN} before
   * @param usefulMillis when it last brought a block or transaction that we took; {@link #NEVER}
   *     when it never did
   */
  public record Slot(
      LinkId link, Bytes prefix, long roundTripMillis, long usefulMillis, long openedMillis) {}

  private static final Comparator<Slot> NEAREST =
      Comparator.comparingLong(Slot::roundTripMillis).thenComparing(Slot::link);
  private static final Comparator<Slot> MOST_USEFUL =
      Comparator.comparingLong(Slot::usefulMillis).reversed().thenComparing(Slot::link);
  private static final Comparator<Slot> OLDEST =
      Comparator.comparingLong(Slot::openedMillis).thenComparing(Slot::link);

  private InboundSlots() {}

  /**
   * The link that makes room for a newcomer; empty when the newcomer has to go.
   *
   * @param slots all inbound links
   */
  public static Optional<LinkId> victim(List<Slot> slots, Bytes newcomerPrefix) {
    TreeMap<Bytes, Integer> crowds = new TreeMap<>();
    slots.forEach(slot -> crowds.merge(slot.prefix(), 1, Integer::sum));
    Set<Slot> safe = new LinkedHashSet<>();
    protect(safe, slots.stream().filter(slot -> slot.roundTripMillis() < UNKNOWN), NEAREST);
    protect(safe, slots.stream().filter(slot -> slot.usefulMillis() > NEVER), MOST_USEFUL);
    protect(safe, slots.stream(), OLDEST);
    int newcomers = crowds.getOrDefault(newcomerPrefix, 0);
    return slots.stream()
        .filter(slot -> !safe.contains(slot))
        .filter(slot -> crowds.getOrDefault(slot.prefix(), 0) > newcomers + 1)
        .max(
            Comparator.<Slot>comparingInt(slot -> crowds.getOrDefault(slot.prefix(), 0))
                .thenComparing(OLDEST))
        .map(Slot::link);
  }

  private static void protect(Set<Slot> safe, Stream<Slot> slots, Comparator<Slot> order) {
    List<Slot> chosen =
        slots.filter(slot -> !safe.contains(slot)).sorted(order).limit(PROTECTED).toList();
    safe.addAll(chosen);
  }
}
