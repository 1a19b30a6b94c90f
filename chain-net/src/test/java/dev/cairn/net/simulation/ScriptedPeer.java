package dev.cairn.net.simulation;

import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import dev.cairn.net.message.Pong;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkEvents;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.session.Handshake;
import dev.cairn.net.session.UpgradePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A peer without an engine: it shakes hands as it should and answers pings, and else does what its
 * script says. The base of Byzantine peers.
 */
public class ScriptedPeer implements LinkEvents {

  private static final long PATIENCE_MILLIS = 5000;

  private final SimulatedHost host;
  private final SimulatedScheduler scheduler;
  private final NetworkId network;
  private final Supplier<Introduction> introduction;
  private final Map<LinkId, Handshake> handshakes = new TreeMap<>();
  private final List<LinkId> open = new ArrayList<>();
  private final Map<DisconnectReason, Integer> ends = new TreeMap<>();
  private long nonces;

  /**
   * @param introduction what it says of itself, true or not
   */
  public ScriptedPeer(
      SimulatedHost host,
      SimulatedScheduler scheduler,
      NetworkId network,
      Supplier<Introduction> introduction) {
    this.host = host;
    this.scheduler = scheduler;
    this.network = network;
    this.introduction = introduction;
  }

  /** The script: a link is open. */
  protected void onOpen(LinkId link) {}

  /** The script: a message has come over an open link. */
  protected void onMessage(LinkId link, Message message) {}

  /** The links that are open, oldest first. */
  public final List<LinkId> openLinks() {
    return List.copyOf(open);
  }

  /** How often links ended for which reason. */
  public final Map<DisconnectReason, Integer> ends() {
    return ends;
  }

  /** The machine on which it runs. */
  public final SimulatedHost host() {
    return host;
  }

  /** Its time. */
  public final SimulatedScheduler scheduler() {
    return scheduler;
  }

  /** Dials, and dials again whenever the link has ended. */
  public final void stayConnectedTo(PeerAddress address, long everyMillis) {
    if (open.isEmpty() && handshakes.isEmpty()) {
      host.dial(address, Optional.empty());
    }
    scheduler.schedule(everyMillis, () -> stayConnectedTo(address, everyMillis));
  }

  @Override
  public final void onOpened(Link link) {
    Bytes nonce = Bytes.of(new byte[Handshake.NONCE_BYTES - 8]);
    Handshake handshake =
        new Handshake(terms(), link, numbered(nonce), scheduler.nowMillis() + PATIENCE_MILLIS);
    handshakes.put(link.id(), handshake);
    follow(link.id(), handshake.begin());
  }

  private Bytes numbered(Bytes zeros) {
    return new ByteWriter().u32(host.number()).u32(++nonces).bytes(zeros).toBytes();
  }

  private Handshake.Terms terms() {
    return new Handshake.Terms(
        host.id(),
        Handshake.PROTOCOL_MIN,
        Handshake.PROTOCOL_MAX,
        UpgradePlan.none(network),
        Height.GENESIS,
        Optional.empty(),
        nonce -> false,
        introduction);
  }

  private void follow(LinkId link, Handshake.Step step) {
    if (step instanceof Handshake.Step.Say say) {
      say.messages().forEach(message -> host.send(link, message));
    } else if (step instanceof Handshake.Step.Open opened) {
      opened.messages().forEach(message -> host.send(link, message));
      host.open(link);
      handshakes.remove(link);
      open.add(link);
      onOpen(link);
    } else if (step instanceof Handshake.Step.Refuse refusal) {
      host.disconnect(link, refusal.reason(), refusal.detail());
    }
  }

  @Override
  public final void onMessage(LinkId link, Message message, int bytes) {
    Handshake handshake = handshakes.get(link);
    if (handshake != null) {
      follow(link, handshake.onMessage(message));
    } else if (message instanceof Ping ping) {
      host.send(link, new Pong(ping.nonce()));
    } else {
      onMessage(link, message);
    }
  }

  @Override
  public final void onDialFailed(
      PeerAddress address, Optional<NodeId> expected, DisconnectReason reason, String detail) {
    ends.merge(reason, 1, Integer::sum);
  }

  @Override
  public void onWritable(LinkId link) {}

  @Override
  public final void onViolation(LinkId link, Rejection why) {
    throw new IllegalStateException("an honest node sent what is no message: " + why);
  }

  @Override
  public final void onClosed(LinkId link, DisconnectReason reason, String detail) {
    handshakes.remove(link);
    open.remove(link);
    ends.merge(reason, 1, Integer::sum);
  }
}
