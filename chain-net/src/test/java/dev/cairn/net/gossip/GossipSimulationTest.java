package dev.cairn.net.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.block.Block;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.net.message.CompactBlock;
import dev.cairn.net.message.GetTransactions;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Transactions;
import dev.cairn.net.peer.Misbehaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Several nodes that do nothing but gossip. */
class GossipSimulationTest {

  private static final int SENDERS = 200;

  /** Of all tests: signing them takes the most time. */
  private static final Map<Integer, Transaction> TRANSFERS = new ConcurrentHashMap<>();

  private final ChainFixture fixture = new ChainFixture(network(), Applications.standard());
  private final TestTime time = new TestTime();
  private final List<GossipNode> nodes = new ArrayList<>();
  private final List<TestPeer> ends = new ArrayList<>();
  private final List<TestPeer> lying = new ArrayList<>();

  private static NetworkParameters network() {
    NetworkParameters.Builder network = ChainFixture.network();
    for (int i = ChainFixture.KEYS; i < SENDERS; i++) {
      network.balance(ChainFixture.key(i), new Amount(ChainFixture.BALANCE));
    }
    return network.build();
  }

  /** A ring with chords, so that each has three links, of any latency up to 50 ms. */
  private void start(int count, Random random) {
    for (int i = 0; i < count; i++) {
      nodes.add(new GossipNode(fixture, time, random.nextLong()));
      time.pass(random.nextInt(20)); // so that they do not tick together
    }
    for (int i = 0; i < count; i++) {
      link(i, (i + 1) % count, random);
    }
    for (int i = 0; i < count / 2; i++) {
      link(i, i + count / 2, random);
    }
    time.pass(500);
  }

  private void link(int from, int to, Random random) {
    ends.addAll(GossipNode.link(nodes.get(from), nodes.get(to), 1 + random.nextInt(50)));
  }

  private Transaction transfer(int number) {
    return TRANSFERS.computeIfAbsent(
        number, any -> fixture.transfer(number % SENDERS, 7, 1, number / SENDERS, 1));
  }

  private void assertNobodyIsCharged() {
    assertThat(ends).allSatisfy(end -> assertThat(end.charges).isEmpty());
  }

  @Test
  void transactionsReachEveryNodeAndAreJudgedOnce() {
    Random random = Seeds.random("transactionsReachEveryNodeAndAreJudgedOnce");
    start(8, random);
    int count = 400;
    for (int i = 0; i < count; i++) {
      nodes.get(transfer(i).sender().toArray()[0] & 7).add(transfer(i));
      if (i % 50 == 0) {
        time.pass(30);
      }
    }
    time.pass(3000);
    assertThat(nodes).allSatisfy(node -> assertThat(node.mempool.size()).isEqualTo(count));
    assertThat(nodes)
        .allSatisfy(node -> assertThat(node.intake.transactions).doesNotHaveDuplicates());
    assertThat(nodes).allSatisfy(node -> assertThat(node.transactions.inFlight()).isZero());
    assertNobodyIsCharged();
  }

  @Test
  void blocksReachEveryNodeInCompactForm() {
    Random random = Seeds.random("blocksReachEveryNodeInCompactForm");
    start(8, random);
    for (int i = 0; i < 80; i++) {
      nodes.get(0).add(transfer(i));
    }
    time.pass(2000);
    Transaction fresh = transfer(80); // nobody has heard of it
    Transaction[] all = new Transaction[81];
    for (int i = 0; i < 80; i++) {
      all[i] = transfer(i);
    }
    all[80] = fresh;
    Block block = fixture.on(fixture.genesis()).with(all).mine();
    nodes.get(3).connect(block);
    time.pass(4 * 3 * 50);
    assertThat(nodes).allSatisfy(node -> assertThat(node.isTip(block)).isTrue());
    assertThat(nodes).allSatisfy(node -> assertThat(node.sync.fetches).isEmpty());
    assertThat(nodes).allSatisfy(node -> assertThat(node.mempool.size()).isZero());
    Block next = fixture.mine(block.hash());
    nodes.get(6).connect(next);
    time.pass(4 * 50);
    assertThat(nodes).allSatisfy(node -> assertThat(node.isTip(next)).isTrue());
    assertNobodyIsCharged();
  }

  /** All linked; the first judges so much more slowly than the others get transactions. */
  private List<Transaction> handInMoreThanTheFirstJudges(
      int count, long millisEach, long pauseMillis) {
    for (int i = 0; i < count; i++) {
      nodes.add(new GossipNode(fixture, time, i));
      nodes.get(i).intake.workMillis = i == 0 ? millisEach : 0;
      nodes.get(i).intake.checksSignatures = false;
      for (int other = 0; other < i; other++) {
        ends.addAll(GossipNode.link(nodes.get(i), nodes.get(other), 5));
      }
    }
    List<Transaction> all = new ArrayList<>();
    for (int i = 0; i < 12_000; i++) {
      Transaction transaction = transfer(i);
      nodes.get(1 + i % SENDERS % (count - 1)).mempool.addIsolated(transaction);
      all.add(transaction);
      if (i % 100 == 0) {
        time.pass(100);
      }
      if (i == 4_000) {
        nodes.get(0).intake.pause(pauseMillis);
      }
    }
    return all;
  }

