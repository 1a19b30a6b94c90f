package dev.cairn.net.discovery;

import dev.cairn.core.chain.Origin;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Work;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.session.Peer;
import java.util.ArrayList;
import java.util.List;

/** A peer that keeps what it is sent and charged with. */
final class RecordedPeer implements Peer {

  private static long links;

  final List<Message> sent = new ArrayList<>();
  final List<Misbehaviour> charged = new ArrayList<>();
  private final Link link;
  private final Introduction introduction;

  private RecordedPeer(NodeId id, PeerAddress address, boolean isOutbound, int listenPort) {
    link = new Link(new LinkId(++links), id, address, isOutbound, Bytes.EMPTY, Bytes.EMPTY);
    introduction = new Introduction(Work.ZERO, BlockHash.ZERO, 0, listenPort, "test/1", 0);
  }

  static RecordedPeer dialled(NodeId id, PeerAddress address) {
    return new RecordedPeer(id, address, true, address.port());
  }

  static RecordedPeer inbound(NodeId id, PeerAddress from, int listenPort) {
    return new RecordedPeer(id, from.withPort(40_000), false, listenPort);
  }

  @Override
  public Link link() {
    return link;
  }

  @Override
  public Introduction introduction() {
    return introduction;
  }

  @Override
  public Origin origin() {
    throw new AssertionError("discovery has no blocks");
  }

  @Override
  public void send(Message message) {
    sent.add(message);
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public long roundTripMillis() {
    return 1;
  }

  @Override
  public void misbehaved(Misbehaviour what, String detail) {
    charged.add(what);
  }

  @Override
  public void disconnect(DisconnectReason reason, String detail) {
    throw new AssertionError("discovery ends no links");
  }

  @Override
  public void suspendReading(boolean suspended) {
    throw new AssertionError("discovery does not stop reading");
  }

  @Override
  public boolean isGone() {
    return false;
  }
}
