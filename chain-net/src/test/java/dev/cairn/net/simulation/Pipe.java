package dev.cairn.net.simulation;

import dev.cairn.net.peer.DisconnectReason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a link, as TCP is one: in order, nothing lost but late, no more under way than
 * the receiver has room for.
 *
 * <pre>
 * send -> waiting -> (bandwidth, window) -> under way -> (cut: held) -> arrived -> receiver
 *         `- the write buffer: isWritable          `- receiver not reading: kept, counts as
 *                                                     under way, so that the sender has to wait
 * </pre>
 */
final class Pipe {

  /** What may be under way at once: the socket buffers of both sides. One frame always may. */
  static final int WINDOW_BYTES = 256 << 10;

  private static final int RETRANSMISSION_MILLIS = 200;
  private static final int RETRANSMISSION_MILLIS_MAX = 3000;

  /** What travels: a frame, or with no frame the beginning or the end. */
  private record Parcel(Kind kind, Carriage.@Nullable Frame frame) {

    int bytes() {
      return frame == null ? 0 : frame.bytes();
    }
  }

  private enum Kind {
    OPEN,
    FRAME,
    FINISH
  }

  private final SimulatedNetwork network;
  private final LinkEnd from;
  private final LinkEnd to;
  private final int latencyMillis;

  private final Deque<Parcel> waiting = new ArrayDeque<>();
  private final Deque<Parcel> held = new ArrayDeque<>();
  private final Deque<Parcel> arrived = new ArrayDeque<>();
  private long waitingBytes;
  private long underWayBytes;
  private long wireFreeMicros;
  private long lastArrivalMillis;
  private boolean pumpIsDue;
  private boolean full;
  private long fullNumber;
  private boolean broken;

  Pipe(SimulatedNetwork network, LinkEnd from, LinkEnd to, int latencyMillis) {
    this.network = network;
    this.from = from;
    this.to = to;
    this.latencyMillis = latencyMillis;
  }

  /** Tells the other side that the link is open, before anything else. */
  void open() {
    enqueue(new Parcel(Kind.OPEN, null));
  }

  void send(Carriage.Frame frame) {
    enqueue(new Parcel(Kind.FRAME, frame));
    from.host().noteWaiting(waitingBytes);
    if (waitingBytes > network.limits().writeBufferMaxBytes()) {
      from.abort(DisconnectReason.SLOW_READER, waitingBytes + " bytes wait");
    } else if (!full && waitingBytes > network.limits().writeBufferHighBytes()) {
      becomeFull();
    }
  }

  /** The sender has closed; what it sent before still goes. */
  void finish() {
    enqueue(new Parcel(Kind.FINISH, null));
  }

  /** The sender or the path is gone; nothing of what waits goes, and the receiver is told. */
  void reset() {
    waiting.clear();
    waitingBytes = 0;
    broken = true;
    int backMillis = latencyMillis;
    network.time().after(backMillis, this::deliverReset);
  }

  /** The sender is gone without a sign; what is under way arrives. */
  void fallSilent() {
    waiting.clear();
    waitingBytes = 0;
  }

  boolean isWritable() {
    return !full;
  }

  private void deliverReset() {
    if (network.isCut(from.host(), to.host())) {
      network.time().after(RETRANSMISSION_MILLIS_MAX, this::deliverReset);
    } else {
      held.clear();
      arrived.clear();
      to.lose();
    }
  }

  private void enqueue(Parcel parcel) {
    if (broken) {
      return;
    }
    waiting.add(parcel);
    waitingBytes += parcel.bytes();
    pump();
  }

  private void becomeFull() {
    full = true;
    long number = ++fullNumber;
    long patienceMillis = network.limits().slowReaderMillis();
    network
        .time()
        .after(
            patienceMillis,
            () -> {
              if (full && number == fullNumber) {
                from.abort(DisconnectReason.SLOW_READER, "nothing left for " + patienceMillis);
              }
            });
  }

