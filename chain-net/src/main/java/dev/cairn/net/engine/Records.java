package dev.cairn.net.engine;

import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What has happened so far, counted, and the last links that have ended. */
final class Records {

  /** Ended links that are remembered. */
  static final int DEPARTURES_MAX = 64;

  private final Deque<Departure> departures = new ArrayDeque<>();
  private final Map<DisconnectReason, Long> byReason = new EnumMap<>(DisconnectReason.class);
  private final Map<Misbehaviour, Long> misbehaviour = new EnumMap<>(Misbehaviour.class);

  void add(Departure departure) {
    add(departure.reason());
    departures.add(departure);
    if (departures.size() > DEPARTURES_MAX) {
      departures.remove();
    }
  }

  void add(DisconnectReason reason) {
    byReason.merge(reason, 1L, Long::sum);
  }

  void add(Misbehaviour what) {
    misbehaviour.merge(what, 1L, Long::sum);
  }

  List<Departure> departures() {
    return List.copyOf(departures);
  }

  Map<DisconnectReason, Long> byReason() {
    return Collections.unmodifiableMap(new EnumMap<>(byReason));
  }

  Map<Misbehaviour, Long> misbehaviour() {
    return Collections.unmodifiableMap(new EnumMap<>(misbehaviour));
  }
}
