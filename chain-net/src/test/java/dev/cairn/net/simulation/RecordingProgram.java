package dev.cairn.net.simulation;

import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkEvents;
import dev.cairn.net.runtime.LinkId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A program that only writes down what the network tells it. */
final class RecordingProgram implements LinkEvents {

  private final VirtualTime time;
  final List<String> heard = new ArrayList<>();
  final List<Link> links = new ArrayList<>();
  final List<Long> pings = new ArrayList<>();
  final List<Long> pingMillis = new ArrayList<>();

  RecordingProgram(VirtualTime time) {
    this.time = time;
  }

  Link link() {
    return links.get(links.size() - 1);
  }

  @Override
  public void onOpened(Link link) {
    links.add(link);
    heard.add("opened");
  }

  @Override
  public void onDialFailed(
      PeerAddress address, Optional<NodeId> expected, DisconnectReason reason, String detail) {
    heard.add("failed " + reason);
  }

  @Override
  public void onMessage(LinkId link, Message message, int bytes) {
    if (message instanceof Ping ping) {
      pings.add(ping.nonce());
      pingMillis.add(time.nowMillis());
    } else {
      heard.add(message.getClass().getSimpleName());
    }
  }

  @Override
  public void onViolation(LinkId link, Rejection why) {
    heard.add("violation " + why.code());
  }

  @Override
  public void onWritable(LinkId link) {
    heard.add("writable");
  }

  @Override
  public void onClosed(LinkId link, DisconnectReason reason, String detail) {
    heard.add("closed " + reason);
  }
}
