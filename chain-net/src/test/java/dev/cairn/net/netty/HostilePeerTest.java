package dev.cairn.net.netty;

import static dev.cairn.net.netty.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.Seeds;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.value.Bytes;
import dev.cairn.net.message.Message;
import dev.cairn.net.message.Ping;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NetLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What anybody who reaches the port can do. After each, an honest node is still served. */
@ExtendWith(NoLeaks.class)
class HostilePeerTest {

  private static final NetLimits LIMITS =
      TestLimits.with(
          Map.of(
              "linksPerAddress", 400,
              "pendingHandshakes", 400,
              "acceptsPerSecond", 100_000,
              "acceptsPerSecondPerAddress", 100_000));

  private static final NetLimits SHORT_HANDSHAKE =
      TestLimits.with(
          Map.of(
              "handshakeMillis", 700,
              "linksPerAddress", 400,
              "pendingHandshakes", 400,
              "acceptsPerSecond", 100_000,
              "acceptsPerSecondPerAddress", 100_000));

  private static NetRuntime runtime;

  private TestNode node;

  @BeforeAll
  static void begin() {
    runtime = NetRuntime.create(new NetRuntime.Threads(2, 1, 1, 2, 1024, 1024));
  }

  @AfterAll
  static void end() {
    runtime.close();
  }

  @BeforeEach
  void start() {
    node = new TestNode(runtime, LIMITS);
  }

