package dev.cairn.net.engine;

import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.Hello;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Proof;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.runtime.RecordingOutbox;
import dev.cairn.net.session.NetworkSecret;
import dev.cairn.net.session.TestNodes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Two engines with several connections between them, on which a test decides what arrives next.
 * Each connection keeps its order in each direction; between connections any order can happen, as
 * with TCP. Only what concerns the links themselves is carried; no time passes.
 */
final class TwoEngines {

  /** The node with the lower id. */
  static final int LOW = 2;

  static final int HIGH = 5;

  /** Shared by all engines of all worlds, for nothing is mined here. */
  private static final ChainFixture FIXTURE = new ChainFixture();

  private static final Chain CHAIN = FIXTURE.chain();

  /** What arrives at one end of one connection. */
  private static final class End {
    final TestEngine engine;
    final Deque<Runnable> arrivals = new ArrayDeque<>();
    boolean isClosed;

    End(TestEngine engine) {
      this.engine = engine;
    }

    void deliver() {
      Runnable arrival = arrivals.remove();
      if (!isClosed) {
        arrival.run();
        engine.scheduler.runDue();
      }
    }
  }

  /** Carries what one engine says to the other. */
  private final class Carrier extends RecordingOutbox {
    private final boolean isLow;

    Carrier(boolean isLow) {
      this.isLow = isLow;
    }

    @Override
    public void send(LinkId link, Message message) {
      super.send(link, message);
      if (message instanceof Hello
          || message instanceof Proof
          || message instanceof Introduction
          || message instanceof Goodbye) {
        End to = end(!isLow, link);
        to.arrivals.add(() -> to.engine.engine.onMessage(link, message, 100));
      }
    }

    @Override
    public void disconnect(LinkId link, DisconnectReason reason, String detail) {
      End from = end(isLow, link);
      if (from.isClosed) {
        return;
      }
      super.disconnect(link, reason, detail);
      if (reason.isTold()) {
        send(link, new Goodbye(reason.name(), detail));
      }
      from.isClosed = true;
      End to = end(!isLow, link);
      to.arrivals.add(
          () -> {
            to.isClosed = true;
            to.engine.engine.onClosed(link, DisconnectReason.CONNECTION_LOST, "closed");
          });
    }
  }

  final TestEngine low;
  final TestEngine high;
  private final Map<LinkId, End> lowEnds = new TreeMap<>();
  private final Map<LinkId, End> highEnds = new TreeMap<>();

  TwoEngines(Optional<NetworkSecret> secret) {
    low = engine(LOW, secret, new Carrier(true));
    high = engine(HIGH, secret, new Carrier(false));
  }

  private static TestEngine engine(int self, Optional<NetworkSecret> secret, Carrier outbox) {
    return new TestEngine(
        self, NetLimits.DEFAULT, secret, Optional.empty(), outbox, FIXTURE, CHAIN);
  }

  private End end(boolean isLow, LinkId link) {
    End end = (isLow ? lowEnds : highEnds).get(link);
    if (end == null) {
      throw new IllegalArgumentException("no such link: " + link);
    }
    return end;
  }

  /** A new connection, of which neither side has heard yet; they will not hear of it at once. */
  LinkId connect(boolean isByLow) {
    LinkId link = add();
    end(true, link).arrivals.add(() -> open(true, link, isByLow));
    end(false, link).arrivals.add(() -> open(false, link, isByLow));
    return link;
  }

  /** A new connection, of which both sides hear at once: fewer orders for what follows. */
  LinkId connectAtOnce(boolean isByLow) {
    LinkId link = add();
    end(isByLow, link)
        .arrivals
        .add(
            () -> {
              open(!isByLow, link, isByLow);
              open(isByLow, link, isByLow);
            });
    return link;
  }

  private LinkId add() {
    LinkId link = new LinkId(lowEnds.size() + 1);
    lowEnds.put(link, new End(low));
    highEnds.put(link, new End(high));
    return link;
  }

  private void open(boolean isLow, LinkId link, boolean isByLow) {
    end(isLow, link)
        .engine
        .engine
        .onOpened(
            TestNodes.link(
                link.number(), isLow ? LOW : HIGH, isLow ? HIGH : LOW, isLow == isByLow));
  }

  /** How many ends have something that could arrive now. */
  int choices() {
    return ready().size();
  }

  /** Lets one of them get the next thing. */
  void choose(int index) {
    ready().get(index).deliver();
  }

  /** An end hears of its connection before anything that the other end says. */
  private List<End> ready() {
    List<End> ready = new ArrayList<>();
    for (LinkId link : lowEnds.keySet()) {
      for (End end : List.of(end(true, link), end(false, link))) {
        if (!end.arrivals.isEmpty()) {
          ready.add(end);
        }
      }
    }
    return ready;
  }

  /** The links that are open at one side, as it sees them. */
  List<LinkId> open(boolean isLow) {
    TestEngine engine = isLow ? low : high;
    return (isLow ? lowEnds : highEnds)
        .keySet().stream()
            .filter(link -> engine.outbox.isOpen(link) && !end(isLow, link).isClosed)
            .toList();
  }
}
