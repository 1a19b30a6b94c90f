package dev.cairn.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.NetworkId;
import dev.cairn.core.verdict.Checked;
import dev.cairn.net.PeerNode;
import dev.cairn.net.netty.NetRuntime;
import dev.cairn.net.peer.KnownAddress;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.node.network.NetworkSearch.Visited;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkVisitorTest {

  private static final NetworkParameters NETWORK =
      NetworkParameters.dev().toBuilder().minimumFee(new Amount(3)).build();

  private final NetRuntime runtime = NetRuntime.create(new NetRuntime.Threads(1, 1, 1, 1, 16, 16));
  private final NetworkVisitor visitor =
      new NetworkVisitor(runtime, KeyPair.fromSeed(new byte[32]), Optional.empty(), "visitor/1");
  private PeerNode host;

  @BeforeEach
  void start() throws Exception {
    host =
        PeerNode.of(NETWORK)
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .start();
  }

  @AfterEach
  void stop() {
    host.close();
    runtime.close();
  }

  private PeerAddress address() {
    return PeerAddress.of(host.address());
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  @Test
  void getsTheParametersOfTheNetworkThatItWasToldOf() throws Exception {
    Checked<Visited> found =
        get(visitor.visit(NETWORK.id(), new KnownAddress(host.id(), address())));

    assertThat(found.value().parameters()).isEqualTo(NETWORK);
    assertThat(found.value().node()).isEqualTo(host.id());
    assertThat(found.value().height()).isZero();
  }

  @Test
  void getsTheNetworkOfWhoeverAnswers() throws Exception {
    Checked<Visited> found = get(visitor.visit(address()));

    assertThat(found.value().parameters()).isEqualTo(NETWORK);
    assertThat(found.value().node()).isEqualTo(host.id());
  }

  @Test
  void bringsNothingFromAnotherNetworkNorFromAnotherNode() throws Exception {
    NetworkId other = NetworkParameters.dev().id();
    NodeId stranger = new NodeId(DevKey.keyPair().publicKey());

    assertThat(get(visitor.visit(other, new KnownAddress(host.id(), address()))).isPassed())
        .isFalse();
    assertThat(get(visitor.visit(NETWORK.id(), new KnownAddress(stranger, address()))).isPassed())
        .isFalse();
  }

  @Test
  void bringsNothingFromWhereNobodyAnswers() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThat(get(visitor.visit(address().withPort(port))).isPassed()).isFalse();
  }
}
