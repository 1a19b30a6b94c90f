package dev.cairn.net.discovery.mdns;

import dev.cairn.core.value.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.Optional;

/** A socket for the group of one family of addresses, on all interfaces. Confined to one thread. */
final class GroupSocket implements AutoCloseable {

  /** The longest message that RFC 6762, section 17, allows, and one byte to see longer ones. */
  private static final int MESSAGE_BYTES_MAX = 9000 + 1;

  private final DatagramChannel channel;
  private final InetSocketAddress group;
  private final int addressBytes;
  private final ByteBuffer buffer = ByteBuffer.allocate(MESSAGE_BYTES_MAX);

  /** A message that has come. */
  static final class Received {
    final byte[] bytes;
    final InetSocketAddress source;

    private Received(byte[] bytes, InetSocketAddress source) {
      this.bytes = bytes;
      this.source = source;
    }
  }

  private GroupSocket(DatagramChannel channel, Bytes group, int port) {
    this.channel = channel;
    this.group = new InetSocketAddress(address(group), port);
    addressBytes = group.length();
  }

  /** Opens a socket on a port that other programs on this host may have as well. */
  static GroupSocket open(ProtocolFamily family, Bytes group, int port, Selector selector)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open(family);
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 255);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true); // for nodes on one host
      channel.bind(new InetSocketAddress(address(Bytes.of(new byte[group.length()])), port));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      return new GroupSocket(channel, group, port);
    } catch (IOException failed) {
      channel.close();
      throw failed;
    }
  }

  private static InetAddress address(Bytes host) {
    try {
      return InetAddress.getByAddress(host.toArray()); // looks no name up
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Whether the interface has an address of this family. */
  private boolean isOn(InterfaceFacts facts) {
    return facts.hosts().stream().anyMatch(host -> host.length() == addressBytes);
  }

  /** Hears what is said on an interface; empty when it has no address of this family, or fails. */
  Optional<MembershipKey> join(NetworkInterface device, InterfaceFacts facts) {
    try {
      return isOn(facts) ? Optional.of(channel.join(group.getAddress(), device)) : Optional.empty();
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /**
   * Says something on an interface. Where it cannot be sent it is lost: an address of IPv6 is not
   * ready for a second or two, and everything is said several times.
   */
  void send(byte[] message, NetworkInterface device, InterfaceFacts facts) {
    if (isOn(facts)) {
      try {
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, device);
        channel.send(ByteBuffer.wrap(message), group);
      } catch (IOException notNow) {
        // The interface has gone, or is not ready: it will be seen, or it will be said again.
      }
    }
  }

  /** The next message, if one has come; too long ones are empty. */
  Optional<Received> receive() throws IOException {
    buffer.clear();
    if (!(channel.receive(buffer) instanceof InetSocketAddress source)) {
      return Optional.empty();
    }
    // A socket of IPv6 may get what came by IPv4 as well, which the other one has.
    boolean isOfFamily = source.getAddress().getAddress().length == addressBytes;
    int length = isOfFamily && buffer.position() < MESSAGE_BYTES_MAX ? buffer.position() : 0;
    return Optional.of(new Received(Arrays.copyOf(buffer.array(), length), source));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
