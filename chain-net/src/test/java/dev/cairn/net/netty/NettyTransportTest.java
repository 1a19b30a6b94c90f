package dev.cairn.net.netty;

import static dev.cairn.net.netty.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.value.Bytes;
import dev.cairn.net.message.Goodbye;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Link;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Two transports over real sockets, with epoll and with the JDK's selectors. */
@ExtendWith(NoLeaks.class)
@ParameterizedClass
@ValueSource(booleans = {true, false})
class NettyTransportTest {

  private static final NetRuntime.Threads THREADS = new NetRuntime.Threads(2, 1, 1, 2, 1024, 1024);
  private static NetRuntime epoll;
  private static NetRuntime nio;

  private final NetRuntime runtime;
  private final List<TestNode> nodes = new ArrayList<>();

  NettyTransportTest(boolean withEpoll) {
    runtime = withEpoll ? epoll : nio;
  }

  @BeforeAll
  static void begin() {
    epoll = NetRuntime.create(THREADS);
    nio = NetRuntime.createNio(THREADS);
  }

  @AfterAll
  static void end() {
    epoll.close();
    nio.close();
  }

  @AfterEach
  void closeNodes() {
    nodes.forEach(TestNode::close);
  }

  private TestNode node() {
    TestNode node = new TestNode(runtime, TestLimits.PATIENT);
    nodes.add(node);
    return node;
  }

  private static void awaitOpened(TestNode... both) {
    for (TestNode node : both) {
      await().until(() -> !node.opened.isEmpty());
    }
  }

  @Test
  void bothSidesLearnWhoTheOtherIs() {
    TestNode dialler = node();
    TestNode listener = node();

    dialler.dial(listener, Optional.of(listener.id()));
    awaitOpened(dialler, listener);

    Link outbound = dialler.opened.get(0);
    Link inbound = listener.opened.get(0);
    assertThat(outbound.remote()).isEqualTo(listener.id());
    assertThat(inbound.remote()).isEqualTo(dialler.id());
    assertThat(outbound.isOutbound()).isTrue();
    assertThat(inbound.isOutbound()).isFalse();
    assertThat(outbound.address()).isEqualTo(listener.address);
    assertThat(inbound.address().host()).isEqualTo(listener.address.host());
    assertThat(outbound.localCertificateHash())
        .isEqualTo(inbound.remoteCertificateHash())
        .isEqualTo(dialler.certificate.keyHash());
    assertThat(outbound.remoteCertificateHash())
        .isEqualTo(inbound.localCertificateHash())
        .isEqualTo(listener.certificate.keyHash());
  }

  @Test
  void messagesArriveInOrderBothWays() {
    TestNode dialler = node();
    TestNode listener = node();
    dialler.dial(listener, Optional.empty());
    awaitOpened(dialler, listener);
    List<Message> many = new ArrayList<>();
    IntStream.range(0, 500).forEach(i -> many.add(new Ping(i)));
    many.add(LargeMessage.of(1 << 20));
    many.add(new Ping(-1));

    dialler.run(() -> many.forEach(m -> dialler.transport.send(dialler.opened.get(0).id(), m)));
    listener.run(() -> many.forEach(m -> listener.transport.send(listener.opened.get(0).id(), m)));

    await().until(() -> listener.messages.size() == many.size());
    await().until(() -> dialler.messages.size() == many.size());
    assertThat(listener.messages).isEqualTo(many);
    assertThat(dialler.messages).isEqualTo(many);
  }

  @Test
  void aDiallerThatExpectsAnotherNodeLeaves() {
    TestNode dialler = node();
    TestNode listener = node();
    TestNode other = node();

    dialler.dial(listener, Optional.of(other.id()));

    await().until(() -> !dialler.failed.isEmpty());
    assertThat(dialler.failed.get(0).reason()).isEqualTo(DisconnectReason.IDENTITY_UNEXPECTED);
    assertThat(dialler.failed.get(0).expected()).contains(other.id());
    assertThat(dialler.failed.get(0).detail()).contains(listener.id().toString());
    assertThat(dialler.opened).isEmpty();
    await().until(() -> !listener.transport.endedBeforeLink().isEmpty());
    assertThat(listener.opened).isEmpty();
  }

  @Test
  void aDialToNobodyFails() throws IOException {
    TestNode dialler = node();
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }

    dialler.dial(new PeerAddress(Bytes.ofHex("7f000001"), free), Optional.empty());
    dialler.dial(new PeerAddress(Bytes.ofHex("7f000001"), 0), Optional.empty());

