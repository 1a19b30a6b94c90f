package dev.cairn.node.stratum;

import dev.cairn.net.peer.PeerAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** How many connections there are, in all and of each client. Confined to the event loop. */
final class Places {

  private final StratumLimits limits;
  private final BooleanSupplier isShortOfDescriptors;
  private final Map<String, Integer> taken = new LinkedHashMap<>();
  private int open;

  Places(StratumLimits limits, BooleanSupplier isShortOfDescriptors) {
    this.limits = limits;
    this.isShortOfDescriptors = isShortOfDescriptors;
  }

  /**
   * Takes a place if there is one.
   *
   * @param host the client's address in digits
   */
  boolean take(String host) {
    String client = client(host);
    int ofClient = taken.getOrDefault(client, 0);
    boolean hasEnough = ofClient >= limits.connectionsPerClient() && !isLocal(host);
    if (hasEnough || open >= limits.connections() || isShortOfDescriptors.getAsBoolean()) {
      return false;
    }
    open++;
    taken.put(client, ofClient + 1);
    return true;
  }

  void giveBack(String host) {
    open--;
    taken.computeIfPresent(client(host), (any, count) -> count == 1 ? null : count - 1);
  }

  private static boolean isLocal(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException noAddress) {
      return false;
    }
  }

  private static String client(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLinkLocalAddress() // all of a LAN have the same 64 bits
          ? host
          : PeerAddress.of(new InetSocketAddress(address, 0)).prefix().toHex();
    } catch (UnknownHostException noAddress) {
      return host;
    }
  }
}
