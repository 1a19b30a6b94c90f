package dev.cairn.net.discovery.mdns;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.discovery.mdns.GroupSocket.Received;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.channels.MembershipKey;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The sockets of multicast DNS: one for IPv4 and, where there is IPv6, one for that. Confined to
 * one thread, but for {@link #wakeUp}.
 */
final class MdnsSockets implements AutoCloseable {

  static final int PORT = 5353;

  private static final Bytes GROUP_4 = Bytes.ofHex("e00000fb");
  private static final Bytes GROUP_6 = Bytes.ofHex("ff0200000000000000000000000000fb");

  private final Selector selector;
  private final List<GroupSocket> families = new ArrayList<>();
  private final TreeMap<String, List<MembershipKey>> memberships = new TreeMap<>();
  private int turn;

  private MdnsSockets(Selector selector) {
    this.selector = selector;
  }

  /**
   * Opens the sockets.
   *
   * @throws IOException when there is not even one for IPv4
   */
  static MdnsSockets open() throws IOException {
    Selector selector = Selector.open();
    MdnsSockets sockets = new MdnsSockets(selector);
    try {
      sockets.families.add(GroupSocket.open(StandardProtocolFamily.INET, GROUP_4, PORT, selector));
    } catch (IOException noIpv4) {
      selector.close();
      throw noIpv4;
    }
    try {
      sockets.families.add(GroupSocket.open(StandardProtocolFamily.INET6, GROUP_6, PORT, selector));
    } catch (IOException | UnsupportedOperationException noIpv6) {
      return sockets; // a host may have none
    }
    return sockets;
  }

  /** Hears what is said on an interface; false when it cannot, which may be over soon. */
  boolean join(NetworkInterface device, InterfaceFacts facts) {
    leave(facts.name());
    List<MembershipKey> keys =
        families.stream().flatMap(family -> family.join(device, facts).stream()).toList();
    if (!keys.isEmpty()) {
      memberships.put(facts.name(), keys);
    }
    return !keys.isEmpty();
  }

  void leave(String interfaceName) {
    List<MembershipKey> keys = memberships.remove(interfaceName);
    if (keys != null) {
      keys.forEach(MembershipKey::drop);
    }
  }

  /** Says something on an interface, in each family in which it has an address. */
  void send(byte[] message, NetworkInterface device, InterfaceFacts facts) {
    families.forEach(family -> family.send(message, device, facts));
  }

  /**
   * Waits until something has come, or somebody wakes it up.
   *
   * @param reading whether it is to wait for messages at all
   */
  void await(long millis, boolean reading) throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.interestOps(reading ? SelectionKey.OP_READ : 0);
    }
    selector.selectedKeys().clear();
    selector.select(Math.max(1, millis));
  }

  void wakeUp() {
    selector.wakeup();
  }

  /** The next message, if one has come; the families take turns, so that neither is drowned. */
  Optional<Received> receive() throws IOException {
    Optional<Received> received = Optional.empty();
    for (int i = 0; i < families.size() && received.isEmpty(); i++) {
      turn = (turn + 1) % families.size();
      received = families.get(turn).receive();
    }
    return received;
  }

  @Override
  public void close() throws IOException {
    for (GroupSocket family : families) {
      family.close();
    }
    selector.close();
  }
}