    await().until(() -> dialler.failed.size() == 2);
    assertThat(dialler.failed)
        .allSatisfy(f -> assertThat(f.reason()).isEqualTo(DisconnectReason.DIAL_FAILED));
  }

  @Test
  void theOtherSideIsToldWhy() {
    TestNode dialler = node();
    TestNode listener = node();
    dialler.dial(listener, Optional.empty());
    awaitOpened(dialler, listener);

    listener.run(
        () ->
            listener.transport.disconnect(
                listener.opened.get(0).id(), DisconnectReason.TOO_MANY_PEERS, "64 of 64"));

    await().until(() -> !dialler.closed.isEmpty() && !listener.closed.isEmpty());
    assertThat(dialler.messages).containsExactly(new Goodbye("TOO_MANY_PEERS", "64 of 64"));
    assertThat(dialler.closed.get(0).reason()).isEqualTo(DisconnectReason.CLOSED_BY_PEER);
    assertThat(listener.closed.get(0).reason()).isEqualTo(DisconnectReason.TOO_MANY_PEERS);
  }

  /** Closing a socket with unread bytes would reset it, and the goodbye would be lost. */
  @Test
  void theOtherSideIsToldWhyEvenWhileItSends() {
    TestNode dialler = node();
    TestNode listener = node();
    dialler.dial(listener, Optional.empty());
    awaitOpened(dialler, listener);
    listener.onMessage =
        (link, message) ->
            listener.transport.disconnect(link, DisconnectReason.MISBEHAVIOUR, "enough");
    Message large = LargeMessage.of(1 << 20);

    dialler.run(
        () -> {
          for (int i = 0; i < 8; i++) {
            dialler.transport.send(dialler.opened.get(0).id(), large);
          }
        });

    await().until(() -> !dialler.closed.isEmpty() && !listener.closed.isEmpty());
    assertThat(listener.messages).hasSize(1);
    assertThat(dialler.messages).containsExactly(new Goodbye("MISBEHAVIOUR", "enough"));
  }

  @Test
  void whatWasSentBeforeTheEndArrives() {
    TestNode dialler = node();
    TestNode listener = node();
    dialler.dial(listener, Optional.empty());
    awaitOpened(dialler, listener);

    dialler.run(
        () -> {
          dialler.transport.send(dialler.opened.get(0).id(), new Ping(1));
          dialler.transport.disconnect(
              dialler.opened.get(0).id(), DisconnectReason.NO_LONGER_NEEDED, "");
          dialler.transport.send(dialler.opened.get(0).id(), new Ping(2));
        });

    await().until(() -> !listener.closed.isEmpty());
    assertThat(listener.messages).containsExactly(new Ping(1), new Goodbye("NO_LONGER_NEEDED", ""));
  }

  @Test
  void aNodeMayDialItself() {
    TestNode node = node();

    node.dial(node, Optional.empty());

    await().until(() -> node.opened.size() == 2);
    assertThat(node.opened).allSatisfy(link -> assertThat(link.remote()).isEqualTo(node.id()));
  }

  @Test
  void aPortInUseIsSaid() {
    TestNode first = node();
    TestNode second = node();
    InetSocketAddress taken = first.address.toSocketAddress();

    assertThatThrownBy(() -> second.transport.listen(taken))
        .isInstanceOf(PortUnavailableException.class)
        .hasMessageContaining(String.valueOf(taken.getPort()))
        .hasMessageContaining("in use");
  }

  @Test
  void aWildcardTakesIpv4AndIpv6() throws IOException {
    TestNode listener = node();
    int port = listener.transport.listen(new InetSocketAddress(0)).getPort();
    TestNode dialler = node();

    dialler.dial(new PeerAddress(Bytes.ofHex("7f000001"), port), Optional.of(listener.id()));
    await().until(() -> listener.opened.size() == 1);
    assertThat(listener.opened.get(0).address().host()).isEqualTo(Bytes.ofHex("7f000001"));
    if (hasIpv6()) {
      Bytes loopback = Bytes.ofHex("00000000000000000000000000000001");
      dialler.dial(new PeerAddress(loopback, port), Optional.of(listener.id()));
      await().until(() -> listener.opened.size() == 2);
      assertThat(listener.opened.get(1).address().host()).isEqualTo(loopback);
    }
  }

  private static boolean hasIpv6() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getAllByName("::1")[0], 0));
      return !(socket.getInetAddress() instanceof Inet4Address);
    } catch (IOException none) {
      return false;
    }
  }

  @Test
  void closeTellsThePeersAndFreesThePort() throws IOException {
    TestNode dialler = node();
    TestNode listener = node();
    dialler.dial(listener, Optional.empty());
    awaitOpened(dialler, listener);

    listener.close();

    await().until(() -> !dialler.closed.isEmpty() && !listener.closed.isEmpty());
    assertThat(dialler.messages).containsExactly(new Goodbye("SHUTTING_DOWN", ""));
    assertThat(listener.closed.get(0).reason()).isEqualTo(DisconnectReason.SHUTTING_DOWN);
    InetSocketAddress address = listener.address.toSocketAddress();
    assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()).close())
        .isInstanceOf(IOException.class);
    try (ServerSocket again = new ServerSocket()) {
      again.setReuseAddress(true);
      again.bind(address);
    }
  }

  @Test
  void afterCloseADialFailsAndNothingIsTaken() {
    TestNode listener = node();
    TestNode dialler = node();
    dialler.close();

    dialler.dial(listener, Optional.empty());

    await().until(() -> !dialler.failed.isEmpty());
    assertThat(dialler.opened).isEmpty();
  }

  @Test
  void linkNumbersAreNeverUsedAgain() {
    TestNode dialler = node();
    TestNode listener = node();
    for (int i = 1; i <= 3; i++) {
      int links = i;
      dialler.dial(listener, Optional.empty());
      await().until(() -> dialler.opened.size() == links && listener.opened.size() == links);
      dialler.run(
          () ->
              dialler.transport.disconnect(
                  dialler.opened.get(links - 1).id(), DisconnectReason.DUPLICATE_LINK, ""));
      await().until(() -> dialler.closed.size() == links);
    }
    assertThat(dialler.opened).extracting(Link::id).doesNotHaveDuplicates();
    assertThat(listener.opened).extracting(Link::id).doesNotHaveDuplicates();
  }
}
