package dev.cairn.net.discovery.mdns;

import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.discovery.Sighting;
import dev.cairn.net.discovery.mdns.GroupSocket.Received;
import dev.cairn.net.discovery.mdns.LanInterfaces.LanInterface;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nodes of the LAN and lets them find this one, on every interface that the filter lets
 * through, and heals when interfaces and addresses come and go. It remembers nothing of what it
 * hears, so nothing can grow: each answer that the budget lets through is told to the listener.
 *
 * <p>One daemon thread does everything; all methods may be called from any thread.
 */
public final class MdnsDiscovery implements AutoCloseable {

  /** Between two looks at the interfaces. */
  static final long INTERFACES_MILLIS = 1_000;

  private static final long CLOSE_MILLIS_MAX = 1_000;

  /** An interface that is used. */
  private record Port(LanInterface on, Timetable timetable) {}

  private final NodeId self;
  private final InterfaceFilter filter;
  private final DiscoveryListener listener;
  private final ReceiveBudget budget;
  private final SplittableRandom random = new SplittableRandom();
  private final Thread thread;
  private volatile Optional<Advertisement> wanted = Optional.empty();
  private volatile @Nullable MdnsSockets sockets;
  private volatile boolean isClosing;
  private volatile DiscoveryStatus status =
      new DiscoveryStatus(
          List.of(), new TreeMap<>(), 0, 0, 0, Optional.empty(), Optional.of("is starting"));

  // The thread's own.
  private final TreeMap<String, Port> ports = new TreeMap<>();
  private final TreeMap<String, String> skipped = new TreeMap<>();
  private Optional<Advertisement> said = Optional.empty();
  private Optional<String> problem = Optional.empty();
  private Optional<Rejection> lastRefusal = Optional.empty();
  private boolean hasLooked;
  private long nextLookMillis;
  private long lookedAt;
  private long dropped;
  private long refused;

  private MdnsDiscovery(
      NodeId self, InterfaceFilter filter, DiscoveryListener listener, int discoveredPerSecond) {
    this.self = self;
    this.filter = filter;
    this.listener = listener;
    budget = new ReceiveBudget(discoveredPerSecond);
    nextLookMillis = nowMillis();
    thread = new Thread(this::run, "cairn-mdns");
    thread.setDaemon(true);
  }

  /**
   * Looks around from now on, and says nothing of this node before {@link #advertise}.
   *
   * @param discoveredPerSecond how many answers of others are looked at
   */
  public static MdnsDiscovery start(
      NodeId self, InterfaceFilter filter, DiscoveryListener listener, int discoveredPerSecond) {
    MdnsDiscovery discovery = new MdnsDiscovery(self, filter, listener, discoveredPerSecond);
    discovery.thread.start();
    return discovery;
  }

  /** What to say of this node from now on; empty for nothing. */
  public void advertise(Optional<Advertisement> advertisement) {
    wanted = advertisement;
    wakeUp();
  }

  /** How it was doing about a second ago. */
  public DiscoveryStatus status() {
    return status;
  }

  /** Says goodbye on the LAN and ends the thread. */
  @Override
  public void close() {
    isClosing = true;
    wakeUp();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(CLOSE_MILLIS_MAX);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void wakeUp() {
    MdnsSockets open = sockets;
    if (open != null) {
      open.wakeUp();
    }
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private void run() {
    while (!isClosing) {
      try (MdnsSockets open = MdnsSockets.open()) {
        sockets = open;
        problem = Optional.empty();
        live(open);
      } catch (IOException failed) {
        problem = Optional.of(failed.toString());
      }
      sockets = null;
      ports.clear();
      publishStatus();
      if (!isClosing) {
        pause();
      }
    }
  }

  /** The port may be taken for a while, or the sockets broken by what happened to the network. */
  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(INTERFACES_MILLIS);
    } catch (InterruptedException interrupted) {
      isClosing = true;
    }
  }

  private void live(MdnsSockets open) throws IOException {
    while (!isClosing) {
      long now = nowMillis();
      if (now >= nextLookMillis) {
        nextLookMillis = now + INTERFACES_MILLIS;
        lookAtInterfaces(open, now);
        publishStatus();
      }
      speak(open, now);
      open.await(nextDueMillis() - nowMillis(), budget.mayRead(nowMillis()));
      listen(open);
    }
    if (said.isPresent()) {
      sendToAll(open, ServiceRecords.goodbye(self));
    }
  }