  private void assertThatTheFirstMissesNothing(List<Transaction> all) {
    assertThat(all).filteredOn(each -> !nodes.get(0).has(each)).isEmpty();
    assertThat(nodes.get(0).intake.transactions).as("judged").hasSize(all.size());
    assertNobodyIsCharged();
  }

  @Test
  void aNodeThatIsSlowerThanItsPeersTogetherLosesNothing() {
    List<Transaction> all = handInMoreThanTheFirstJudges(3, 5, 0);
    time.pass(60_000);
    assertThatTheFirstMissesNothing(all);
  }

  @Test
  void aNodeThatIsSlowerThanManyPeersLosesNothing() {
    List<Transaction> all = handInMoreThanTheFirstJudges(8, 4, 0);
    time.pass(60_000);
    assertThatTheFirstMissesNothing(all);
  }

  @Test
  void aSlowNodeThatPausesLosesNothing() {
    List<Transaction> all = handInMoreThanTheFirstJudges(2, 5, 3_000);
    time.pass(70_000);
    assertThatTheFirstMissesNothing(all);
  }

  /** It cannot remember all that it was told meanwhile. */
  @Test
  void aNodeThatStoodStillGetsWhatItHasMissed() {
    List<Transaction> all = handInMoreThanTheFirstJudges(3, 5, 60_000);
    time.pass(60_000);
    assertThat(all).as("missed").filteredOn(each -> !nodes.get(0).has(each)).isNotEmpty();
    time.pass(240_000);
    assertThat(all).filteredOn(each -> !nodes.get(0).has(each)).isEmpty();
    assertNobodyIsCharged();
  }

  @Test
  void theSameSeedGivesTheSameTraffic() {
    assertThat(traffic(5)).isEqualTo(traffic(5)).isNotEqualTo(traffic(6));
  }

  private static List<String> traffic(long seed) {
    GossipSimulationTest world = new GossipSimulationTest();
    world.start(6, new Random(seed));
    List<String> log = new ArrayList<>();
    for (TestPeer end : world.ends) {
      var wire = end.wire;
      end.wire =
          message -> {
            log.add(world.time.nowMillis() + " " + end.id() + " " + describe(message));
            wire.accept(message);
          };
    }
    for (int i = 0; i < 40; i++) {
      world.nodes.get(i % 6).add(world.transfer(i));
    }
    world.time.pass(150);
    world.nodes.get(0).connect(world.fixture.mine(world.fixture.genesis()));
    world.time.pass(1000);
    return log;
  }

  private static String describe(Message message) {
    return message instanceof CompactBlock compact
        ? compact.salt() + " " + compact.shortIds()
        : message.toString();
  }

  /**
   * How long each transaction took to each node, of those sent after a while.
   *
   * @param liars links to each node of peers that tell of everything before all others, and deliver
   *     nothing
   * @param lie what they do with what they are sent
   */
  private List<Long> deliveryMillis(int liars, BiConsumer<TestPeer, GossipNode> lie) {
    Random random = Seeds.random("deliveryMillis");
    start(6, random);
    for (int i = 0; i < 6 * liars; i++) {
      TestPeer liar = nodes.get(i % 6).openForTransactions(false);
      lie.accept(liar, nodes.get(i % 6));
      lying.add(liar);
    }
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Transaction transaction = transfer(i);
      for (int j = 0; j < lying.size(); j++) {
        nodes.get(j % 6).announce(lying.get(j), List.of(transaction.id()));
      }
      nodes.get(i % 6).add(transaction);
      waitForAll(transaction, i < 100 ? new ArrayList<>() : delays);
    }
    assertNobodyIsCharged();
    return delays;
  }

  private void waitForAll(Transaction transaction, List<Long> delays) {
    long start = time.nowMillis();
    for (List<GossipNode> open = new ArrayList<>(nodes); !open.isEmpty(); time.pass(10)) {
      for (GossipNode node : List.copyOf(open)) {
        if (node.has(transaction)) {
          open.remove(node);
          delays.add(time.nowMillis() - start);
        }
      }
      assertThat(time.nowMillis() - start).as("delivered at all").isLessThan(60_000);
    }
  }

  private static long worst(List<Long> delays) {
    return delays.stream().mapToLong(Long::longValue).max().orElseThrow();
  }

  private static long usual() {
    return worst(new GossipSimulationTest().deliveryMillis(0, (liar, node) -> {}));
  }

  /** G6: four of seven announcers of each node never answer. */
  @Test
  void announcersThatNeverAnswerDelayOthersOnlyAtFirst() {
    long worst = worst(deliveryMillis(4, (liar, node) -> {}));
    assertThat(worst).isLessThanOrEqualTo(3 * usual());
    assertThat(lying)
        .allSatisfy(liar -> assertThat(liar.charges).contains(Misbehaviour.NOT_DELIVERED));
  }

  /** The same, but they answer, as late as they may, that they have it no more. */
  @Test
  void announcersThatHaveNothingDelayOthersOnlyAtFirst() {
    long worst =
        worst(
            deliveryMillis(
                4, (liar, node) -> liar.wire = message -> answerMissing(liar, node, message)));
    assertThat(worst).isLessThanOrEqualTo(3 * usual());
  }

  private void answerMissing(TestPeer liar, GossipNode node, Message message) {
    if (message instanceof GetTransactions request) {
      time.schedule(1900, () -> node.receive(liar, new Transactions(List.of(), request.ids())));
    }
  }
}
