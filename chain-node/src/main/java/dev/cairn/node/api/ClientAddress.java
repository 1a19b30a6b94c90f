package dev.cairn.node.api;

import dev.cairn.net.peer.PeerAddress;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;

/**
 * From where a client has connected.
 *
 * @param source alike for all that one machine can use: an IPv4 address, or the first 64 bits of an
 *     IPv6 address
 * @param isLocal whether it is a program of this machine
 */
record ClientAddress(String source, boolean isLocal) {

  /**
   * The other side of a connection.
   *
   * @param own the address of this side
   */
  static ClientAddress of(SocketAddress remote, SocketAddress own) {
    String host = String.valueOf(remote.hostAddress());
    String source =
        HostRule.literal(host)
            .filter(address -> !address.isLinkLocalAddress()) // all of a LAN have the same 64 bits
            .map(address -> PeerAddress.of(new InetSocketAddress(address, 0)).prefix().toHex())
            .orElse(host);
    boolean isLocal = HostRule.isLoopback(host) || host.equals(own.hostAddress());
    return new ClientAddress(source, isLocal);
  }
}
