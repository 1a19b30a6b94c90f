package dev.cairn.net.engine;

import dev.cairn.net.peer.NetLimits;
import java.lang.reflect.RecordComponent;
import java.util.Map;

/** Limits so small that a hundred messages reach them. */
final class SessionLimits {

  private static final Map<String, Integer> SMALL =
      Map.ofEntries(
          Map.entry("inbound", 3),
          Map.entry("pendingHandshakes", 2),
          Map.entry("linksPerAddress", 2),
          Map.entry("messagesPerSecond", 5),
          Map.entry("announcedIds", 12),
          Map.entry("announcedIdsPerSecond", 20),
          Map.entry("transactionsInFlight", 4),
          Map.entry("recentRejects", 4),
          Map.entry("compactBlocksInFlight", 2),
          Map.entry("knownBlocks", 4),
          Map.entry("blocksInFlight", 3),
          Map.entry("downloadWindow", 8),
          Map.entry("headersAhead", 4_300),
          Map.entry("jobsPerPeer", 4),
          Map.entry("servedRequests", 4),
          Map.entry("addresses", 12),
          Map.entry("addressesPerSource", 4),
          Map.entry("bans", 3));

  private SessionLimits() {}

  static NetLimits create() {
    RecordComponent[] components = NetLimits.class.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    int changed = 0;
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        values[i] = components[i].getAccessor().invoke(NetLimits.DEFAULT);
        Integer small = SMALL.get(components[i].getName());
        if (small != null) {
          values[i] = types[i] == int.class ? (Object) small : (Object) small.longValue();
          changed++;
        }
      }
      if (changed != SMALL.size()) {
        throw new IllegalStateException("a limit that does not exist is among " + SMALL.keySet());
      }
      return NetLimits.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
