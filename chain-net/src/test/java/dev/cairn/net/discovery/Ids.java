package dev.cairn.net.discovery;

import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.NetworkId;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.nio.ByteBuffer;

/** Nodes, networks and addresses by number; a greater number is a greater id. */
public final class Ids {

  private Ids() {}

  public static NodeId node(int number) {
    return NodeId.of(ByteBuffer.allocate(32).putInt(number).array());
  }

  public static NetworkId network(int number) {
    return NetworkId.of(ByteBuffer.allocate(32).putInt(number).array());
  }

  /** 10.x.y.z at port 7771: each number is a host of its own. */
  public static PeerAddress address(int number) {
    byte[] host = ByteBuffer.allocate(4).putInt(number & 0xffffff | 10 << 24).array();
    return new PeerAddress(Bytes.of(host), 7771);
  }

  /** Node and address of the same number. */
  public static KnownAddress known(int number) {
    return new KnownAddress(node(number), address(number));
  }

  public static Sighting sighting(int network, int node, boolean provisional) {
    return new Sighting(network(network), node(node), address(node), provisional);
  }
}
