package dev.cairn.net.engine;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.discovery.AddressExchange;
import dev.cairn.net.discovery.Dialer;
import dev.cairn.net.discovery.PeerBook;
import dev.cairn.net.discovery.PeerBookStore;
import dev.cairn.net.discovery.Sighting;
import dev.cairn.net.gossip.BlockRelay;
import dev.cairn.net.gossip.TransactionRelay;
import dev.cairn.net.intake.ChainIntake;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Network;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import dev.cairn.net.runtime.LinkEvents;
import dev.cairn.net.runtime.LinkId;
import dev.cairn.net.runtime.Outbox;
import dev.cairn.net.runtime.Scheduler;
import dev.cairn.net.runtime.Workers;
import dev.cairn.net.sync.ChainSync;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A node's part in the network: takes the events of its links, and keeps one chain and one mempool
 * in step with those of its peers. It does nothing by itself until {@link #start}.
 *
 * <p>Confined to the engine loop, the thread that runs the scheduler's tasks and owns the chain;
 * only {@link #status} may be asked by any thread.
 */
public final class Engine implements LinkEvents {

  /** How often the parts hear that time has passed. */
  static final long TICK_MILLIS = 100;

  private final Chain chain;
  private final ChainIntake intake;
  private final PeerBook book;
  private final Parts parts;
  private final LinkKeeper links;
  private final TipWatch tips;
  private final Housekeeping housekeeping;
  private final Later later;
  private final Scheduler scheduler;
  private boolean isRunning;

  /**
   * Puts the parts together.
   *
   * @param mempool of this chain. It has to listen to the chain already, so that it hears of a tip
   *     before the peers do
   * @param loop the engine loop; time in which it stands still is held against nobody
   * @param random fit for secrets, {@link java.security.SecureRandom} outside of simulations: the
   *     nonces of handshakes are drawn from it
   */
  public Engine(
      EngineConfig config,
      Chain chain,
      Mempool mempool,
      Scheduler loop,
      Outbox outbox,
      Workers workers,
      RandomGenerator random,
      PeerBookStore store,
      EngineListener listener) {
    if (!config.plan().network().equals(chain.network().id())) {
      throw new IllegalArgumentException("the plan is for another network than the chain");
    }
    if (chain.network().encode().length() > Network.BYTES_MAX) {
      throw new IllegalArgumentException(
          "the network's parameters are longer than peers can tell: " + Network.BYTES_MAX);
    }
    this.chain = chain;
    scheduler = new RunningTime(loop);
    var limits = config.limits();
    later = new Later(scheduler);
    links = new LinkKeeper(config, chain, scheduler, outbox, random, later, listener);
    intake = new ChainIntake(chain, mempool, workers, scheduler, limits, links::onUseful);
    ChainSync sync = new ChainSync(chain, intake, scheduler, random, limits);
    book = new PeerBook(config.self(), store, random, limits);
    parts =
        new Parts(
            sync,
            new BlockRelay(chain, mempool, intake, Parts.portOf(sync), scheduler, random, limits),
            new TransactionRelay(mempool, intake, sync::isNearTip, scheduler, random, limits),
            new AddressExchange(book, config.self(), random),
            new Dialer(book, config.self(), outbox, links::isBanned, scheduler, random, limits));
    links.attach(parts);
    tips = new TipWatch(config.plan(), chain, links, intake, parts, later, listener);
    housekeeping = new Housekeeping(chain, mempool, intake, links, parts, scheduler, listener);
    config.joins().forEach(parts.dialer()::join);
  }

  /** Begins to listen to the chain, to dial, and to tick. Call it once. */
  public void start() {
    if (isRunning) {
      throw new IllegalStateException("started before");
    }
    isRunning = true;
    chain.addListener(tips);
    tick();
  }

  private void tick() {
    if (isRunning) {
      later.around(housekeeping::onTick);
      scheduler.schedule(TICK_MILLIS, this::tick);
    }
  }

  /** Tells all peers that this node ends, and takes no new ones. For good. */
  public void shutdown() {
    leave(DisconnectReason.SHUTTING_DOWN);
  }

  /**
   * The same, saying why: {@link DisconnectReason#NETWORK_GIVEN_UP} when this node joins another
   * network.
   */
  public void leave(DisconnectReason why) {
    if (isRunning) {
      isRunning = false;
      chain.removeListener(tips);
    }
    later.around(() -> links.closeAll(why));
    book.saveIfChanged();
  }

  @Override
  public void onOpened(Link link) {
    later.around(() -> links.onOpened(link));
  }

  @Override
  public void onDialFailed(
      PeerAddress address, Optional<NodeId> expected, DisconnectReason reason, String detail) {
    later.around(() -> links.onDialFailed(address, expected, reason, detail));
  }

  @Override
  public void onMessage(LinkId link, Message message, int bytes) {
    later.around(() -> links.onMessage(link, message));
  }

  @Override
  public void onViolation(LinkId link, Rejection why) {
    later.around(() -> links.onViolation(link, why));
  }

  @Override
  public void onWritable(LinkId link) {
    later.around(() -> links.openLink(link).ifPresent(parts::onWritable));
  }

  @Override
  public void onClosed(LinkId link, DisconnectReason reason, String detail) {
    later.around(() -> links.onClosed(link, reason, detail));
  }

  /** Dials a configured address, again and again, whoever answers there. */
  public void join(PeerAddress address) {
    later.around(() -> parts.dialer().join(address));
  }

  /** The discovery has seen a node. */
  public void onSighting(Sighting sighting) {
    later.around(() -> parts.dialer().onSighting(sighting));
  }

  /** A cable was plugged in, or the like: what could not be dialled perhaps can be now. */
  public void onInterfacesChanged() {
    later.around(parts.dialer()::onInterfacesChanged);
  }

  /** Changes who may have a link; whoever may not any more loses it at once. */
  public void allow(Optional<AllowList> allowed) {
    later.around(() -> links.allow(allowed));
  }

  /** Lifts the ban of a node. */
  public void pardon(NodeId node) {
    links.pardon(node);
  }

  /**
   * Takes a block of this program's own.
   *
   * @param done gets the verdict on the engine loop, later
   */
  public void submitBlock(Block block, Consumer<Verdict> done) {
    later.around(() -> intake.block(block, Optional.empty(), done));
  }

  /**
   * Takes a transaction of this program's own. Once the mempool has it, the peers hear of it.
   *
   * @param done gets the result on the engine loop, later
   */
  public void submitTransaction(Transaction transaction, Consumer<Checked<TransactionId>> done) {
    later.around(() -> intake.transaction(transaction, Optional.empty(), done));
  }

  /** How things stand, at most a second ago. Any thread may ask. */
  public NetStatus status() {
    return housekeeping.status();
  }

  /** How much is held because of peers, now. Only the engine loop may ask. */
  public Holdings holdings() {
    return new Holdings(
        parts.sync().holdings(),
        parts.transactions().holdings(),
        parts.blocks().blocksRebuilt(),
        intake.holdings(),
        parts.dialer().holdings(),
        links.scored());
  }

  /** How things stand now. Only the engine loop may ask. */
  public NetStatus statusNow() {
    return housekeeping.refresh();
  }
}