  /** Puts on the wire what the receiver has room for. */
  private void pump() {
    while (!waiting.isEmpty() && hasRoomFor(waiting.getFirst()) && !broken) {
      long nowMillis = network.time().nowMillis();
      if (wireFreeMicros / 1000 > nowMillis) {
        pumpAt(wireFreeMicros / 1000);
        return;
      }
      Parcel parcel = waiting.removeFirst();
      waitingBytes -= parcel.bytes();
      transmit(parcel, nowMillis);
    }
    if (full && waitingBytes < network.limits().writeBufferLowBytes() && !from.isClosed()) {
      full = false;
      from.tellWritable();
    }
  }

  private boolean hasRoomFor(Parcel parcel) {
    return underWayBytes == 0 || underWayBytes + parcel.bytes() <= WINDOW_BYTES;
  }

  private void pumpAt(long millis) {
    if (!pumpIsDue) {
      pumpIsDue = true;
      network
          .time()
          .at(
              millis,
              () -> {
                pumpIsDue = false;
                pump();
              });
    }
  }

  private void transmit(Parcel parcel, long nowMillis) {
    LinkQuality quality = LinkQuality.worseOf(from.host().quality(), to.host().quality());
    underWayBytes += parcel.bytes();
    wireFreeMicros =
        Math.max(nowMillis * 1000, wireFreeMicros)
            + parcel.bytes() * 1_000_000L / quality.bytesPerSecond();
    if (network.chance(quality.breakPerMillion(), 1_000_000)) {
      from.abort(DisconnectReason.CONNECTION_LOST, "the link broke");
      return;
    }
    long lateMillis = network.upTo(quality.jitterMillis());
    long backOffMillis = RETRANSMISSION_MILLIS;
    while (network.chance(quality.lossPermille(), 1000)) {
      lateMillis += backOffMillis;
      backOffMillis = Math.min(2 * backOffMillis, RETRANSMISSION_MILLIS_MAX);
    }
    long arrivalMillis = wireFreeMicros / 1000 + latencyMillis + lateMillis;
    lastArrivalMillis = Math.max(lastArrivalMillis, arrivalMillis);
    network.time().at(lastArrivalMillis, () -> arrive(parcel));
  }

  private void arrive(Parcel parcel) {
    if (!held.isEmpty() || network.isCut(from.host(), to.host())) {
      held.add(parcel);
    } else if (to.host().isOn()) {
      to.host().execute(() -> take(parcel));
    }
  }

  /** What a cut held up is sent again some time after it is healed. */
  void onHealed(long outageMillis) {
    if (held.isEmpty()) {
      return;
    }
    int latestMillis = (int) Math.min(RETRANSMISSION_MILLIS_MAX, outageMillis);
    network.time().after(latencyMillis + network.upTo(latestMillis), this::release);
  }

  private void release() {
    if (network.isCut(from.host(), to.host())) {
      return;
    }
    while (!held.isEmpty()) {
      Parcel parcel = held.removeFirst();
      if (to.host().isOn()) {
        to.host().execute(() -> take(parcel));
      }
    }
  }

  private void take(Parcel parcel) {
    if (to.isClosed()) {
      underWayBytes -= parcel.bytes();
      pump();
    } else if (to.isReading() && arrived.isEmpty()) {
      handOver(parcel);
    } else {
      arrived.add(parcel);
    }
  }

  /** The receiver reads again. */
  void drain() {
    while (!arrived.isEmpty() && to.isReading() && !to.isClosed()) {
      handOver(arrived.removeFirst());
    }
  }

  private void handOver(Parcel parcel) {
    underWayBytes -= parcel.bytes();
    pump();
    switch (parcel.kind) {
      case OPEN -> to.open();
      case FINISH -> to.closedByPeer();
      case FRAME -> to.receive(Objects.requireNonNull(parcel.frame));
    }
  }
}
