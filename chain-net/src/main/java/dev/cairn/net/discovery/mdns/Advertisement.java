package dev.cairn.net.discovery.mdns;

import dev.cairn.core.value.NetworkId;

/**
 * What a node says of itself on the LAN.
 *
 * @param port where it takes connections, 1 to 65535
 * @param provisional whether its network may still be given up
 */
public record Advertisement(NetworkId network, int port, boolean provisional) {

  public Advertisement {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("no port: " + port);
    }
  }
}
