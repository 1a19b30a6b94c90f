package dev.cairn.net.gossip;

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
import java.util.function.Consumer;

/** A link whose other end is the test, or another node. */
final class TestPeer implements Peer {

  private final Link link;
  private final Introduction introduction;
  private final List<Message> sent = new ArrayList<>();
  final List<Misbehaviour> charges = new ArrayList<>();

  /** Where what is sent goes to; the test reads it when nothing is said. */
  Consumer<Message> wire = sent::add;

  boolean writable = true;
  boolean gone;

  TestPeer(int number, boolean isOutbound, BlockHash best) {
    byte[] key = new byte[32];
    key[30] = (byte) (number >> 8);
    key[31] = (byte) number;
    link =
        new Link(
            new LinkId(number),
            NodeId.of(key),
            new PeerAddress(Bytes.of((byte) 10, (byte) 0, (byte) (number >> 8), (byte) number), 1),
            isOutbound,
            Bytes.EMPTY,
            Bytes.EMPTY);
    introduction = new Introduction(Work.ZERO, best, 0, 0, "test", 0);
  }

  /** What was sent of this kind since the last call, and forgets all that was sent. */
  <M extends Message> List<M> take(Class<M> kind) {
    List<M> found = sent.stream().filter(kind::isInstance).map(kind::cast).toList();
    sent.clear();
    return found;
  }

  /** The one message that was sent since the last call. */
  <M extends Message> M takeOne(Class<M> kind) {
    if (sent.size() != 1 || !kind.isInstance(sent.get(0))) {
      throw new AssertionError("one " + kind.getSimpleName() + " expected, got " + sent);
    }
    return kind.cast(sent.remove(0));
  }

  /** What was sent and not taken. */
  List<Message> sent() {
    return List.copyOf(sent);
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
    return new Origin(link.id().toString());
  }

  @Override
  public void send(Message message) {
    if (!gone) {
      wire.accept(message);
    }
  }

  @Override
  public boolean isWritable() {
    return writable && !gone;
  }

  @Override
  public long roundTripMillis() {
    return 10;
  }

  @Override
  public void misbehaved(Misbehaviour what, String detail) {
    if (detail.isBlank()) {
      throw new AssertionError(what + " without a detail");
    }
    charges.add(what);
  }

  @Override
  public void disconnect(DisconnectReason reason, String detail) {
    throw new AssertionError("gossip disconnects nobody: " + reason + ", " + detail);
  }

  @Override
  public void suspendReading(boolean suspended) {
    throw new AssertionError("gossip stops nobody's reading");
  }

  @Override
  public boolean isGone() {
    return gone;
  }
}
