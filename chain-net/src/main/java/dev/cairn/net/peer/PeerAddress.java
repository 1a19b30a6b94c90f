package dev.cairn.net.peer;

import dev.cairn.core.value.Bytes;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Comparator;

/**
 * A TCP address in numbers; no name is ever looked up.
 *
 * @param host 4 or 16 bytes; IPv4 inside IPv6 is IPv4
 * @param port 0 to 65535
 * @param scope of a link-local IPv6 address: the index of the interface, else 0. Means something on
 *     this host only and is never sent
 */
public record PeerAddress(Bytes host, int port, int scope) implements Comparable<PeerAddress> {

  private static final Bytes IPV4_IN_IPV6 = Bytes.ofHex("00000000000000000000ffff");
  private static final Comparator<PeerAddress> ORDER =
      Comparator.comparing(PeerAddress::host)
          .thenComparingInt(PeerAddress::port)
          .thenComparingInt(PeerAddress::scope);

  public PeerAddress {
    if (host.length() == 16 && host.slice(0, 12).equals(IPV4_IN_IPV6)) {
      host = host.slice(12, 16);
    }
    if ((host.length() != 4 && host.length() != 16) || port < 0 || port > 65535 || scope < 0) {
      throw new IllegalArgumentException("no address: " + host.toHex() + " port " + port);
    }
  }

  public PeerAddress(Bytes host, int port) {
    this(host, port, 0);
  }

  public static PeerAddress of(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    int scope = host instanceof Inet6Address six && six.isLinkLocalAddress() ? six.getScopeId() : 0;
    return new PeerAddress(Bytes.of(host.getAddress()), address.getPort(), scope);
  }

  public InetSocketAddress toSocketAddress() {
    return new InetSocketAddress(toInetAddress(), port);
  }

  private InetAddress toInetAddress() {
    try {
      return host.length() == 16 && scope != 0
          ? Inet6Address.getByAddress(null, host.toArray(), scope)
          : InetAddress.getByAddress(host.toArray());
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * What a ban of an address acts on: an IPv4 address, or the first 64 bits of an IPv6 address, for
   * a host can take any address behind them.
   */
  public Bytes prefix() {
    return host.length() == 4 ? host : host.slice(0, 8);
  }

  public PeerAddress withPort(int newPort) {
    return new PeerAddress(host, newPort, scope);
  }

  @Override
  public int compareTo(PeerAddress other) {
    return ORDER.compare(this, other);
  }

  /** As {@code 192.0.2.1:7771} or {@code [2001:db8::1]:7771}. */
  @Override
  public String toString() {
    String text = toInetAddress().getHostAddress();
    return toInetAddress() instanceof Inet4Address ? text + ":" + port : "[" + text + "]:" + port;
  }
}
