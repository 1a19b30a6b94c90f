package dev.cairn.net.simulation;

import dev.cairn.core.chain.Tip;
import dev.cairn.core.key.SignatureCache;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.value.Timestamp;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Some nodes, the network between them, and one virtual time for all, everything drawn from one
 * seed. A test builds a world, lets nodes join one another and mine, makes faults happen in between
 * {@link #runFor} and {@link #runUntil}, and asks at the end whether all agree.
 *
 * <p>While time passes, the world checks what must always hold, and throws when it does not: the
 * work of a node's tip never falls; no honest node ends a link to another honest one for what that
 * has done; no bound is broken; no job of the workers throws.
 *
 * <pre>{@code
 * SimulatedWorld world = new SimulatedWorld(seed, WorldSettings.lan(10), EngineProgram::create);
 * world.startAll();
 * world.joinAtRandom(2);
 * world.node(0).mine(0.5);
 * world.runFor(60_000);
 * world.requireConvergence(10_000);
 * }</pre>
 */
public final class SimulatedWorld {

  private static final long CHECK_EVERY_MILLIS = 500;

  /** Why an honest node never leaves another one. */
  private static final Set<DisconnectReason> BLAME =
      EnumSet.of(
          DisconnectReason.BANNED,
          DisconnectReason.MISBEHAVIOUR,
          DisconnectReason.PROTOCOL_VIOLATION,
          DisconnectReason.FLOODING);

  private final long seed;
  private final WorldSettings settings;
  private final NodeProgram.Factory programs;
  private final SplittableRandom random;
  private final VirtualTime time;
  private final EventLog log;
  private final SimulatedNetwork network;
  private final SignatureChecks signatures =
      SignatureChecks.onCallersThread(new SignatureCache(1 << 16, 0));
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final Map<String, Integer> charges = new TreeMap<>();
  private final BlockTimes blockTimes = new BlockTimes();

  /** A world with the nodes of the settings, none of which runs yet. */
  public SimulatedWorld(long seed, WorldSettings settings, NodeProgram.Factory programs) {
    this.seed = seed;
    this.settings = settings;
    this.programs = programs;
    random = new SplittableRandom(seed);
    time = new VirtualTime(settings.eventsMax());
    log = new EventLog(time, settings.linesKept());
    network =
        new SimulatedNetwork(
            time, random.split(), log, settings.carriage(), settings.limits(), settings.quality());
    network.setEndObserver(this::onEnd);
    for (int i = 0; i < settings.nodes(); i++) {
      addNode();
    }
    time.after(CHECK_EVERY_MILLIS, this::check);
  }

  /** Adds one more node, which does not run yet. */
  public SimulatedNode addNode() {
    return addNode(network.addHost());
  }

  /** Adds a node with another one's key, as after cloning a disk. */
  public SimulatedNode addCloneOf(SimulatedNode original) {
    return addNode(network.addHost(original.host().id()));
  }

  private SimulatedNode addNode(SimulatedHost host) {
    SimulatedNode node = new SimulatedNode(this, host, random.split());
    nodes.add(node);
    return node;
  }

  /** Starts all nodes that do not run. */
  public void startAll() {
    nodes.stream().filter(node -> !node.isRunning()).forEach(SimulatedNode::start);
  }

  /** Lets each node join so many others, and the next one, so that all are reachable. */
  public void joinAtRandom(int others) {
    for (SimulatedNode node : nodes) {
      Set<SimulatedNode> chosen = new LinkedHashSet<>();
      chosen.add(nodes.get((nodes.indexOf(node) + 1) % nodes.size()));
      while (chosen.size() < Math.min(1 + others, nodes.size() - 1)) {
        chosen.add(nodes.get(random.nextInt(nodes.size())));
        chosen.remove(node);
      }
      chosen.stream().filter(other -> other != node).forEach(node::join);
    }
  }

  /** Lets every node join every other one. */
  public void joinAll() {
    for (SimulatedNode node : nodes) {
      nodes.stream().filter(other -> other != node).forEach(node::join);
    }
  }

  /** Cuts these nodes off from all others. */
  public void partition(SimulatedNode... side) {
    network.partition(Arrays.stream(side).map(SimulatedNode::host).toList());
  }

  /** Mends all cuts. */
  public void heal() {
    network.heal();
  }

  /** Lets virtual time pass. */
  public void runFor(long millis) {
    runUntil(() -> false, millis);
  }

  /**
   * Lets virtual time pass until the condition holds.
   *
   * @return whether it holds within this time
   */
  public boolean runUntil(BooleanSupplier condition, long withinMillis) {
    try {
      return time.runUntil(condition, withinMillis);
    } catch (AssertionError | RuntimeException broken) {
      throw new AssertionError(describe(broken.toString()), broken);
    }
  }

  /**
   * Stops all miners, and requires that the honest nodes agree within this time. Where branches of
   * equal work are left, each node stays with what it saw first (docs/consensus.md, section 10):
   * then one more block is found to decide.
   */
  public void requireConvergence(long withinMillis) {
    nodes.forEach(node -> node.mine(0));
    long deadlineMillis = time.nowMillis() + withinMillis;
    runUntil(this::hasEqualWork, withinMillis);
    if (hasEqualWork() && !hasConverged()) {
      log.add("world", "one more block decides between branches of equal work");
      honest().get(0).miner().find();
    }
    if (!runUntil(this::hasConverged, deadlineMillis - time.nowMillis())) {
      throw new AssertionError(describe("no agreement within " + withinMillis + " ms"));
    }
  }

  private boolean hasEqualWork() {
    return honest().stream().map(node -> node.tip().header().work()).distinct().count() == 1;
  }

  /** Whether all honest nodes that run have the same tip and the same state. */
  public boolean hasConverged() {
    List<SimulatedNode> honest = honest();
    Tip first = honest.get(0).tip();
    return honest.stream().allMatch(node -> node.tip().hash().equals(first.hash()))
        && honest.stream()
            .allMatch(node -> node.tip().state().digest().equals(first.state().digest()));
  }

  /** The honest nodes that run. */
  public List<SimulatedNode> honest() {
    return nodes.stream().filter(node -> node.isHonest() && node.isRunning()).toList();
  }

  public SimulatedNode node(int number) {
    return nodes.get(number);
  }

  public List<SimulatedNode> nodes() {
    return List.copyOf(nodes);
  }

  public SimulatedNetwork network() {
    return network;
  }

  public VirtualTime time() {
    return time;
  }

  public EventLog log() {
    return log;
  }

  /** How long blocks took to reach the honest nodes. */
  public BlockTimes blockTimes() {
    return blockTimes;
  }

  public WorldSettings settings() {
    return settings;
  }

  /** A new stream of random numbers that follows from the seed, for a test's script. */
  public RandomGenerator split() {
    return random.split();
  }

  /** What a right clock shows at the beginning: some time after the genesis. */
  public Timestamp begin() {
    return settings.network().genesisTime().plusSeconds(3600);
  }

  /** What to say of a run that failed: the seed, where each node is, and what happened last. */
  public String describe(String what) {
    String tips =
        nodes.stream()
            .map(node -> node + (node.isRunning() ? " " + describe(node.tip()) : " off"))
            .collect(Collectors.joining("; "));
    return "%s%nseed %d, after %,d ms and %,d events; %s%n%s"
        .formatted(what, seed, time.nowMillis(), time.eventsRun(), tips, log.tail(""));
  }

  private static String describe(Tip tip) {
    return tip.height().value() + " " + tip.hash().toString().substring(0, 8);
  }

  SignatureChecks signatures() {
    return signatures;
  }

  NodeProgram.Factory programs() {
    return programs;
  }

  void onTip(SimulatedNode node, Tip tip) {
    if (node.isHonest()) {
      blockTimes.onTip(node, tip, time.nowMillis());
    }
  }

  private void onEnd(SimulatedHost by, SimulatedHost with, DisconnectReason reason, String detail) {
    if (BLAME.contains(reason) && isHonest(by) && isHonest(with)) {
      throw new AssertionError(
          "%s blames %s, which is honest: %s %s".formatted(by, with, reason, detail));
    }
  }

  void onCharge(SimulatedNode by, NodeId whom, String what, boolean isBan) {
    boolean amongHonest = by.isHonest() && network.hostOf(whom).filter(this::isHonest).isPresent();
    if (amongHonest) {
      charges.merge(what.replaceAll(":.*", ""), 1, Integer::sum);
    }
    if (amongHonest && isBan) {
      throw new AssertionError(by + " bans " + whom + ", which is honest: " + what);
    }
  }

  /** What honest nodes have charged one another, and how often. */
  public Map<String, Integer> chargesAmongHonest() {
    return Collections.unmodifiableMap(charges);
  }

  private boolean isHonest(SimulatedHost host) {
    return nodes.stream().anyMatch(node -> node.host() == host && node.isHonest());
  }

  private void check() {
    for (SimulatedNode node : honest()) {
      node.workers()
          .failure()
          .ifPresent(
              failure -> {
                throw new AssertionError("a job of " + node + " threw", failure);
              });
      Optional<String> broken = node.brokenBound();
      if (broken.isPresent()) {
        throw new AssertionError(node + ": " + broken.get());
      }
    }
    time.after(CHECK_EVERY_MILLIS, this::check);
  }
}
