package dev.cairn.net.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.Work;
import dev.cairn.net.peer.NetLimits;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Honest nodes among peers that do harm. */
class ByzantineSimulationTest {

  private static final Work HUGE = Work.of(BigInteger.ONE.shiftLeft(200));

  private static SimulatedWorld world(String test, int nodes, LinkQuality quality) {
    return new SimulatedWorld(
        Seeds.random(test).nextLong(),
        WorldSettings.lan(nodes).with(quality).with(new WireCarriage()),
        EngineProgram::create);
  }

  private static List<BlockHeader> headers(Chain chain) {
    return LongStream.rangeClosed(1, chain.tip().height().value())
        .mapToObj(height -> chain.hashAt(Height.of(height)).orElseThrow())
        .map(hash -> chain.header(hash).orElseThrow().header())
        .toList();
  }

  /** S1: whoever claims huge work and serves nothing does not hold up the sync. */
  @Test
  void aNewNodeSyncsDespitePeersThatClaimMuchAndServeNothing() {
    long alone = syncMillis(0);
    long amongLiars = syncMillis(6);
    System.out.println("sync of 1500 blocks: " + alone + " ms, with six liars " + amongLiars);
    assertThat(amongLiars).isLessThan(alone + 4 * NetLimits.DEFAULT.stallMillis() + 5000);
  }

  private static long syncMillis(int liars) {
    SimulatedWorld world = world("aNewNodeSyncs", 2, LinkQuality.LAN);
    SimulatedNode honest = world.node(0);
    honest.start();
    honest.grow(1500);
    List<BlockHeader> headers = headers(honest.chain());
    List<SimulatedHost> hosts = new ArrayList<>();
    for (int i = 0; i < liars; i++) {
      boolean servesHeaders = i % 2 == 0;
      ScriptedPeer liar =
          Byzantine.start(
              world,
              (host, scheduler) ->
                  servesHeaders
                      ? new Byzantine.HeaderServer(world, host, scheduler, headers, HUGE)
                      : new Byzantine.Mute(
                          world, host, scheduler, () -> Byzantine.claim(HUGE, 1_000_000)));
      hosts.add(liar.host());
    }
    SimulatedNode fresh = world.node(1);
    fresh.start();
    hosts.forEach(host -> fresh.program().join(host.address()));
    world.runFor(1000); // the liars come first
    fresh.join(honest);
    long begin = world.time().nowMillis();
    boolean synced = world.runUntil(() -> fresh.tip().hash().equals(honest.tip().hash()), 120_000);
    assertThat(synced).as(() -> world.describe("not synced")).isTrue();
    return world.time().nowMillis() - begin;
  }

  /** R4: a million announcements of nothing leave room for what others announce. */
  @Test
  void transactionsTravelDespiteAMillionAnnouncementsOfNothing() {
    SimulatedWorld world = world("transactionsTravelDespite", 3, LinkQuality.LAN);
    world.startAll();
    world.joinAll();
    world.runFor(5000);
    Byzantine.Announcer flooder =
        Byzantine.start(
            world,
            (host, scheduler) -> new Byzantine.Announcer(world, host, scheduler, 2, 1_000_000));
    flooder.stayConnectedTo(world.node(1).host().address(), 1000);
    world.runFor(3000);
    TransactionSource users = new TransactionSource(world);
    users.setPerSecond(2);
    world.runFor(Seeds.rounds(20_000, 60_000));
    users.setPerSecond(0);
    world.runFor(5000);

    assertThat(flooder.announced).isGreaterThan(20_000);
    assertThat(world.node(0).mempool().size()).isPositive();
    for (SimulatedNode node : world.nodes()) {
      assertThat(ids(node))
          .as(() -> world.describe("the pool of " + node))
          .isEqualTo(ids(world.node(0)));
    }
    world.node(0).mine(1);
    world.runFor(10_000);
    world.requireConvergence(5000);
  }

  private static List<String> ids(SimulatedNode node) {
    return node.mempool().transactions().stream()
        .map(transaction -> transaction.id().toHex())
        .sorted()
        .toList();
  }

  /** G6: whoever announces what others have, and never delivers, does not keep it from anyone. */
  @Test
  void transactionsReachAllDespitePeersThatAnnounceAndDoNotDeliver() {
    int parrots = 4;
    List<Long> quiet = transactionMillis(0);
    List<Long> disturbed = transactionMillis(parrots);
    System.out.println(
        "transactions reach all in " + quiet + " ms, with " + parrots + " parrots " + disturbed);
    long worst = quiet.get(quiet.size() - 1);
    assertThat(disturbed.get(disturbed.size() - 1))
        .as("each parrot can hold up one transaction once")
        .isLessThan(3 * worst + parrots * NetLimits.DEFAULT.transactionRequestMillis());
    assertThat(disturbed.get(disturbed.size() / 2)).as("in the middle").isLessThan(3 * worst);
  }

