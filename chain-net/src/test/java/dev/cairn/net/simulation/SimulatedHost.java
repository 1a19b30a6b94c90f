package dev.cairn.net.simulation;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.LinkEvents;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.runtime.Outbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A machine of the simulated network with one address, on which one program at a time runs: an
 * engine, or a test's own {@link LinkEvents}. To that program it is the {@link Outbox}.
 */
public final class SimulatedHost implements Outbox {

  private final SimulatedNetwork network;
  private final int number;
  private final PeerAddress address;
  private final NodeId id;
  private final Map<LinkId, LinkEnd> ends = new LinkedHashMap<>();
  private final List<LinkEnd> deadSilently = new ArrayList<>();
  private Bytes certificateHash = Bytes.EMPTY;
  private LinkQuality quality;
  private OutgoingFilter filter = (to, message) -> 0;
  private boolean listens = true;
  private boolean on = true;
  private int starts;
  private long dials;
  private long mostBytesWaiting;
  private @Nullable LinkEvents events;
  private @Nullable SimulatedScheduler scheduler;

  SimulatedHost(
      SimulatedNetwork network, int number, PeerAddress address, NodeId id, LinkQuality quality) {
    this.network = network;
    this.number = number;
    this.address = address;
    this.id = id;
    this.quality = quality;
  }

  /** Its place in the order in which hosts were added, from 0. */
  public int number() {
    return number;
  }

  /** For the event log: {@code n0} and so on. */
  public String name() {
    return "n" + number;
  }

  /** Where it listens. */
  public PeerAddress address() {
    return address;
  }

  /** The identity that it proves on each link. */
  public NodeId id() {
    return id;
  }

  /** Runs a program, which gets events from now on. */
  public void start(LinkEvents program, SimulatedScheduler itsScheduler) {
    if (events != null) {
      throw new IllegalStateException(name() + " runs already");
    }
    on = true;
    starts++;
    certificateHash = network.certificateHash(this, starts);
    events = program;
    scheduler = itsScheduler;
    log("started");
    deadSilently.forEach(end -> end.out().reset()); // the peers' next segments find no connection
    deadSilently.clear();
  }

  /** The program dies; the kernel tells the peers, who see CONNECTION_LOST. */
  public void crash() {
    die(false);
  }

  /** The machine loses its power: the peers hear nothing any more. */
  public void vanish() {
    die(true);
    on = false;
  }

  private void die(boolean silently) {
    if (events == null) {
      return;
    }
    log(silently ? "vanished" : "crashed");
    scheduler().stop();
    events = null;
    scheduler = null;
    List<LinkEnd> dying = List.copyOf(ends.values());
    ends.clear();
    dying.forEach(end -> end.die(silently));
    if (silently) {
      deadSilently.addAll(dying);
    }
  }

  /** Whether a program runs here. */
  public boolean isRunning() {
    return events != null;
  }

  /** Whether it takes connections; it does unless something else is said. */
  public void listen(boolean takesConnections) {
    listens = takesConnections;
  }

  /** Makes its cable better or worse; latencies of links that exist stay. */
  public void setQuality(LinkQuality another) {
    quality = another;
  }

  /** Makes it drop or delay its own messages. */
  public void setFilter(OutgoingFilter another) {
    filter = another;
  }

  /** The identities at the other ends of its links, in the order in which the links came. */
  public List<NodeId> linkedTo() {
    return ends.values().stream().map(end -> end.link().remote()).toList();
  }

  /** Its links, oldest first. */
  public List<LinkId> links() {
    return List.copyOf(ends.keySet());
  }

  /** The most bytes that have ever waited for the reader of one link. */
  public long mostBytesWaiting() {
    return mostBytesWaiting;
  }

  void noteWaiting(long bytes) {
    mostBytesWaiting = Math.max(mostBytesWaiting, bytes);
  }

  /** How often it has dialled. */
  public long dials() {
    return dials;
  }

  /** Breaks one link for both sides, as a cable does. */
  public void breakLink(LinkId link) {
    LinkEnd end = ends.get(link);
    if (end != null) {
      end.abort(DisconnectReason.CONNECTION_LOST, "broken by the test");
    }
  }

  /** Sends a frame that need not be a message. */
  public void sendFrame(LinkId link, Carriage.Frame frame) {
    LinkEnd end = ends.get(link);
    if (end != null) {
      end.send(frame);
    }
  }

  @Override
  public void dial(PeerAddress where, Optional<NodeId> expected) {
    dials++;
    network.dial(this, where, expected);
  }

  @Override
  public void open(LinkId link) {
    LinkEnd end = ends.get(link);
    if (end != null) {
      end.finishHandshake();
    }
  }

  @Override
  public void send(LinkId link, Message message) {
    LinkEnd end = ends.get(link);
    if (end == null) {
      return;
    }
    long delayMillis = filter.delayMillis(end.other().host(), message);
    if (delayMillis == 0) {
      end.send(network.carriage().carry(message));
    } else if (delayMillis > 0) {
      scheduler().schedule(delayMillis, () -> sendFrame(link, network.carriage().carry(message)));
    }
  }

  @Override
  public boolean isWritable(LinkId link) {
    LinkEnd end = ends.get(link);
    return end != null && end.out().isWritable();
  }

  @Override
  public void suspendReading(LinkId link, boolean suspended) {
    LinkEnd end = ends.get(link);
    if (end != null) {
      end.suspend(suspended);
    }
  }

  @Override
  public void disconnect(LinkId link, DisconnectReason reason, String detail) {
    LinkEnd end = ends.get(link);
    if (end != null) {
      end.disconnect(reason, detail);
    }
  }

  @Override
  public String toString() {
    return name();
  }

  LinkEvents events() {
    return Objects.requireNonNull(events);
  }

  SimulatedScheduler scheduler() {
    return Objects.requireNonNull(scheduler);
  }

  /** Runs something that has come from the network, if a program is there to hear it. */
  void execute(Runnable task) {
    if (scheduler != null) {
      scheduler.execute(task);
    }
  }

  boolean isOn() {
    return on;
  }

  boolean isListening() {
    return listens && events != null;
  }

  LinkQuality quality() {
    return quality;
  }

  Bytes certificate() {
    return certificateHash;
  }

  void add(LinkEnd end) {
    ends.put(end.id(), end);
  }

  void forget(LinkEnd end) {
    ends.remove(end.id());
  }

  void log(String what) {
    network.log().add(name(), what);
  }
}
