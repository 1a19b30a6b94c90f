package dev.cairn.net.netty;

import dev.cairn.net.peer.NetLimits;
import java.lang.reflect.RecordComponent;
import java.util.Map;

/** The default limits with some of them changed, by name, and patience with handshakes. */
final class TestLimits {

  /** Time enough for a handshake on a busy machine. */
  static final NetLimits PATIENT = with(Map.of());

  private TestLimits() {}

  static NetLimits with(Map<String, ? extends Number> changes) {
    RecordComponent[] components = NetLimits.class.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    int changed = 0;
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        values[i] = components[i].getAccessor().invoke(NetLimits.DEFAULT);
        Number change = changes.get(components[i].getName());
        String name = components[i].getName();
        if (change == null && (name.equals("handshakeMillis") || name.equals("goodbyeMillis"))) {
          values[i] = 60_000L;
        }
        if (change != null) {
          changed++;
          values[i] = types[i] == int.class ? (Object) change.intValue() : change.longValue();
        }
      }
      if (changed != changes.size()) {
        throw new IllegalArgumentException("no such limit among " + changes.keySet());
      }
      return NetLimits.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