  @AfterEach
  void anHonestNodeIsStillServed() {
    try (TestNode honest = new TestNode(runtime, TestLimits.PATIENT)) {
      int before = node.opened.size();
      honest.dial(node, Optional.of(node.id()));
      await().until(() -> node.opened.size() > before && honest.opened.size() == 1);
      honest.send(new Ping(42));
      await().until(() -> node.messages.contains(new Ping(42)));
    }
    await().until(() -> node.transport.openSockets() == 1); // the listening one
    node.close();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "\0\0\0\1\0",
        "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[]}\n"
      })
  void anotherProtocolIsClosedWithAnAlertAtMost(String bytes) throws IOException {
    try (RawPeer peer = new RawPeer(node.address)) {
      assertThat(peer.sendRaw(ascii(bytes)).awaitClose()).isLessThan(20);
    }
    await().until(() -> !node.transport.endedBeforeLink().isEmpty());
    assertThat(node.opened).isEmpty();
  }

  @Test
  void randomBytesAreClosedWithAnAlertAtMost() throws IOException {
    Random random = Seeds.random("randomBytesAreClosedWithAnAlertAtMost");
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[1 + random.nextInt(3000)];
      random.nextBytes(bytes);
      try (RawPeer peer = new RawPeer(node.address)) {
        assertThat(peer.sendRaw(bytes).awaitClose()).isLessThan(20);
      } catch (SocketException closedWhileSending) {
        // as well
      }
    }
    assertThat(node.opened).isEmpty();
  }

  @Test
  void silenceEndsAtTheDeadline() throws IOException {
    try (TestNode hasty = new TestNode(runtime, SHORT_HANDSHAKE)) {
      List<RawPeer> silent = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        silent.add(new RawPeer(hasty.address));
      }
      for (RawPeer peer : silent) {
        assertThat(peer.awaitClose()).isZero();
        peer.close();
      }
      await()
          .until(
              () ->
                  hasty
                      .transport
                      .endedBeforeLink()
                      .equals(Map.of(DisconnectReason.HANDSHAKE_TIMEOUT, 200L)));
    }
  }

  /** A byte now and then keeps nothing alive. */
  @Test
  void drippingBytesEndAtTheDeadline() throws IOException {
    try (TestNode hasty = new TestNode(runtime, SHORT_HANDSHAKE);
        RawPeer peer = new RawPeer(hasty.address)) {
      peer.sendRaw(new byte[] {22, 3, 1, 3, 0}); // a record of 768 bytes
      await()
          .until(
              () -> {
                try {
                  peer.sendRaw(new byte[1]);
                  return false;
                } catch (IOException closed) {
                  return true;
                }
              });
      await()
          .until(
              () ->
                  hasty
                      .transport
                      .endedBeforeLink()
                      .equals(Map.of(DisconnectReason.HANDSHAKE_TIMEOUT, 1L)));
    }
  }

  @Test
  void aLinkThatIsNeverOpenEndsAtTheDeadline() throws IOException {
    NetLimits limits = TestLimits.with(Map.of("handshakeMillis", 5000));
    try (TestNode hasty = new TestNode(runtime, limits)) {
      hasty.opensLinks = false;
      try (RawPeer peer = new RawPeer(hasty.address).handshake(new RawPeer.Tls())) {
        peer.awaitTlsClose();
      }
      await().until(() -> !hasty.closed.isEmpty());
      assertThat(hasty.closed.get(0).reason()).isEqualTo(DisconnectReason.HANDSHAKE_TIMEOUT);
    }
  }

  @Test
  void aClientHelloThatNeverEndsIsCutOff() throws IOException {
    byte[] record = new byte[5 + 16384];
    record[0] = 22;
    record[1] = 3;
    record[2] = 1;
    record[3] = 0x40;
    record[5] = 1; // ClientHello of 16 MiB
    record[6] = (byte) 0xff;
    long sent = 0;
    try (RawPeer peer = new RawPeer(node.address)) {
      OutputStream out = peer.socket.getOutputStream();
      for (; sent < 64 << 20; sent += record.length) {
        out.write(record);
      }
    } catch (SocketException closed) {
      // as expected
    }
    assertThat(sent).isLessThan(32 << 20); // what kernel buffers take
    await().until(() -> !node.transport.endedBeforeLink().isEmpty());
  }

  @Test
  void aProtocolOfAnotherNameIsRefused() throws IOException {
    assertRefused(tls -> tls.alpn = new String[] {"h2", "http/1.1"}, DisconnectReason.TLS_FAILED);
    assertRefused(tls -> tls.alpn = new String[] {"cairn/2"}, DisconnectReason.TLS_FAILED);
    assertRefused(tls -> tls.alpn = new String[0], DisconnectReason.TLS_FAILED);
  }

  @Test
  void olderTlsIsRefused() throws IOException {
    assertRefused(tls -> tls.protocols = new String[] {"TLSv1.2"}, DisconnectReason.TLS_FAILED);
  }

  @Test
  void nobodyComesWithoutCertificate() throws IOException {
    assertRefused(tls -> tls.chain = null, DisconnectReason.TLS_FAILED);
  }

  @Test
  void aSecondCertificateIsRefused() throws IOException {
    assertRefused(
        tls -> tls.chain = new X509Certificate[] {tls.chain[0], tls.chain[0]},
        DisconnectReason.IDENTITY_INVALID);
  }

  @Test
  void aChainOfAMegabyteIsCutOff() throws IOException {
    assertRefused(
        tls -> {
          X509Certificate[] chain = new X509Certificate[3000];
          Arrays.fill(chain, tls.chain[0]);
          tls.chain = chain;
        },
        DisconnectReason.TLS_FAILED);
  }

  /** Somebody in the middle who shows the victim's node key with a certificate of his own. */
  @Test
  void aCopiedExtensionIsRefused() throws IOException {
    KeyPair victim = TestCertificates.nodeKey();
    byte[] stolen = TestCertificates.validExtension(victim, TestCertificates.p256());
    assertRefused(
        tls -> {
          var own = TestCertificates.makeKeyed(r -> r.extension = stolen);
          tls.chain = new X509Certificate[] {own.certificate()};
          tls.key = own.keys().getPrivate();
        },
        DisconnectReason.IDENTITY_INVALID);
  }

  /** Somebody in the middle who shows the victim's certificate, without its key. */
  @Test
  void aCopiedCertificateIsRefused() throws IOException {
    NodeCertificate victim =
        NodeCertificate.create(TestCertificates.nodeKey(), TestCertificates.RANDOM);
    assertRefused(
        tls -> tls.chain = new X509Certificate[] {victim.x509()}, DisconnectReason.TLS_FAILED);
  }

  private void assertRefused(Consumer<RawPeer.Tls> change, DisconnectReason reason)
      throws IOException {
    RawPeer.Tls how = new RawPeer.Tls();
    change.accept(how);
    long before = node.transport.endedBeforeLink().getOrDefault(reason, 0L);
    try (RawPeer peer = new RawPeer(node.address)) {
      peer.handshake(how).awaitTlsClose();
    } catch (IOException refused) {
      // this side may see it during the handshake or behind it
    }
    await().until(() -> node.transport.endedBeforeLink().getOrDefault(reason, 0L) == before + 1);
    assertThat(node.opened).isEmpty();
  }

  /** Each side of a relay sees the relay, which cannot pass for the other. */
  @Test
  void aManInTheMiddleIsSeenAsHimself() {
    try (TestNode victim = new TestNode(runtime, LIMITS);
        TestNode middle = new TestNode(runtime, LIMITS)) {
      victim.dial(middle, Optional.of(node.id()));
      await().until(() -> !victim.failed.isEmpty());
      assertThat(victim.failed.get(0).reason()).isEqualTo(DisconnectReason.IDENTITY_UNEXPECTED);
      assertThat(middle.messages).isEmpty();

      victim.dial(middle, Optional.empty());
      middle.dial(node, Optional.of(node.id()));
      await().until(() -> !victim.opened.isEmpty() && !node.opened.isEmpty());
      assertThat(victim.opened.get(0).remote()).isEqualTo(middle.id());
      assertThat(node.opened.get(0).remote()).isEqualTo(middle.id());
    }
  }

  /** A resumed session would keep its id, and nobody would look at a certificate. */
  @Test
  void nothingCanBeResumed() throws IOException {
    RawPeer.Tls how = new RawPeer.Tls();
    List<Bytes> sessions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int links = i;
      try (RawPeer peer = new RawPeer(node.address).handshake(how)) {
        await().until(() -> node.opened.size() == links + 1);
        long handshake = peer.received();
        node.run(() -> node.transport.send(node.opened.get(links).id(), new Ping(1)));
        assertThat(peer.tls().getInputStream().read()).isZero();
        assertThat(peer.received() - handshake).isBetween(20L, 60L); // no ticket came before
        sessions.add(Bytes.of(peer.tls().getSession().getId()));
      }
    }
    assertThat(sessions).doesNotHaveDuplicates();
  }

  @Test
  void garbageBetweenTlsRecordsEndsTheLink() throws IOException {
    for (byte[] garbage :
        List.of(ascii("GET / HTTP/1.1\r\n\r\n"), new byte[] {23, 3, 3, 0, 32}, new byte[500])) {
      int links = node.closed.size();
      try (RawPeer peer = new RawPeer(node.address).handshake(new RawPeer.Tls())) {
        peer.send(List.of(new Ping(7))).sendRaw(garbage).sendRaw(new byte[64]);
        peer.awaitClose();
      }
      await().until(() -> node.closed.size() == links + 1);
      assertThat(node.closed.get(links).reason()).isEqualTo(DisconnectReason.TLS_FAILED);
    }
    assertThat(node.messages).containsOnly(new Ping(7));
  }

  @Test
  void whatIsNoMessageIsOneViolationAndAGoodbye() throws IOException {
    try (RawPeer peer = new RawPeer(node.address).handshake(new RawPeer.Tls())) {
      peer.tls().getOutputStream().write(new byte[] {-1, -1, -1, -1, 1, 2, 3});
      assertThat(peer.awaitTlsClose()).isBetween(10L, 400L);
    }
    await().until(() -> !node.closed.isEmpty());
    assertThat(node.violations)
        .singleElement()
        .extracting("reason")
        .isEqualTo(FrameFault.FRAME_TOO_LONG);
    assertThat(node.closed.get(0).reason()).isEqualTo(DisconnectReason.PROTOCOL_VIOLATION);
  }

  @Test
  void connectionsThatAreResetLeaveNothing() throws IOException {
    int rounds = Seeds.rounds(3000, 100_000);
    for (int i = 0; i < rounds; i++) {
      RawPeer peer = new RawPeer(node.address);
      if (i % 3 == 0) {
        peer.sendRaw(new byte[] {22, 3, 1});
      }
      peer.reset();
    }
    await().until(() -> node.transport.openSockets() == 1);
    assertThat(node.opened).isEmpty();
  }

  /** A flood from one address gets no more handshakes than one host needs. */
  @Test
  void connectionsBeyondTheBudgetOfAnAddressGetNoHandshake() throws IOException {
    try (TestNode strict = new TestNode(runtime, TestLimits.PATIENT);
        TestNode friend = new TestNode(runtime, TestLimits.PATIENT)) {
      friend.dial(strict, Optional.of(strict.id()));
      await().until(() -> strict.opened.size() == 1);
      List<RawPeer> flood = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        flood.add(new RawPeer(strict.address));
        assertThat(strict.transport.openSockets())
            .isLessThanOrEqualTo(1 + strict.limits.linksPerAddress());
      }
      await()
          .until(
              () ->
                  strict
                          .transport
                          .endedBeforeLink()
                          .getOrDefault(DisconnectReason.TOO_MANY_FROM_ADDRESS, 0L)
                      == 300 + 1 - strict.limits.linksPerAddress());
      friend.send(new Ping(5));
      await().until(() -> strict.messages.contains(new Ping(5)));
      for (RawPeer peer : flood) {
        peer.close();
      }
    }
  }

  /** With the water marks and the time of a slow reader small, so that it is over soon. */
  @Test
  void aReaderWhoNeverReadsLosesItsLink() throws IOException {
    NetLimits limits =
        TestLimits.with(
            Map.of(
                "slowReaderMillis", 300,
                "writeBufferHighBytes", 1 << 20,
                "writeBufferLowBytes", 256 << 10));
    try (TestNode server = new TestNode(runtime, limits);
        RawPeer peer = new RawPeer(server.address).handshake(new RawPeer.Tls())) {
      await().until(() -> !server.opened.isEmpty());
      var link = server.opened.get(0).id();
      Message block = LargeMessage.of(512 << 10);
      long[] sent = new long[1];
      await()
          .until(
              () -> {
                server.run(
                    () -> {
                      while (server.transport.isWritable(link)) {
                        server.transport.send(link, block);
                        sent[0]++;
                      }
                    });
                return !server.closed.isEmpty();
              });
      assertThat(server.closed.get(0).reason()).isEqualTo(DisconnectReason.SLOW_READER);
      assertThat(sent[0]).isLessThan(100); // kernel buffers and 1 MiB
      assertThat(peer.tls().isConnected()).isTrue();
    }
  }

  @Test
  void moreThanMayWaitForOneReaderEndsItsLinkAtOnce() throws IOException {
    NetLimits limits = TestLimits.with(Map.of("writeBufferMaxBytes", 4 << 20));
    try (TestNode server = new TestNode(runtime, limits);
        RawPeer peer = new RawPeer(server.address).handshake(new RawPeer.Tls())) {
      await().until(() -> !server.opened.isEmpty());
      var link = server.opened.get(0).id();
      Message block = LargeMessage.of(512 << 10);

      server.run(() -> IntStream.range(0, 50).forEach(i -> server.transport.send(link, block)));

      await().until(() -> !server.closed.isEmpty());
      assertThat(server.closed.get(0).reason()).isEqualTo(DisconnectReason.SLOW_READER);
      assertThat(peer.tls().isConnected()).isTrue();
    }
  }

  @Test
  void aReaderWhoReadsSlowlyKeepsItsLink() throws IOException {
    try (TestNode reader = new TestNode(runtime, LIMITS)) {
      reader.dial(node, Optional.empty());
      await().until(() -> !reader.opened.isEmpty() && !node.opened.isEmpty());
      var link = node.opened.get(0).id();
      Message block = LargeMessage.of(1 << 20);
      for (int i = 1; i <= 5; i++) {
        int times = i;
        node.run(
            () -> {
              node.transport.send(link, block);
              node.transport.send(link, block);
            });
        await().until(() -> reader.messages.size() == 2 * times);
        // Perhaps more often: the first block may have left before the second one is written.
        await().until(() -> node.timesWritable.get() >= times);
      }
      assertThat(node.closed).isEmpty();
    }
  }

  @Test
  void aFloodForABusyEngineWaitsInTheSendersSocket() throws Exception {
    var busy = new java.util.concurrent.CountDownLatch(1);
    try (RawPeer peer = new RawPeer(node.address).handshake(new RawPeer.Tls())) {
      await().until(() -> !node.opened.isEmpty());
      node.loop.execute(
          () -> {
            try {
              busy.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      List<Ping> pings = Collections.nCopies(10_000, new Ping(1));
      long[] sent = new long[1];
      Thread flood =
          new Thread(
              () -> {
                try {
                  for (; sent[0] < 500; sent[0]++) {
                    peer.send(pings);
                  }
                } catch (IOException closed) {
                  // the test is over
                }
              });
      flood.start();
      // The sender is stuck: two looks at what it could send give the same.
      long[] before = {-1};
      await()
          .pollInterval(java.time.Duration.ofMillis(300))
          .until(
              () -> {
                boolean stuck = sent[0] == before[0];
                before[0] = sent[0];
                return stuck;
              });
      assertThat(sent[0]).isLessThan(200);
      assertThat(node.messages).isEmpty();
      peer.reset();
      busy.countDown();
      flood.join();
      node.messages.clear();
    }
  }
}
