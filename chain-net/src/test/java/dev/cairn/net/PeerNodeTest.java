package dev.cairn.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.core.block.Block;
import dev.cairn.core.chain.FailingStore;
import dev.cairn.core.chain.InMemoryChainStore;
import dev.cairn.core.chain.Verdict;
import dev.cairn.core.mining.BlockTemplate;
import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.PublicKey;
import dev.cairn.net.netty.NetRuntime;
import dev.cairn.net.netty.PortUnavailableException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers over real sockets, as a program of one's own has them. */
class PeerNodeTest {

  private static final NetworkParameters NETWORK = NetworkParameters.dev();
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final PublicKey MINER = DevKey.keyPair().publicKey();

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    open.add(closeable);
    return closeable;
  }

  private static PeerNodeBuilder onLoopback() {
    return PeerNode.of(NETWORK).listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  static Block mine(PeerNode node) throws Exception {
    Block block =
        node.template(MINER)
            .get(10, TimeUnit.SECONDS)
            .mine(new DigestKernel(), () -> false)
            .orElseThrow();
    assertThat(node.submit(block).get(10, TimeUnit.SECONDS)).isInstanceOf(Verdict.Accepted.class);
    return block;
  }

  private static void awaitSameTip(List<PeerNode> nodes) {
    await()
        .atMost(SOON)
        .until(() -> nodes.stream().map(node -> node.tip().hash()).distinct().count() == 1);
  }

  private static void awaitLinks(PeerNode node, int links) {
    await().atMost(SOON).until(() -> node.status().peers().size() == links);
  }

  private static Transaction transfer(long sequence) {
    Transfer transfer = new Transfer(PublicKey.of(new byte[32]), Amount.of(7));
    return Transaction.sign(
        DevKey.keyPair(), NETWORK.id(), sequence, Amount.of(1000), transfer.payload());
  }

  @Test
  void twoPeersKeepOneChainOfTransfers() throws Exception {
    PeerNode first = keep(onLoopback().start());
    PeerNode second = keep(onLoopback().join(first.address()).start());
    awaitLinks(first, 1);

    assertThat(second.submit(transfer(0)).get(10, TimeUnit.SECONDS).isPassed()).isTrue();
    await()
        .atMost(SOON)
        .until(() -> first.ask((chain, pool) -> pool.size()).get(10, TimeUnit.SECONDS) == 1);
    Block block = mine(first);

    assertThat(block.transactions()).containsExactly(transfer(0));
    await().atMost(SOON).until(() -> second.tip().hash().equals(block.hash()));
    assertThat(second.tip().account(PublicKey.of(new byte[32])).balance()).isEqualTo(Amount.of(7));
  }

  @Test
  void lateComerSynchronisesAndAReorganisationReachesEveryone() throws Exception {
    PeerNode first = keep(onLoopback().start());
    for (int i = 0; i < 300; i++) {
      mine(first);
    }
    PeerNode alone = keep(onLoopback().start());
    for (int i = 0; i < 10; i++) {
      mine(alone);
    }
    PeerNode second = keep(onLoopback().join(first.address()).join(alone.address()).start());

    awaitSameTip(List.of(first, second, alone));
    assertThat(alone.tip().height().value()).isEqualTo(300);
  }

  @Test
  void tenPeersInAChainOfLinksAgree() throws Exception {
    NetRuntime runtime = keep(NetRuntime.create(NetRuntime.Threads.forOneNode()));
    List<PeerNode> nodes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      PeerNodeBuilder builder = onLoopback().runtime(runtime);
      if (i > 0) {
        builder.join(nodes.get(i - 1).address());
      }
      nodes.add(keep(builder.start()));
    }
    for (PeerNode node : nodes) {
      await().atMost(SOON).until(() -> !node.status().peers().isEmpty());
    }
    mine(nodes.get(0));
    awaitSameTip(nodes);
    mine(nodes.get(9));
    await().atMost(SOON).until(() -> nodes.get(0).tip().height().value() >= 2);
    awaitSameTip(nodes);
  }

  @Test
  void aHundredLiveInOneProgramAndLeaveNothingBehind() throws Exception {
    Set<String> before = threads();
    try (NetRuntime runtime = NetRuntime.create(NetRuntime.Threads.forOneNode())) {
      List<PeerNode> nodes = new ArrayList<>();
      PeerNode hub = onLoopback().runtime(runtime).start();
      nodes.add(hub);
      for (int i = 1; i < 100; i++) {
        nodes.add(onLoopback().runtime(runtime).join(nodes.get(i / 2).address()).start());
      }
      for (PeerNode node : nodes) {
        await().atMost(SOON).until(() -> !node.status().peers().isEmpty());
      }
      mine(hub);
      awaitSameTip(nodes);
      for (PeerNode node : nodes) {
        node.close();
        assertThatThrownBy(() -> connect(node.address())).isInstanceOf(java.io.IOException.class);
      }
    }
    await().atMost(SOON).untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
  }

  private static void connect(InetSocketAddress address) throws java.io.IOException {
    new Socket(address.getAddress(), address.getPort()).close();
  }

  private static Set<String> threads() {
    Set<String> names = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("cairn")) {
        names.add(thread.getName() + " " + thread.getId());
      }
    }
    return names;
  }

  @Test
  void portInUseIsSaidInWords() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());
      assertThatThrownBy(() -> PeerNode.of(NETWORK).listen(address).start())
          .isInstanceOf(PortUnavailableException.class)
          .hasMessageContaining(String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void faultOfTheStoreEndsThePeerAndSaysSo() throws Exception {
    FailingStore store = new FailingStore();
    PeerNode node = keep(onLoopback().store(store).start());
    store.setFailing(true);
    Block block =
        node.template(MINER)
            .get(10, TimeUnit.SECONDS)
            .mine(new DigestKernel(), () -> false)
            .orElseThrow();
    node.submit(block);
    assertThatThrownBy(() -> node.ended().get(20, TimeUnit.SECONDS))
        .hasRootCauseMessage("disk full");
    assertThatThrownBy(() -> node.submit(block).get(10, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IllegalStateException.class);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> connect(node.address()))
                    .isInstanceOf(java.io.IOException.class));
  }

  @Test
  void whatIsAskedAfterTheEndFailsAndClosingTwiceDoesNoHarm() throws Exception {
    PeerNode node = onLoopback().start();
    node.close();
    node.close();
    assertThat(node.ended()).isCompleted();
    assertThat(node.template(MINER)).isCompletedExceptionally();
    assertThat(node.submit(transfer(0))).isCompletedExceptionally();
    node.join(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
  }

  @Test
  void aQuestionThatThrowsIsAnsweredByThatAndEndsNothing() throws Exception {
    PeerNode node = keep(onLoopback().start());
    CompletableFuture<Object> asked =
        node.ask(
            (chain, pool) -> {
              throw new IllegalArgumentException("no");
            });
    assertThatThrownBy(() -> asked.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("no");
    mine(node);
    assertThat(node.ended()).isNotDone();
  }

  @Test
  void aListenerThatThrowsEndsThePeerAsAFaultOfTheProgram() throws Exception {
    PeerNode node = keep(onLoopback().start());
    node.onTip(
        tip -> {
          throw new IllegalStateException("in the listener");
        });
    BlockTemplate template = node.template(MINER).get(10, TimeUnit.SECONDS);
    node.submit(template.mine(new DigestKernel(), () -> false).orElseThrow());
    assertThatThrownBy(() -> node.ended().get(20, TimeUnit.SECONDS))
        .hasRootCauseMessage("in the listener");
  }

  @Test
  void eachStartOfABuilderHasAStoreAndAnIdentityOfItsOwn() throws Exception {
    PeerNodeBuilder builder = onLoopback();
    PeerNode first = keep(builder.start());
    PeerNode second = keep(builder.start());
    mine(first);
    assertThat(second.tip().height().value()).isZero();
    assertThat(second.id()).isNotEqualTo(first.id());
  }

  @Test
  void anAgentThatPeersWouldNotTakeIsRefusedAtOnce() {
    assertThatThrownBy(() -> onLoopback().agent("caïrn").start())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> onLoopback().agent("a".repeat(65)).start())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void closingOnTheLoopItselfDoesNotWaitForIt() throws Exception {
    PeerNode node = onLoopback().start();
    node.ask(
            (chain, pool) -> {
              node.close();
              return 0;
            })
        .get(10, TimeUnit.SECONDS);
    node.ended().get(20, TimeUnit.SECONDS);
    node.close();
  }

  @Test
  void whatIsUnderWayAtTheEndFails() throws Exception {
    PeerNode node = onLoopback().start();
    CountDownLatch closing = new CountDownLatch(1);
    List<CompletableFuture<Integer>> asked = new ArrayList<>();
    node.ask(
        (chain, pool) -> {
          awaitUninterrupted(closing);
          return 0;
        });
    for (int i = 0; i < 100; i++) {
      asked.add(node.ask((chain, pool) -> pool.size()));
    }
    Thread closer = new Thread(node::close);
    closer.start();
    closing.countDown();
    closer.join();
    assertThat(asked).allMatch(CompletableFuture::isDone);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void goesOnWithItsStoreAfterARestart() throws Exception {
    InMemoryChainStore store = new InMemoryChainStore();
    Block block;
    try (PeerNode node = onLoopback().store(store).start()) {
      block = mine(node);
    }
    PeerNode again = keep(onLoopback().store(store).start());
    assertThat(again.tip().hash()).isEqualTo(block.hash());
    assertThat(again.ask((chain, pool) -> chain.isActive(block.hash())).get()).isTrue();
  }
}
