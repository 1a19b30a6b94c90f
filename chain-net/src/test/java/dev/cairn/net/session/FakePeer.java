package dev.cairn.net.session;

import dev.cairn.core.chain.Origin;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Work;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.runtime.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An open link that writes down what is done with it. */
public final class FakePeer implements Peer {

  private final Link link;
  private final Introduction introduction;
  private final List<Message> sent = new ArrayList<>();
  private final List<Misbehaviour> charges = new ArrayList<>();
  private Optional<DisconnectReason> reason = Optional.empty();
  private boolean isWritable = true;
  private int suspensions;

  /** The peer of this number, with a link of this number. */
  public FakePeer(int number) {
    this(
        TestNodes.link(number, 0, number, false),
        new Introduction(Work.ZERO, BlockHash.ZERO, 0, 7771, "fake", 0));
  }

  public FakePeer(Link link, Introduction introduction) {
    this.link = link;
    this.introduction = introduction;
  }

  /** What was sent, in its order. */
  public List<Message> sent() {
    return List.copyOf(sent);
  }

  /** What it was charged with. */
  public List<Misbehaviour> charges() {
    return List.copyOf(charges);
  }

  /** Why it was disconnected, if it was. */
  public Optional<DisconnectReason> reason() {
    return reason;
  }

  public boolean isReading() {
    return suspensions == 0;
  }

  public void setWritable(boolean writable) {
    isWritable = writable;
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
    return new Origin(id().toString());
  }

  @Override
  public void send(Message message) {
    sent.add(message);
  }

  @Override
  public boolean isWritable() {
    return isWritable;
  }

  @Override
  public long roundTripMillis() {
    return 10;
  }

  @Override
  public void misbehaved(Misbehaviour what, String detail) {
    charges.add(what);
  }

  @Override
  public void disconnect(DisconnectReason why, String detail) {
    reason = reason.or(() -> Optional.of(why));
  }

  @Override
  public void suspendReading(boolean suspended) {
    suspensions += suspended ? 1 : -1;
  }

  @Override
  public boolean isGone() {
    return reason.isPresent();
  }
}
