package dev.cairn.net.discovery.mdns;

import dev.cairn.core.value.Bytes;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;

/** Asks the operating system for its network interfaces. */
final class LanInterfaces {

  /** An interface with what was known of it when it was asked for. */
  record LanInterface(NetworkInterface device, InterfaceFacts facts) {}

  private LanInterfaces() {}

  /** All interfaces. One that goes away meanwhile is left out. */
  static List<LanInterface> current() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(device -> facts(device).map(facts -> new LanInterface(device, facts)).stream())
        .toList();
  }

  private static Optional<InterfaceFacts> facts(NetworkInterface device) {
    try {
      return Optional.of(
          new InterfaceFacts(
              device.getName(),
              device.getIndex(),
              device.isUp(),
              device.supportsMulticast(),
              device.isLoopback(),
              device.isPointToPoint(),
              device.inetAddresses().map(address -> Bytes.of(address.getAddress())).toList()));
    } catch (SocketException gone) {
      return Optional.empty();
    }
  }
}