  private long nextDueMillis() {
    long due = nextLookMillis;
    for (Port port : ports.values()) {
      due = Math.min(due, port.timetable().dueMillis());
    }
    return budget.mayRead(nowMillis()) ? due : Math.min(due, budget.nextWindowMillis());
  }

  private void lookAtInterfaces(MdnsSockets open, long now) throws IOException {
    List<LanInterface> current = LanInterfaces.current();
    TreeMap<String, LanInterface> usable = new TreeMap<>();
    skipped.clear();
    for (LanInterface each : current) {
      filter
          .reasonToSkip(each.facts())
          .ifPresentOrElse(
              reason -> skipped.put(each.facts().name(), reason),
              () -> usable.put(each.facts().name(), each));
    }
    boolean isChanged = false;
    for (String name : List.copyOf(ports.keySet())) {
      if (!usable.containsKey(name)) {
        ports.remove(name);
        open.leave(name);
        isChanged = true;
      }
    }
    for (LanInterface each : usable.values()) {
      Port before = ports.get(each.facts().name());
      if (before == null || !before.on().facts().equals(each.facts())) {
        isChanged |= use(open, each, now);
      }
    }
    if (isChanged && hasLooked) {
      listener.onInterfacesChanged(List.copyOf(ports.keySet()));
    }
    hasLooked = true;
  }

  /** Whether that changed anything. */
  private boolean use(MdnsSockets open, LanInterface on, long now) {
    if (!open.join(on.device(), on.facts())) {
      skipped.put(on.facts().name(), "cannot be listened to");
      return ports.remove(on.facts().name()) != null;
    }
    Timetable timetable = new Timetable(random, now);
    if (said.isPresent()) {
      timetable.announce(now);
    }
    ports.put(on.facts().name(), new Port(on, timetable));
    return true;
  }

  private void speak(MdnsSockets open, long now) {
    Optional<Advertisement> next = wanted;
    if (!next.equals(said)) {
      if (next.isEmpty()) {
        sendToAll(open, ServiceRecords.goodbye(self));
      } else {
        ports.values().forEach(port -> port.timetable().announce(now));
      }
      said = next;
    }
    for (Port port : ports.values()) {
      if (port.timetable().takeQuery(now)) {
        send(open, port, ServiceRecords.query());
      }
      if (port.timetable().takeAnswer(now) && said.isPresent()) {
        send(open, port, ServiceRecords.answer(self, said.get(), port.on().facts().hosts()));
      }
    }
  }

  private void sendToAll(MdnsSockets open, DnsMessage message) {
    ports.values().forEach(port -> send(open, port, message));
  }

  private static void send(MdnsSockets open, Port port, DnsMessage message) {
    open.send(DnsWriter.write(message), port.on().device(), port.on().facts());
  }

  private void listen(MdnsSockets open) throws IOException {
    long now = nowMillis();
    while (budget.mayRead(now)) {
      Optional<Received> received = open.receive();
      if (received.isEmpty()) {
        return;
      }
      budget.onRead(now);
      if (ServiceRecords.mayConcern(received.get().bytes)) {
        onMessage(received.get(), now);
      }
      now = nowMillis();
    }
  }

  private void onMessage(Received received, long now) {
    PeerAddress source = PeerAddress.of(received.source);
    boolean isResponse = (received.bytes[2] & 0x80) != 0;
    boolean isLookedAt =
        isResponse
            ? source.port() == MdnsSockets.PORT && budget.takeAnswer(source.host(), now)
            : budget.takeQuestion(now);
    if (!isLookedAt) {
      dropped++;
      return;
    }
    Checked<DnsMessage> message = DnsReader.read(received.bytes);
    Checked<List<Sighting>> sightings =
        message.then(read -> ServiceRecords.sightings(read, source));
    sightings.rejection().ifPresent(this::refuse);
    if (!sightings.isPassed()) {
      return;
    }
    if (ServiceRecords.isAsked(message.value(), self)) {
      ports.values().forEach(port -> port.timetable().onAsked(now));
    }
    lookedAt += isResponse ? 1 : 0;
    for (Sighting sighting : sightings.value()) {
      if (!sighting.node().equals(self)) {
        listener.onSighting(sighting);
      }
    }
  }

  private void refuse(Rejection why) {
    refused++;
    lastRefusal = Optional.of(why);
  }

  private void publishStatus() {
    status =
        new DiscoveryStatus(
            List.copyOf(ports.keySet()), skipped, lookedAt, dropped, refused, lastRefusal, problem);
  }
}
