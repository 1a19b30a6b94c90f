package dev.cairn.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.TransactionId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.node.NodeConfig.Mining;
import dev.cairn.node.NodeConfig.NetworkChoice;
import dev.cairn.node.member.Member;
import dev.cairn.node.storage.StoreException;
import dev.cairn.node.storage.StoreFault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final NetworkParameters DEV = NetworkParameters.dev();
  private static final PublicKey FRIEND =
      KeyPair.fromSeed(new byte[KeyPair.SEED_LENGTH]).publicKey();

  private final List<Node> nodes = new ArrayList<>();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    nodes.forEach(Node::close);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(threads())
                    .as("threads that are left")
                    .noneMatch(name -> name.startsWith("cairn-")));
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .collect(Collectors.toSet());
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private NodeConfig config(
      String name, NetworkChoice choice, int threads, InetSocketAddress... joins) {
    return new NodeConfig(
        choice,
        folder.resolve(name),
        loopback(),
        loopback(),
        Optional.empty(),
        List.of(joins),
        new Mining(threads, Optional.empty()),
        false,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private Node start(NodeConfig config) throws IOException {
    Node node = Node.start(config);
    nodes.add(node);
    return node;
  }

  private static NetworkChoice dev() {
    return new NetworkChoice.Fixed(DEV);
  }

  private static NetworkChoice any() {
    return new NetworkChoice.FindOrFound();
  }

  private static Transaction transfer(long sequence, long amount) {
    return Transaction.sign(
        DevKey.keyPair(),
        DEV.id(),
        sequence,
        new Amount(5),
        new Transfer(FRIEND, new Amount(amount)).payload());
  }

  private static Member member(Node node) {
    return node.member().orElseThrow();
  }

  private static long balance(Node node) {
    return member(node).peer().tip().account(FRIEND).balance().units();
  }

  @Test
  void minesConfirmsAndRemembersEverythingAfterAStop() throws Exception {
    NodeConfig config = config("a", dev(), 1);
    Node first = start(config);
    Checked<TransactionId> answer = member(first).submit(transfer(0, 70)).get();
    assertThat(answer.isPassed()).isTrue();
    await().atMost(LONG).until(() -> balance(first) == 70);
    assertThat(member(first).submit(transfer(0, 70)).get())
        .as("the same again gets the same answer")
        .isEqualTo(answer);
    Member before = member(first);
    first.close();

    Node second = start(config);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(member(second).peer().tip().height().value())
        .isGreaterThanOrEqualTo(before.peer().tip().height().value());
    assertThat(balance(second)).isEqualTo(70);
    assertThat(member(second).store().transaction(answer.value())).isPresent();
  }

  @Test
  void whatWasAcceptedButNotMinedIsOfferedAgainAfterAStop() throws Exception {
    Node first = start(config("a", dev(), 0));
    assertThat(member(first).submit(transfer(0, 7)).get().isPassed()).isTrue();
    assertThat(member(first).submit(transfer(1, 8)).get().isPassed()).isTrue();
    first.close();

    Node second = start(config("a", dev(), 1));

    await().atMost(LONG).until(() -> balance(second) == 15);
  }

  @Test
  void twoNodesShareOneLedger() throws Exception {
    Node one = start(config("a", dev(), 1));
    Node two = start(config("b", dev(), 0, one.listenAddress()));

    assertThat(member(two).submit(transfer(0, 9)).get().isPassed()).isTrue();

    await().atMost(LONG).until(() -> balance(one) == 9 && balance(two) == 9);
  }

  @Test
  void joinsTheNetworkOfTheAddressItIsGivenAndFoundsOneWithout() throws Exception {
    Node founder = start(config("a", any(), 0));
    assertThat(founder.hasFoundedNetwork()).isTrue();
    NetworkParameters network = member(founder).network();

    Node guest = start(config("b", any(), 0, founder.listenAddress()));

    assertThat(member(guest).network()).isEqualTo(network);
    assertThat(guest.hasFoundedNetwork()).isFalse();
    await().atMost(LONG).until(() -> member(founder).peer().status().peers().size() == 1);
    guest.close();
    Node back = start(config("b", any(), 0));
    assertThat(member(back).network()).as("remembered").isEqualTo(network);
  }

  @Test
  void getsTheNetworkThatItIsToldByItsIdFromAPeer() throws Exception {
    Node founder = start(config("a", any(), 0));
    NetworkParameters network = member(founder).network();

    Node guest =
        start(config("b", new NetworkChoice.ById(network.id()), 0, founder.listenAddress()));

    assertThat(member(guest).network()).isEqualTo(network);
  }

  @Test
  void aSecondNodeInTheSameDirectoryIsRefused() throws Exception {
    NodeConfig config = config("a", dev(), 0);
    start(config);

    assertThatThrownBy(() -> start(config))
        .isInstanceOfSatisfying(
            StoreException.class,
            refusal -> assertThat(refusal.fault()).isEqualTo(StoreFault.DATA_IN_USE));
  }

  @Test
  void aPortInUseIsRefusedInWordsAndLeavesNothingBehind() throws Exception {
    Node first = start(config("a", dev(), 0));
    NodeConfig same =
        new NodeConfig(
            dev(),
            folder.resolve("b"),
            first.listenAddress(),
            loopback(),
            Optional.empty(),
            List.of(),
            new Mining(0, Optional.empty()),
            false,
            List.of(),
            Optional.empty(),
            Optional.empty());

    assertThatThrownBy(() -> start(same))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(String.valueOf(first.listenAddress().getPort()));
  }

  @Test
  void minersAreServedInWhateverNetworkTheNodeIs() throws Exception {
    Node node = start(withMiners(config("a", any(), 0), loopback()));
    InetSocketAddress address = node.stratumAddress().orElseThrow();

    try (Socket miner = new Socket(address.getAddress(), address.getPort())) {
      miner
          .getOutputStream()
          .write(
              """
              {"id":1,"method":"mining.subscribe","params":[]}
              {"id":2,"method":"mining.authorize","params":["rig","x"]}
              """
                  .getBytes(UTF_8));
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(miner.getInputStream(), UTF_8));
      assertThat(lines.lines().anyMatch(line -> line.contains("mining.notify"))).isTrue();
    }
    node.close();
    assertThat(node.ended()).isCompleted();
  }

  @Test
  void anAddressForMinersThatIsInUseIsRefusedInWords() throws Exception {
    Node first = start(config("a", dev(), 0));
    NodeConfig same = withMiners(config("b", dev(), 0), first.apiAddress());

    assertThatThrownBy(() -> start(same))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--stratum");
  }

  private static NodeConfig withMiners(NodeConfig config, InetSocketAddress address) {
    return new NodeConfig(
        config.network(),
        config.data(),
        config.listen(),
        config.api(),
        config.apiToken(),
        config.joins(),
        config.mining(),
        config.discovery(),
        config.interfaces(),
        config.secret(),
        Optional.of(address));
  }

  @Test
  void endsAtAnyMoment() throws Exception {
    Node looking = Node.open(config("a", any(), 1));
    looking.close();

    assertThat(looking.ended()).isCompleted();
    assertThat(looking.ready()).isCompletedExceptionally();
  }
}
