package dev.cairn.net.discovery.mdns;

import dev.cairn.net.discovery.Sighting;
import java.util.List;

/** Hears of the LAN, on the discovery's own thread: must neither block nor throw. */
public interface DiscoveryListener {

  /** A node says that it is there; said again and again. Never the node itself. */
  void onSighting(Sighting sighting);

  /**
   * An interface that is used, or one of its addresses, has come or gone.
   *
   * @param used the names of those that are used now
   */
  void onInterfacesChanged(List<String> used);
}
