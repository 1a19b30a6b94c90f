package dev.cairn.net;

import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkEvents;
import dev.cairn.net.runtime.LinkId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what happens between the opening of the port and the start of the engine, which has to be
 * told the port: some milliseconds. Confined to the engine loop.
 */
final class LateEvents implements LinkEvents {

  private final Deque<Consumer<LinkEvents>> waiting = new ArrayDeque<>();
  private @Nullable LinkEvents listener;

  void deliverTo(LinkEvents engine) {
    listener = engine;
    waiting.forEach(event -> event.accept(engine));
    waiting.clear();
  }

  private void tell(Consumer<LinkEvents> event) {
    LinkEvents now = listener;
    if (now == null) {
      waiting.add(event);
    } else {
      event.accept(now);
    }
  }

  @Override
  public void onOpened(Link link) {
    tell(to -> to.onOpened(link));
  }

  @Override
  public void onDialFailed(
      PeerAddress address, Optional<NodeId> expected, DisconnectReason reason, String detail) {
    tell(to -> to.onDialFailed(address, expected, reason, detail));
  }

  @Override
  public void onMessage(LinkId link, Message message, int bytes) {
    tell(to -> to.onMessage(link, message, bytes));
  }

  @Override
  public void onViolation(LinkId link, Rejection why) {
    tell(to -> to.onViolation(link, why));
  }

  @Override
  public void onWritable(LinkId link) {
    tell(to -> to.onWritable(link));
  }

  @Override
  public void onClosed(LinkId link, DisconnectReason reason, String detail) {
    tell(to -> to.onClosed(link, reason, detail));
  }
}
