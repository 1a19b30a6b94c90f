package dev.cairn.net.discovery;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.PeerAddress;

/** From where an address can be reached, by its number alone. */
public final class Reach {

  private static final Bytes IPV6_LOOPBACK = Bytes.ofHex("00000000000000000000000000000001");
  private static final Bytes IPV6_ANY = Bytes.ofHex("00000000000000000000000000000000");

  private Reach() {}

  /** Whether one host can be dialled there: no multicast, broadcast or unspecified address. */
  public static boolean isDialable(PeerAddress address) {
    Bytes host = address.host();
    int first = host.at(0) & 0xff;
    boolean isOneHost =
        host.length() == 4
            ? first != 0 && first < 224
            : first != 0xff && !host.equals(IPV6_ANY) && (!isScoped(address) || hasScope(address));
    return isOneHost && address.port() != 0;
  }

  private static boolean hasScope(PeerAddress address) {
    return address.scope() != 0;
  }

  /** Whether it means this very host. */
  public static boolean isLoopback(PeerAddress address) {
    return address.host().length() == 4
        ? address.host().at(0) == 127
        : address.host().equals(IPV6_LOOPBACK);
  }

  /** Whether it means something only together with an interface of this host: fe80::/10. */
  public static boolean isScoped(PeerAddress address) {
    Bytes host = address.host();
    return host.length() == 16 && (host.at(0) & 0xff) == 0xfe && (host.at(1) & 0xc0) == 0x80;
  }

  /**
   * Whether it is of this host or its own networks: loopback, private (RFC 1918, RFC 4193) or
   * link-local (RFC 3927, RFC 4291).
   */
  public static boolean isLocal(PeerAddress address) {
    Bytes host = address.host();
    int first = host.at(0) & 0xff;
    int second = host.at(1) & 0xff;
    if (host.length() == 16) {
      return isLoopback(address) || isScoped(address) || (first & 0xfe) == 0xfc;
    }
    return first == 127
        || first == 10
        || (first == 172 && (second & 0xf0) == 16)
        || (first == 192 && second == 168)
        || (first == 169 && second == 254);
  }
}
