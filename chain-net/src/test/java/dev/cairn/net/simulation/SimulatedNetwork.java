package dev.cairn.net.simulation;

import dev.cairn.core.codec.Sha256;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;

/**
 * The cables between hosts: links with latency, bandwidth, loss and back-pressure, and everything
 * that can happen to them. What it draws, it draws from one generator.
 */
public final class SimulatedNetwork {

  /** The port at which every host listens. */
  public static final int PORT = 7771;

  /** How long a dial waits for a host that does not answer at all. */
  static final long DIAL_PATIENCE_MILLIS = 2000;

  private static final int FIRST_TEMPORARY_PORT = 32_768;

  private final VirtualTime time;
  private final RandomGenerator random;
  private final EventLog log;
  private final Carriage carriage;
  private final NetLimits limits;
  private final LinkQuality quality;
  private final List<SimulatedHost> hosts = new ArrayList<>();
  private final List<BiPredicate<SimulatedHost, SimulatedHost>> cuts = new ArrayList<>();
  private final Set<LinkEnd> initiators = new LinkedHashSet<>();
  private EndObserver endObserver = (by, with, reason, detail) -> {};
  private long cutSinceMillis;
  private long linkNumbers;

  /** Hears which host ends a link, and why. */
  @FunctionalInterface
  public interface EndObserver {

    /**
     * A host has closed a link, or given it up.
     *
     * @param by who did
     * @param with who is at the other side
     */
    void onEnd(SimulatedHost by, SimulatedHost with, DisconnectReason reason, String detail);
  }

  /**
   * @param limits of which only those of the transport are used: frames and write buffers
   * @param quality of all hosts that are not given another one
   */
  public SimulatedNetwork(
      VirtualTime time,
      RandomGenerator random,
      EventLog log,
      Carriage carriage,
      NetLimits limits,
      LinkQuality quality) {
    this.time = time;
    this.random = random;
    this.log = log;
    this.carriage = carriage;
    this.limits = limits;
    this.quality = quality;
  }

  /** Adds a machine with an address and an identity of its own. */
  public SimulatedHost addHost() {
    return addHost(identity(hosts.size()));
  }

  /** Adds a machine with this identity, such as one that another machine has as well. */
  public SimulatedHost addHost(NodeId id) {
    int number = hosts.size();
    Bytes ip = Bytes.of((byte) 10, (byte) (number >> 16), (byte) (number >> 8), (byte) number);
    var host = new SimulatedHost(this, number, new PeerAddress(ip, PORT), id, quality);
    hosts.add(host);
    return host;
  }

  private static NodeId identity(int number) {
    return new NodeId(KeyPair.fromSeed(hash("cairn/simulation/node/" + number)).publicKey());
  }

  Bytes certificateHash(SimulatedHost host, int start) {
    return Bytes.of(hash("cairn/simulation/certificate/" + host.number() + "/" + start));
  }

