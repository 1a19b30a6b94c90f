package dev.cairn.net.sync;

import dev.cairn.net.peer.NetLimits;
import java.lang.reflect.RecordComponent;

/** The default limits with some others, by name. */
public final class Limits {

  private Limits() {}

  /**
   * @param namesAndValues a name, its value, and so on
   */
  public static NetLimits with(Object... namesAndValues) {
    try {
      RecordComponent[] components = NetLimits.class.getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      Object[] values = new Object[components.length];
      int found = 0;
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        values[i] = components[i].getAccessor().invoke(NetLimits.DEFAULT);
        for (int j = 0; j < namesAndValues.length; j += 2) {
          if (components[i].getName().equals(namesAndValues[j])) {
            values[i] = namesAndValues[j + 1];
            found += 2;
          }
        }
      }
      if (found != namesAndValues.length) {
        throw new IllegalArgumentException("no such limit");
      }
      return NetLimits.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
