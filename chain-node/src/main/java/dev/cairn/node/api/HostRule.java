package dev.cairn.node.api;

import dev.cairn.core.verdict.Rejection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps web pages of strangers out: a page cannot make a browser send this node's address as Host
 * under a name of its own (DNS rebinding), nor hide its own origin.
 */
final class HostRule {

  private HostRule() {}

  /** Judges the Host headers of a request: there must be one. */
  static Optional<Rejection> checkOne(List<String> hosts) {
    return hosts.size() == 1
        ? Optional.empty()
        : Optional.of(
            Rejection.of(ApiFault.REQUEST_MALFORMED, hosts.size() + " Host headers", "one"));
  }

  /**
   * Judges the Host header of a request: a name of the loopback, or the address to which the client
   * is connected; the port does not count.
   *
   * @param localAddress the address of this side of the connection
   */
  static Optional<Rejection> checkHost(String given, String localAddress) {
    Optional<String> host = withoutPort(given.toLowerCase(Locale.ROOT));
    boolean isAllowed = host.isPresent() && isOwn(host.get(), localAddress);
    return isAllowed
        ? Optional.empty()
        : Optional.of(
            Rejection.of(
                ApiFault.HOST_NOT_ALLOWED,
                Parameters.shown(given),
                "the address that was connected to"));
  }

  /**
   * Judges the Origin headers: browsers send one with requests that pages make, and only pages of
   * this very server may.
   */
  static Optional<Rejection> checkOrigin(List<String> origins, String host) {
    return origins.stream()
        .filter(
            origin ->
                !origin.toLowerCase(Locale.ROOT).equals("http://" + host.toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(
            origin ->
                Rejection.of(
                    ApiFault.ORIGIN_NOT_ALLOWED,
                    "origin " + Parameters.shown(origin),
                    "no Origin, or the server's own"));
  }

  private static boolean isOwn(String host, String localAddress) {
    if (host.equals("localhost")) {
      return true;
    }
    Optional<InetAddress> address = literal(host);
    return address.isPresent()
        && (address.get().isLoopbackAddress() || address.equals(literal(localAddress)));
  }

  /** Whether an address in numbers is one of this machine alone. */
  static boolean isLoopback(String address) {
    return literal(address).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  /** An address in numbers; nothing is ever looked up. */
  static Optional<InetAddress> literal(String text) {
    int scope = text.indexOf('%');
    String numbers = scope < 0 ? text : text.substring(0, scope);
    boolean isFour = numbers.matches("([0-9]{1,3}\\.){3}[0-9]{1,3}") && octetsInRange(numbers);
    boolean isSix = numbers.matches("[0-9a-f:.]*:[0-9a-f:.]*");
    if (!isFour && !isSix) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(numbers));
    } catch (UnknownHostException malformed) {
      return Optional.empty();
    }
  }

  private static boolean octetsInRange(String four) {
    int octet = 0;
    for (int i = 0; i < four.length(); i++) {
      char c = four.charAt(i);
      octet = c == '.' ? 0 : 10 * octet + (c - '0');
      if (octet > 255) {
        return false;
      }
    }
    return true;
  }

  /** The host of {@code host:port}; an IPv6 address loses its brackets. */
  private static Optional<String> withoutPort(String text) {
    boolean isSix = text.startsWith("[");
    int end = isSix ? text.indexOf(']') + 1 : text.indexOf(':');
    if (isSix && end == 0) {
      return Optional.empty();
    }
    end = end < 0 ? text.length() : end;
    String port = text.substring(end);
    if (!port.isEmpty() && !port.matches(":[0-9]{1,5}")) {
      return Optional.empty();
    }
    return Optional.of(isSix ? text.substring(1, end - 1) : text.substring(0, end));
  }
}
