package dev.cairn.net.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.mempool.MempoolLimits;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.value.Work;
import dev.cairn.net.discovery.InMemoryPeerBookStore;
import dev.cairn.net.message.Introduction;
import dev.cairn.net.message.Message;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NetLimits;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.ManualScheduler;
import dev.cairn.net.runtime.ManualWorkers;
import dev.cairn.net.runtime.RecordingOutbox;
import dev.cairn.net.session.Handshake;
import dev.cairn.net.session.NetworkSecret;
import dev.cairn.net.session.TestNodes;
import dev.cairn.net.session.Upgrade;
import dev.cairn.net.session.UpgradePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** An engine with nothing around it: the test is the network. It is node 4, in the middle. */
final class TestEngine {

  static final int SELF = 4;

  /** Late enough for every block of a fixture. */
  static final Timestamp NOW = ChainFixture.LATER;

  /** What the engine told. */
  static final class Heard implements EngineListener {
    final List<Departure> gone = new ArrayList<>();
    final List<NodeId> banned = new ArrayList<>();
    final List<Misbehaviour> charges = new ArrayList<>();
    final List<PeerAddress> clones = new ArrayList<>();
    final List<Integer> deep = new ArrayList<>();
    final List<Tip> tips = new ArrayList<>();
    final List<Long> stalls = new ArrayList<>();
    int opened;

    @Override
    public void onPeerOpen(NodeId node, PeerAddress address, boolean isOutbound) {
      opened++;
    }

    @Override
    public void onPeerGone(Departure departure) {
      gone.add(departure);
    }

    @Override
    public void onMisbehaviour(NodeId node, PeerAddress address, Misbehaviour what, String detail) {
      charges.add(what);
    }

    @Override
    public void onBanned(NodeId node, PeerAddress address, Misbehaviour last, String detail) {
      banned.add(node);
    }

    @Override
    public void onNodeKeyInUseElsewhere(PeerAddress address) {
      clones.add(address);
    }

    @Override
    public void onTip(Tip tip, int disconnected) {
      tips.add(tip);
    }

    @Override
    public void onDeepReorganisation(Tip tip, int disconnected) {
      deep.add(disconnected);
    }

    @Override
    public void onStalledWork(long millis) {
      stalls.add(millis);
    }
  }

  final ChainFixture fixture;
  final Chain chain;
  final ManualScheduler scheduler = new ManualScheduler(NOW);
  final RecordingOutbox outbox;
  final ManualWorkers workers = new ManualWorkers(scheduler);
  final Heard heard = new Heard();
  final Mempool mempool;
  final Engine engine;
  final int self;
  private final List<Upgrade> upgrades;
  private long links;

  /** The upgrades that peers know. */
  List<Upgrade> upgradesOfPeers;

  TestEngine() {
    this(SELF, NetLimits.DEFAULT, Optional.empty(), Optional.empty(), new RecordingOutbox());
  }

  /** An engine whose release knows upgrades. */
  static TestEngine withUpgrades(Upgrade... upgrades) {
    return new TestEngine(
        SELF,
        NetLimits.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        new RecordingOutbox(),
        new ChainFixture(),
        upgrades);
  }

  TestEngine(
      int self,
      NetLimits limits,
      Optional<NetworkSecret> secret,
      Optional<AllowList> allowed,
      RecordingOutbox outbox) {
    this(self, limits, secret, allowed, outbox, new ChainFixture());
  }

  private TestEngine(
      int self,
      NetLimits limits,
      Optional<NetworkSecret> secret,
      Optional<AllowList> allowed,
      RecordingOutbox outbox,
      ChainFixture fixture,
      Upgrade... upgrades) {
    this(self, limits, secret, allowed, outbox, fixture, fixture.chain(), upgrades);
    chain.addListener(mempool);
  }