  /** How long each transaction takes to reach all, ascending. */
  private static List<Long> transactionMillis(int parrots) {
    SimulatedWorld world = world("transactionsReachAll", 8, LinkQuality.WIRELESS);
    world.startAll();
    world.joinAtRandom(2);
    for (int i = 0; i < parrots; i++) {
      Byzantine.Parrot parrot =
          Byzantine.start(world, (host, scheduler) -> new Byzantine.Parrot(world, host, scheduler));
      world.nodes().forEach(node -> node.program().join(parrot.host().address()));
    }
    world.runFor(10_000);
    TransactionSource users = new TransactionSource(world);
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Transaction sent = users.sendOne();
      long begin = world.time().nowMillis();
      boolean arrived = world.runUntil(() -> allHave(world, sent), 60_000);
      assertThat(arrived).as(() -> world.describe("not everywhere: " + sent)).isTrue();
      times.add(world.time().nowMillis() - begin);
    }
    return times.stream().sorted().toList();
  }

  private static boolean allHave(SimulatedWorld world, Transaction transaction) {
    return world.nodes().stream()
        .allMatch(node -> node.mempool().get(transaction.id()).isPresent());
  }

  /** G8: 30 % of the nodes delay all blocks as long as they can, or keep them from some. */
  @Test
  void blocksReachHonestNodesDespiteThirtyPercentThatDelayOrKeepThem() {
    int nodes = Seeds.rounds(20, 100);
    SimulatedWorld world = world("blocksReachHonestNodes", nodes, LinkQuality.WIRELESS);
    world.nodes().subList(0, nodes * 3 / 10).forEach(ByzantineSimulationTest::makeByzantine);
    world.startAll();
    world.joinAtRandom(3);
    world.runFor(10_000);
    world.honest().forEach(node -> node.mine(0.2 / world.honest().size()));
    long furthestBehind = 0;
    for (int second = 0; second < 300; second++) {
      world.runFor(1000);
      furthestBehind = Math.max(furthestBehind, furthestBehind(world));
    }
    System.out.printf(
        "30 %% of %d nodes delay or keep blocks: honest median %d ms, 99th percentile %d ms,"
            + " at most %d blocks behind%n",
        nodes,
        world.blockTimes().percentileMillis(50),
        world.blockTimes().percentileMillis(99),
        furthestBehind);
    assertThat(furthestBehind).isLessThanOrEqualTo(3);
    assertThat(world.blockTimes().percentileMillis(99)).isLessThan(6000);
    world.requireConvergence(20_000);
  }

  private static void makeByzantine(SimulatedNode node) {
    node.becomeByzantine();
    boolean delays = node.host().number() % 2 == 0;
    long allowed = NetLimits.DEFAULT.stallMillis() - 100;
    node.host()
        .setFilter(
            (to, message) -> {
              if (!Byzantine.isAboutBlocks(message)) {
                return 0;
              }
              if (delays) {
                return allowed;
              }
              return to.number() % 2 == 0 ? 0 : OutgoingFilter.DROP;
            });
  }

  private static long furthestBehind(SimulatedWorld world) {
    LongStream heights = world.honest().stream().mapToLong(node -> node.tip().height().value());
    var statistics = heights.summaryStatistics();
    return statistics.getMax() - statistics.getMin();
  }

  /** R2: whoever asks for much and does not read keeps little waiting, and loses its link. */
  @Test
  void aPeerThatAsksAndDoesNotReadCostsABoundedBufferAndLosesItsLink() {
    SimulatedWorld world = world("aPeerThatAsks", 2, LinkQuality.LAN);
    SimulatedNode victim = world.node(0);
    world.startAll();
    world.node(1).join(victim);
    List<BlockHash> large = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      large.add(growByALargeBlock(world, victim, i));
    }
    Byzantine.Hoarder hoarder =
        Byzantine.start(
            world, (host, scheduler) -> new Byzantine.Hoarder(world, host, scheduler, large));
    hoarder.host().listen(false);
    hoarder.host().dial(victim.host().address(), Optional.empty());
    world.runFor(10_000);
    assertThat(hoarder.openLinks()).hasSize(1);
    assertThat(victim.host().mostBytesWaiting())
        .isGreaterThan(NetLimits.DEFAULT.writeBufferHighBytes())
        .isLessThan(NetLimits.DEFAULT.writeBufferHighBytes() + 300_000);

    world.runFor(30_000);
    assertThat(victim.program().openPeers()).doesNotContain(hoarder.host().id());
    assertThat(hoarder.openLinks()).isEmpty();
    assertThat(world.log().tail("n0 left")).contains("SLOW_READER");
    world.requireConvergence(5000);
  }

  private static BlockHash growByALargeBlock(
      SimulatedWorld world, SimulatedNode node, long sequence) {
    for (int sender = 0; sender < 4; sender++) {
      byte[] document = new byte[60_000];
      document[0] = (byte) sequence;
      document[1] = (byte) sender;
      node.program()
          .submit(
              Transaction.sign(
                  SimulatedKeys.funded(sender),
                  world.settings().network().id(),
                  sequence,
                  new Amount(100_000),
                  DocumentRecord.ofDocument(Bytes.of(document)).payload()));
    }
    world.runFor(1000);
    node.grow(1);
    return node.tip().hash();
  }

  /** V2: a long chain of headers without enough work leaves nothing behind. */
  @Test
  void aLongChainOfLittleWorkIsReadAndForgotten() {
    SimulatedWorld world = world("aLongChainOfLittleWork", 1, LinkQuality.LAN);
    SimulatedNode victim = world.node(0);
    victim.start();
    victim.grow(2400);
    world.runFor(2000);
    int headersHeld = victim.chain().headersHeld();

    List<BlockHeader> poor = poorChain(world, 2200);
    Byzantine.HeaderServer server =
        Byzantine.start(
            world,
            (host, scheduler) -> new Byzantine.HeaderServer(world, host, scheduler, poor, HUGE));
    server.stayConnectedTo(victim.host().address(), 1000);
    world.runFor(30_000);

    assertThat(server.served).isGreaterThanOrEqualTo(2200);
    assertThat(victim.chain().headersHeld()).isEqualTo(headersHeld);
    assertThat(victim.tip().height().value()).isEqualTo(2400);
    assertThat(world.log().tail("charges")).contains("LOW_WORK_CHAIN");
  }

  private static List<BlockHeader> poorChain(SimulatedWorld world, int length) {
    ChainFixture fixture = new ChainFixture(world.settings().network(), Applications.standard());
    return fixture.mineBranch(fixture.genesis(), length).stream().map(Block::header).toList();
  }
}
