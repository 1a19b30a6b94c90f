package dev.cairn.net.discovery.mdns;

import dev.cairn.core.value.Bytes;
import java.util.List;

/**
 * What is known of a network interface at one moment.
 *
 * @param index another one when an interface of the same name was made anew
 * @param hosts its addresses, 4 or 16 bytes each, in ascending order
 */
public record InterfaceFacts(
    String name,
    int index,
    boolean isUp,
    boolean hasMulticast,
    boolean isLoopback,
    boolean isPointToPoint,
    List<Bytes> hosts) {

  public InterfaceFacts {
    hosts = hosts.stream().sorted().toList();
  }
}
