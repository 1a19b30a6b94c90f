package dev.cairn.net.session;

import dev.cairn.core.TestKeys;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Identities, addresses and links for tests. */
public final class TestNodes {

  private static final List<NodeId> IDS =
      IntStream.range(0, 8)
          .mapToObj(number -> new NodeId(TestKeys.key(1000 + number).publicKey()))
          .sorted()
          .toList();

  private TestNodes() {}

  /** An identity; of 0 to 7 a lower number has a lower id. */
  public static NodeId node(int number) {
    return number < IDS.size() ? IDS.get(number) : NodeId.of(hash("node", number).toArray());
  }

  /** An address with a host of its own. */
  public static PeerAddress address(int number) {
    return new PeerAddress(
        Bytes.of((byte) 10, (byte) (number >> 16), (byte) (number >> 8), (byte) number), 7771);
  }

  /** One end of a connection: the one of {@code self}. */
  public static Link link(long id, int self, int remote, boolean isOutbound) {
    return link(id, self, remote, isOutbound, address(remote));
  }

  /** One end of a connection to a node at this address. */
  public static Link link(long id, int self, int remote, boolean isOutbound, PeerAddress address) {
    return new Link(
        new LinkId(id),
        node(remote),
        address,
        isOutbound,
        hash("certificate", self),
        hash("certificate", remote));
  }

  /** A nonce that only this number gives. */
  public static Bytes nonce(long number) {
    return hash("nonce", number);
  }

  private static Bytes hash(String what, long number) {
    return Bytes.of(
        Sha256.hash(
            new ByteWriter().u64(what.length()).u64(number).toArray(),
            what.getBytes(StandardCharsets.US_ASCII)));
  }
}