  private static byte[] hash(String text) {
    return Sha256.hash(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** All machines, in the order in which they were added. */
  public List<SimulatedHost> hosts() {
    return List.copyOf(hosts);
  }

  /** The host with this identity that was added first. */
  public Optional<SimulatedHost> hostOf(NodeId id) {
    return hosts.stream().filter(host -> host.id().equals(id)).findFirst();
  }

  /** Cuts this side off from all others, both ways. Links stay, but nothing comes through. */
  public void partition(Collection<SimulatedHost> side) {
    List<SimulatedHost> inside = List.copyOf(side);
    log.add("net", "partition " + inside);
    cut((from, to) -> inside.contains(from) != inside.contains(to));
  }

  /** Nothing comes through from one host to another; the other way is as it was. */
  public void cutOneWay(SimulatedHost source, SimulatedHost destination) {
    log.add("net", "cut " + source + " to " + destination);
    cut((from, to) -> from == source && to == destination);
  }

  private void cut(BiPredicate<SimulatedHost, SimulatedHost> where) {
    if (cuts.isEmpty()) {
      cutSinceMillis = time.nowMillis();
    }
    cuts.add(where);
  }

  /** Mends all cuts. What was under way comes late, if its link still exists. */
  public void heal() {
    log.add("net", "heal");
    cuts.clear();
    long outageMillis = time.nowMillis() - cutSinceMillis;
    for (LinkEnd initiator : List.copyOf(initiators)) {
      initiator.out().onHealed(outageMillis);
      initiator.other().out().onHealed(outageMillis);
    }
  }

  /** Sets who hears of links that a host ends. */
  public void setEndObserver(EndObserver observer) {
    endObserver = observer;
  }

  void observeEnd(LinkEnd end, DisconnectReason reason, String detail) {
    endObserver.onEnd(end.host(), end.other().host(), reason, detail);
  }

  boolean isCut(SimulatedHost from, SimulatedHost to) {
    for (BiPredicate<SimulatedHost, SimulatedHost> cut : cuts) {
      if (cut.test(from, to)) {
        return true;
      }
    }
    return false;
  }

  void dial(SimulatedHost from, PeerAddress where, Optional<NodeId> expected) {
    from.log("dials " + where);
    Optional<SimulatedHost> to =
        hosts.stream().filter(host -> host.address().equals(where)).findFirst();
    if (to.isEmpty() || !to.get().isOn() || isCutAnyWay(from, to.get())) {
      from.scheduler()
          .schedule(
              DIAL_PATIENCE_MILLIS,
              () -> fail(from, where, expected, DisconnectReason.DIAL_FAILED, "no answer"));
      return;
    }
    LinkQuality both = LinkQuality.worseOf(from.quality(), to.get().quality());
    int latencyMillis =
        both.latencyMillisMin() + upTo(both.latencyMillisMax() - both.latencyMillisMin());
    // TCP takes one round trip, TLS 1.3 another one and, for the acceptor, half of the next.
    from.scheduler()
        .schedule(4L * latencyMillis, () -> meet(from, to.get(), where, expected, latencyMillis));
  }

  private boolean isCutAnyWay(SimulatedHost from, SimulatedHost to) {
    return isCut(from, to) || isCut(to, from);
  }

  private void meet(
      SimulatedHost from,
      SimulatedHost to,
      PeerAddress where,
      Optional<NodeId> expected,
      int latencyMillis) {
    if (!to.isListening()) {
      fail(from, where, expected, DisconnectReason.DIAL_FAILED, "refused");
    } else if (isCutAnyWay(from, to)) {
      fail(from, where, expected, DisconnectReason.DIAL_FAILED, "no answer");
    } else if (expected.isPresent() && !expected.get().equals(to.id())) {
      fail(from, where, expected, DisconnectReason.IDENTITY_UNEXPECTED, to.id().toString());
    } else {
      connect(from, to, where, latencyMillis);
    }
  }

  private static void fail(
      SimulatedHost from,
      PeerAddress where,
      Optional<NodeId> expected,
      DisconnectReason reason,
      String detail) {
    from.log("dial failed " + where + " " + reason);
    from.events().onDialFailed(where, expected, reason, detail);
  }

  private void connect(SimulatedHost from, SimulatedHost to, PeerAddress where, int latencyMillis) {
    int temporaryPort = FIRST_TEMPORARY_PORT + (int) (linkNumbers % 30_000);
    LinkEnd dialler = end(from, to, where, true);
    LinkEnd acceptor = end(to, from, from.address().withPort(temporaryPort), false);
    LinkEnd.join(this, dialler, acceptor, latencyMillis);
    initiators.add(dialler);
    dialler.out().open();
    dialler.open();
  }

  private LinkEnd end(
      SimulatedHost host, SimulatedHost remote, PeerAddress address, boolean isOutbound) {
    Link link =
        new Link(
            new LinkId(++linkNumbers),
            remote.id(),
            address,
            isOutbound,
            host.certificate(),
            remote.certificate());
    LinkEnd end = new LinkEnd(this, host, link);
    host.add(end);
    return end;
  }

  void forgetIfOver(LinkEnd end) {
    if (end.isClosed() && end.other().isClosed()) {
      initiators.remove(end);
      initiators.remove(end.other());
    }
  }

  boolean chance(int parts, int ofParts) {
    return parts > 0 && random.nextInt(ofParts) < parts;
  }

  int upTo(int max) {
    return max == 0 ? 0 : random.nextInt(max + 1);
  }

  VirtualTime time() {
    return time;
  }

  EventLog log() {
    return log;
  }

  Carriage carriage() {
    return carriage;
  }

  NetLimits limits() {
    return limits;
  }
}
