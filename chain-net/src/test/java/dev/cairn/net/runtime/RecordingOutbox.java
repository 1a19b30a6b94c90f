package dev.cairn.net.runtime;

import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Writes down what protocol logic does. Nothing leaves it. */
public class RecordingOutbox implements Outbox {

  /** A link that was closed, and why. */
  public record Closed(LinkId link, DisconnectReason reason, String detail) {}

  /** A dial. */
  public record Dialled(PeerAddress address, Optional<NodeId> expected) {}

  private final Map<LinkId, List<Message>> sent = new LinkedHashMap<>();
  private final List<Closed> closed = new ArrayList<>();
  private final List<Dialled> dialled = new ArrayList<>();
  private final TreeSet<LinkId> suspended = new TreeSet<>();
  private final TreeSet<LinkId> unwritable = new TreeSet<>();
  private final TreeSet<LinkId> open = new TreeSet<>();

  /** What was sent on a link, in its order. */
  public List<Message> sent(LinkId link) {
    return List.copyOf(sent.getOrDefault(link, List.of()));
  }

  /** The messages of one kind that were sent on a link. */
  public <M extends Message> List<M> sent(LinkId link, Class<M> kind) {
    return sent(link).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Why a link was closed; empty when it was not. */
  public Optional<DisconnectReason> reason(LinkId link) {
    return closed(link).map(Closed::reason);
  }

  /** How a link was closed, if it was. */
  public Optional<Closed> closed(LinkId link) {
    return closed.stream().filter(one -> one.link().equals(link)).findFirst();
  }

  public List<Dialled> dialled() {
    return List.copyOf(dialled);
  }

  public boolean isSuspended(LinkId link) {
    return suspended.contains(link);
  }

  public boolean isOpen(LinkId link) {
    return open.contains(link);
  }

  /** Makes a link look as if its reader were slow. */
  public void setWritable(LinkId link, boolean writable) {
    if (writable) {
      unwritable.remove(link);
    } else {
      unwritable.add(link);
    }
  }

  /** Forgets what was sent so far. */
  public void clear() {
    sent.clear();
  }

  @Override
  public void dial(PeerAddress address, Optional<NodeId> expected) {
    dialled.add(new Dialled(address, expected));
  }

  @Override
  public void open(LinkId link) {
    open.add(link);
  }

  @Override
  public void send(LinkId link, Message message) {
    sent.computeIfAbsent(link, unused -> new ArrayList<>()).add(message);
  }

  @Override
  public boolean isWritable(LinkId link) {
    return !unwritable.contains(link);
  }

  @Override
  public void suspendReading(LinkId link, boolean isSuspended) {
    if (isSuspended) {
      suspended.add(link);
    } else {
      suspended.remove(link);
    }
  }

  @Override
  public void disconnect(LinkId link, DisconnectReason reason, String detail) {
    closed.add(new Closed(link, reason, detail));
  }
}
