package dev.cairn.net.discovery;

import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.runtime.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps the dials; a dialler does nothing else. */
final class RecordedOutbox implements Outbox {

  record Dial(PeerAddress address, Optional<NodeId> expected) {}

  private final List<Dial> dials = new ArrayList<>();

  /** The dials since this was called last. */
  List<Dial> takeDials() {
    List<Dial> taken = List.copyOf(dials);
    dials.clear();
    return taken;
  }

  @Override
  public void dial(PeerAddress address, Optional<NodeId> expected) {
    dials.add(new Dial(address, expected));
  }

  @Override
  public void send(LinkId link, Message message) {
    throw new AssertionError("a dialler sends nothing");
  }

  @Override
  public boolean isWritable(LinkId link) {
    throw new AssertionError("a dialler sends nothing");
  }

  @Override
  public void suspendReading(LinkId link, boolean suspended) {
    throw new AssertionError("a dialler reads nothing");
  }

  @Override
  public void disconnect(LinkId link, DisconnectReason reason, String detail) {
    throw new AssertionError("a dialler ends no links");
  }
}
