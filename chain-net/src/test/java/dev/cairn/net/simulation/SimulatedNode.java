package dev.cairn.net.simulation;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainLimits;
import dev.cairn.core.chain.ChainListener;
import dev.cairn.core.chain.ChainStore;
import dev.cairn.core.chain.InMemoryChainStore;
import dev.cairn.core.chain.Origin;
import dev.cairn.core.chain.Tip;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.mempool.Mempool;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.value.Work;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.discovery.BookEntry;
import dev.cairn.net.discovery.InMemoryPeerBookStore;
import dev.cairn.net.peer.PeerAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A node of a simulated world: a host, what outlives its process (the chain's store and the peer
 * book), and while it runs, a chain, a mempool, a program with its workers, and a miner.
 */
public final class SimulatedNode {

  private final SimulatedWorld world;
  private final SimulatedHost host;
  private final SplittableRandom random;
  private final List<PeerAddress> joined = new ArrayList<>();
  private ChainStore store = new InMemoryChainStore();
  private InMemoryPeerBookStore peerBook = new InMemoryPeerBookStore();
  private Work bestWork = Work.ZERO;
  private double hashesPerSecond;
  private long clockErrorSeconds;
  private boolean honest = true;
  private @Nullable Run run;

  /** What ends with the process. */
  private record Run(
      SimulatedScheduler scheduler,
      SimulatedWorkers workers,
      Chain chain,
      Mempool mempool,
      NodeProgram program,
      SimulatedMiner miner) {}

  SimulatedNode(SimulatedWorld world, SimulatedHost host, SplittableRandom random) {
    this.world = world;
    this.host = host;
    this.random = random;
  }

  /** Starts the process; a miner that mined before the end mines again. */
  public void start() {
    WorldSettings settings = world.settings();
    SimulatedScheduler scheduler = new SimulatedScheduler(world.time(), world.begin());
    scheduler.jumpWallClock(clockErrorSeconds);
    SimulatedWorkers workers =
        new SimulatedWorkers(scheduler, random.split(), settings.workerMillisMax());
    Chain chain =
        Chain.open(
            settings.network(),
            Applications.standard(),
            store,
            world.signatures(),
            settings.chainLimits());
    Mempool mempool =
        new Mempool(
            settings.network(),
            chain.transactionRules(),
            settings.mempoolLimits(),
            chain.tip(),
            scheduler.wallClock());
    chain.addListener(mempool);
    chain.addListener(new TipWatch());
    NodeProgram program =
        world
            .programs()
            .create(
                new NodeProgram.Surroundings(
                    host.id(),
                    host.address(),
                    chain,
                    mempool,
                    scheduler,
                    host,
                    workers,
                    random.split(),
                    settings.limits(),
                    peerBook,
                    host::log,
                    (whom, what, isBan) -> world.onCharge(this, whom, what, isBan)));
    SimulatedMiner miner =
        new SimulatedMiner(
            scheduler,
            random.split(),
            chain,
            mempool,
            SimulatedKeys.miner(host.number()),
            program::submit);
    run = new Run(scheduler, workers, chain, mempool, program, miner);
    host.start(program, scheduler);
    program.start();
    joined.forEach(program::join);
    miner.setHashesPerSecond(hashesPerSecond);
  }

  /** The process dies at once; peers see their links lost. */
  public void crash() {
    host.crash();
    run = null;
  }

  /** The power fails; peers hear nothing. */
  public void vanish() {
    host.vanish();
    run = null;
  }

  /** What its peer book holds on the disk. */
  public List<BookEntry> savedPeers() {
    return peerBook.load();
  }

  /** The disk of a node that does not run is replaced: it knows neither chain nor peers. */
  public void forgetEverything() {
    if (run != null) {
      throw new IllegalStateException(host.name() + " runs");
    }
    store = new InMemoryChainStore();
    peerBook = new InMemoryPeerBookStore();
    bestWork = Work.ZERO;
  }

  /** Keeps a link to another node, also after a restart. */
  public void join(SimulatedNode other) {
    joined.add(other.host.address());
    if (run != null) {
      run.program.join(other.host.address());
    }
  }

  /** Mines at this speed, also after a restart. */
  public void mine(double speedHashesPerSecond) {
    hashesPerSecond = speedHashesPerSecond;
    if (run != null) {
      run.miner.setHashesPerSecond(speedHashesPerSecond);
    }
  }

  /** Extends the chain by so many blocks at once, as if they had been there long since. */
  public void grow(int blocks) {
    for (int i = 0; i < blocks; i++) {
      chain().submitBlock(miner().next(), scheduler().wallClock());
    }
  }

  /** Makes the wall clock of this node wrong by so much from now on, also after a restart. */
  public void setClockError(long seconds) {
    if (run != null) {
      run.scheduler.jumpWallClock(seconds - clockErrorSeconds);
    }
    clockErrorSeconds = seconds;
  }

  /** Says that this node is no honest one: nothing is promised to it or of it. */
  public void becomeByzantine() {
    honest = false;
  }

  public boolean isHonest() {
    return honest;
  }

  public boolean isRunning() {
    return run != null;
  }

  public SimulatedHost host() {
    return host;
  }

  public Chain chain() {
    return running().chain;
  }

  public Tip tip() {
    return running().chain.tip();
  }

  public Mempool mempool() {
    return running().mempool;
  }

  public NodeProgram program() {
    return running().program;
  }

  public SimulatedMiner miner() {
    return running().miner;
  }

  /** The time as this node sees it. */
  public SimulatedScheduler scheduler() {
    return running().scheduler;
  }

  public SimulatedWorkers workers() {
    return running().workers;
  }

  /** The first bound that this node breaks at the moment, in words. */
  Optional<String> brokenBound() {
    WorldSettings settings = world.settings();
    ChainLimits limits = settings.chainLimits();
    if (chain().waitingBytes() > limits.waitingBytes()) {
      return Optional.of(chain().waitingBytes() + " bytes wait in the chain");
    }
    if (chain().headersHeld() > limits.undoBlocks() + limits.sideHeaders() + 1) {
      return Optional.of(chain().headersHeld() + " headers are held");
    }
    if (mempool().heapBytes() > settings.mempoolLimits().heapBytes()) {
      return Optional.of(mempool().heapBytes() + " bytes are in the mempool");
    }
    return program().brokenBound();
  }

  private Run running() {
    return Objects.requireNonNull(run, () -> host.name() + " does not run");
  }

  @Override
  public String toString() {
    return host.name();
  }

  /** Writes down what becomes of the chain, and sees to it that work never falls. */
  private final class TipWatch implements ChainListener {

    @Override
    public void onConnected(ChainedHeader header, Block block) {
      host.log("connected " + header.hash());
    }

    @Override
    public void onDisconnected(ChainedHeader header, Block block) {
      host.log("disconnected " + header.hash());
    }

    @Override
    public void onCondemned(BlockHeader header, Rejection why) {
      host.log("condemned " + header.hash() + " " + why);
    }

    @Override
    public void onLateVerdict(BlockHeader header, Origin origin, Verdict verdict) {
      host.log("late verdict " + header.hash() + " " + verdict);
    }

    @Override
    public void onTip(Tip tip, int disconnected) {
      host.log("tip " + tip.height().value() + " " + tip.hash() + " -" + disconnected);
      Work work = tip.header().work();
      if (!work.isMoreThan(bestWork)) {
        throw new AssertionError(host.name() + ": work fell from " + bestWork + " to " + work);
      }
      bestWork = work;
      world.onTip(SimulatedNode.this, tip);
      if (run != null) {
        run.miner.restart();
      }
    }
  }
}