  /** An engine on a chain that does not move, which others may have as well. */
  TestEngine(
      int self,
      NetLimits limits,
      Optional<NetworkSecret> secret,
      Optional<AllowList> allowed,
      RecordingOutbox outbox,
      ChainFixture fixture,
      Chain chain,
      Upgrade... upgrades) {
    this.upgrades = List.of(upgrades);
    upgradesOfPeers = this.upgrades;
    this.fixture = fixture;
    this.chain = chain;
    this.self = self;
    this.outbox = outbox;
    mempool =
        new Mempool(
            chain.network(), chain.transactionRules(), MempoolLimits.DEFAULT, chain.tip(), NOW);
    engine =
        new Engine(
            new EngineConfig(
                TestNodes.node(self), secret, allowed, plan(), 7771, "test/1", limits, List.of()),
            chain,
            mempool,
            scheduler,
            outbox,
            workers,
            new Random(self),
            new InMemoryPeerBookStore(),
            heard);
  }

  UpgradePlan plan() {
    return new UpgradePlan(chain.network().id(), upgrades);
  }

  TestEngine start() {
    engine.start();
    return this;
  }

  /** A new inbound link of a node, about which nothing was said yet. */
  Link inbound(int node) {
    return inbound(node, TestNodes.address(node));
  }

  Link inbound(int node, PeerAddress address) {
    return connect(node, address, false);
  }

  Link outbound(int node) {
    return connect(node, TestNodes.address(node), true);
  }

  private Link connect(int node, PeerAddress address, boolean isOutbound) {
    Link link = TestNodes.link(++links, self, node, isOutbound, address);
    engine.onOpened(link);
    return link;
  }

  /** A new link that the other side has brought to its end of the handshake. */
  Link open(int node, boolean isOutbound) {
    return open(node, TestNodes.address(node), isOutbound, introduction(NOW.seconds()));
  }

  Link open(int node, PeerAddress address, boolean isOutbound, Introduction introduction) {
    Link link = connect(node, address, isOutbound);
    shake(link, introduction);
    return link;
  }

  /** Plays the other side of a handshake. */
  void shake(Link link, Introduction introduction) {
    int node = numberOf(link.remote());
    Link theirs =
        TestNodes.link(link.id().number(), node, self, !link.isOutbound(), link.address());
    Handshake handshake =
        new Handshake(
            new Handshake.Terms(
                link.remote(),
                1,
                1,
                new UpgradePlan(chain.network().id(), upgradesOfPeers),
                Height.GENESIS,
                Optional.empty(),
                nonce -> false,
                () -> introduction),
            theirs,
            TestNodes.nonce(link.id().number()),
            Long.MAX_VALUE);
    int heardOf = 0;
    Handshake.Step step = handshake.begin();
    while (step != null) {
      messages(step).forEach(message -> engine.onMessage(link.id(), message, 100));
      List<Message> sent = outbox.sent(link.id());
      step =
          heardOf < sent.size() && !(step instanceof Handshake.Step.Open)
              ? handshake.onMessage(sent.get(heardOf++))
              : null;
    }
  }

  private static List<Message> messages(Handshake.Step step) {
    if (step instanceof Handshake.Step.Say say) {
      return say.messages();
    }
    return step instanceof Handshake.Step.Open open ? open.messages() : List.of();
  }

  private static int numberOf(NodeId node) {
    for (int i = 0; i < 1000; i++) {
      if (TestNodes.node(i).equals(node)) {
        return i;
      }
    }
    throw new IllegalArgumentException("not a node of tests: " + node);
  }

  Introduction introduction(long timeSeconds) {
    return new Introduction(Work.ZERO, fixture.genesis(), 0, 7771, "other/1", timeSeconds);
  }

  /** A message comes over a link. */
  void receive(Link link, Message message) {
    engine.onMessage(link.id(), message, 100);
  }

  boolean isOpen(Link link) {
    return outbox.isOpen(link.id()) && outbox.reason(link.id()).isEmpty();
  }

  List<NodeId> peers() {
    return engine.statusNow().peers().stream().map(PeerStatus::node).toList();
  }

  void requireClosed(Link link, DisconnectReason reason) {
    assertThat(outbox.reason(link.id())).contains(reason);
  }

  void requireOpen(Link link) {
    assertThat(outbox.closed(link.id())).isEmpty();
    assertThat(isOpen(link)).isTrue();
  }
}
