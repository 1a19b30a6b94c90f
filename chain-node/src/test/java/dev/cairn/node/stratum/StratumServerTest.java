package dev.cairn.node.stratum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.core.block.Block;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Target;
import dev.cairn.core.value.Timestamp;
import dev.cairn.net.PeerNode;
import dev.cairn.node.NodeConfig;
import dev.cairn.node.mining.TemplateFeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Miners at their sockets, and a peer that takes their blocks. */
class StratumServerTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Instant START = Instant.ofEpochSecond(1_800_000_000L);
  private static final PublicKey NODE = KeyPair.fromSeed(new byte[32]).publicKey();
  private static final StratumLimits SMALL =
      new StratumLimits(4, 2, 1_024, 1_000, 5_000, 64 << 10, 30, 300);

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final InstantSource clock = now::get;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private PeerNode peer;
  private StratumServer server;

  private void start(NetworkParameters network, StratumLimits limits) throws Exception {
    peer = opened(PeerNode.of(network).clock(clock).start());
    TemplateFeed feed = opened(TemplateFeed.start(peer, network, NODE, false, clock));
    server =
        opened(
            StratumServer.start(
                new InetSocketAddress(NodeConfig.loopback(), 0), limits, clock, new Random(1)));
    server.serve(Optional.of(new Source(feed, peer, network)));
  }

  private void start() throws Exception {
    start(NetworkParameters.dev(), StratumLimits.DEFAULT);
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.add(0, part);
    return part;
  }

  private TestMiner connect() throws IOException {
    return opened(new TestMiner(server.address()));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : opened) {
      part.close();
    }
  }

  private Block tip(PeerNode from) throws Exception {
    return from.ask((chain, pool) -> chain.block(chain.tip().hash()).orElseThrow()).get();
  }

  private void awaitHeight(long height) {
    await().atMost(LONG).until(() -> peer.tip().height().value() >= height);
  }

  @Test
  void aMinerThatVariesTheNonceMinesBlocks() throws Exception {
    start();
    TestMiner miner = connect().introduce("rig");
    JsonNode work = miner.job();

    for (int height = 1; height <= 3; height++) {
      JsonNode answer = miner.mine(work, TestMiner.blockTarget(work), height);
      assertThat(answer.get("result").asBoolean()).as("%s", answer).isTrue();
      awaitHeight(height);
      work = miner.jobAfter(work);
    }

    Block last = tip(peer);
    assertThat(last.coinbase().recipient()).isEqualTo(NODE);
    assertThat(last.coinbase().extraNonce().toHex()).startsWith(miner.extraNonce1());
    assertThat(server.totals().shares(ShareResult.ACCEPTED)).isEqualTo(3);
    await().atMost(LONG).until(() -> server.totals().blocks(BlockResult.TIP) == 3);
    assertThat(server.workers().get())
        .singleElement()
        .satisfies(
            worker -> {
              assertThat(worker.name()).isEqualTo("rig");
              assertThat(worker.agent()).isEqualTo("test/1");
              assertThat(worker.host()).isEqualTo("127.0.0.1");
              assertThat(worker.blocks()).isEqualTo(3);
              assertThat(worker.lastShareAt()).isPresent();
              assertThat(worker.difficulty()).isEqualTo(miner.difficulty());
            });
  }

  @Test
  void aMinerThatVariesTheVersionMinesABlockForItsAddress() throws Exception {
    start();
    PublicKey friend = KeyPair.fromSeed(Arrays.copyOf(new byte[] {7}, 32)).publicKey();
    TestMiner miner = connect();
    JsonNode granted =
        miner
            .call(
                "mining.configure",
                "[['version-rolling'],{'version-rolling.mask':'ffffffff',"
                    + "'version-rolling.min-bit-count':2}]")
            .get("result");
    int mask = TestMiner.word(granted.get("version-rolling.mask"));
    miner.introduce(friend.toAddress());
    miner.rename("rig");
    JsonNode work = miner.job();

    assertThat(miner.mineByVersion(work, TestMiner.blockTarget(work), mask).get("error").get(0))
        .hasToString("24");
    miner.rename(friend.toAddress());
    assertThat(miner.mineByVersion(work, TestMiner.blockTarget(work), mask).get("result"))
        .hasToString("true");

    awaitHeight(1);
    assertThat(tip(peer).coinbase().recipient()).isEqualTo(friend);
    assertThat(tip(peer).header().version() & ~mask).isEqualTo(0x20000000);
    assertThat(tip(peer).header().version() & mask).isNotZero();
  }

  @Test
  void requestsMayComeAllAtOnceAndInPieces() throws Exception {
    start();
    TestMiner miner = connect();
    String all =
        """
        {"id":1,"method":"mining.configure","params":[["version-rolling"],{}]}
        {"id":2,"method":"mining.subscribe","params":["bfgminer"]}
        {"id":3,"method":"mining.authorize","params":["rig","x"]}
        """;

    for (byte one : all.getBytes(UTF_8)) {
      miner.send(new byte[] {one});
    }

    for (int id = 1; id <= 3; id++) {
      assertThat(Request.parse(miner.line()).orElseThrow().get("id").asInt()).isEqualTo(id);
    }
    assertThat(miner.job().get(8).asBoolean()).isTrue();
  }

  @Test
  void duplicateStaleLowAndMisshapedSharesGetTheirCodes() throws Exception {
    NetworkParameters hard =
        new NetworkParameters.Builder(
                "hard", Bytes.of(new byte[16]), Timestamp.of(now.get().getEpochSecond()))
            .bits(new CompactBits(0x1d00ffff))
            .difficulty(10, 600, 300)
            .build();
    start(hard, StratumLimits.DEFAULT);
    TestMiner miner = connect();
    miner.call("mining.suggest_difficulty", "[0.00002]");
    miner.introduce("rig");
    JsonNode work = miner.job();
    assertThat(miner.difficulty()).isEqualTo(0.00002);
    Target target = miner.shareTarget();

    JsonNode share = miner.mine(work, target, 1);
    assertThat(share.get("result").asBoolean()).as("%s", share).isTrue();

    assertThat(miner.mine(work, target, 1).get("error").get(0)).hasToString("22");
    assertThat(miner.submit(work, miner.extraNonce2(2), 0, "").get("error").get(0))
        .hasToString("23");
    assertThat(miner.submit(work, new byte[4], 0, "").get("error").get(0)).hasToString("20");
    JsonNode none = Request.parse("{\"j\":[\"ffff\",0,0,0,0,0,0,\"00000000\"]}").orElseThrow();
    assertThat(miner.submit(none.get("j"), miner.extraNonce2(1), 0, "").get("error").get(0))
        .hasToString("21");
    assertThat(connect().submit(work, new byte[8], 0, "").get("error").get(0)).hasToString("25");
    assertThat(peer.tip().height().value()).isZero();
  }

  @Test
  void easierBitsComeAsANewJobAndABlockOfThemIsTaken() throws Exception {
    NetworkParameters asleep =
        new NetworkParameters.Builder(
                "asleep", Bytes.of(new byte[16]), Timestamp.of(now.get().getEpochSecond()))
            .bits(new CompactBits(0x207fffff))
            .genesisBits(new CompactBits(0x1d00ffff))
            .difficulty(10, 600, 300)
            .build();
    start(asleep, StratumLimits.DEFAULT);
    TestMiner miner = connect().introduce("rig");
    JsonNode first = miner.job();
    assertThat(first.get(6).asText()).isEqualTo("1d00ffff");

    now.updateAndGet(instant -> instant.plus(Duration.ofDays(30)));
    JsonNode eased = miner.jobAfter(first);

    assertThat(eased.get(6).asText()).isEqualTo("207fffff");
    assertThat(eased.get(1)).isEqualTo(first.get(1));
    JsonNode answer = miner.mine(eased, TestMiner.blockTarget(eased), 1);
    assertThat(answer.get("result").asBoolean()).as("%s", answer).isTrue();
    awaitHeight(1);
  }

  @Test
  void theBlockOfAnotherMakesTheWorkStale() throws Exception {
    start();
    TestMiner miner = connect().introduce("rig");
    JsonNode work = miner.job();

    Block foreign = peer.template(NODE).get().mine(new DigestKernel(), () -> false).orElseThrow();
    peer.submit(foreign).get();
    JsonNode next = miner.jobAfter(work);

    assertThat(next.get(1)).isNotEqualTo(work.get(1));
    assertThat(miner.mine(work, TestMiner.blockTarget(work), 1).get("error").get(0))
        .hasToString("21");
  }

  @Test
  void inAnotherNetworkTheWorkIsThatNetworks() throws Exception {
    start();
    TestMiner miner = connect().introduce("rig");
    JsonNode work = miner.job();
    NetworkParameters network =
        new NetworkParameters.Builder("other", Bytes.of(new byte[16]), new Timestamp(1))
            .bits(new CompactBits(0x207fffff))
            .difficulty(1, 0, 300)
            .build();
    PeerNode other = opened(PeerNode.of(network).clock(clock).start());
    TemplateFeed feed = opened(TemplateFeed.start(other, network, NODE, false, clock));

    server.serve(Optional.of(new Source(feed, other, network)));
    JsonNode next = miner.jobAfter(work);

    assertThat(miner.mine(work, TestMiner.blockTarget(work), 1).get("error").get(0))
        .hasToString("21");
    assertThat(miner.mine(next, TestMiner.blockTarget(next), 1).get("result").asBoolean()).isTrue();
    await().atMost(LONG).until(() -> other.tip().height().value() == 1);
    assertThat(peer.tip().height().value()).isZero();
  }

  @Test
  void aMinerThatComesBackGetsWorkAgain() throws Exception {
    start();
    TestMiner first = connect().introduce("rig");
    first.job();
    first.close();

    TestMiner second = connect().introduce("rig");

    assertThat(second.extraNonce1()).isNotEqualTo(first.extraNonce1());
    JsonNode work = second.job();
    assertThat(second.mine(work, TestMiner.blockTarget(work), 1).get("result").asBoolean())
        .isTrue();
    await().atMost(LONG).until(() -> server.workers().get().size() == 1);
  }

  @Test
  void aLineOfAMegabyteEndsTheConnection() throws Exception {
    start();
    TestMiner rude = connect();

    assertThatThrownBy(
            () -> {
              byte[] piece = new byte[1 << 20];
              Arrays.fill(piece, (byte) 'a');
              while (true) {
                rude.send(piece);
              }
            })
        .isInstanceOf(IOException.class);
    await().atMost(LONG).until(() -> server.totals().connections() == 0);
    assertThat(connect().introduce("rig").job()).isNotNull();
  }

  @Test
  void garbageEndsTheConnection() throws Exception {
    start();
    byte[] garbage = new byte[4_096];
    new Random(11).nextBytes(garbage);
    garbage[100] = '\n';
    TestMiner rude = connect();
    rude.send(garbage);

    await().atMost(LONG).until(() -> isAtEnd(rude));
    TestMiner browser = connect();
    browser.send("GET / HTTP/1.1\r");
    assertThat(Request.parse(browser.line()).orElseThrow().get("error").get(0)).hasToString("20");
    assertThat(isAtEnd(browser)).isTrue();
    await().atMost(LONG).until(() -> server.totals().connections() == 0);
    assertThat(connect().introduce("rig").job()).isNotNull();
  }

  private static boolean isAtEnd(TestMiner miner) {
    try {
      return miner.line() == null;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void aMinerThatReadsNothingIsLetGoAndNothingPilesUp() throws Exception {
    start(
        NetworkParameters.dev(), new StratumLimits(4, 2, 16_384, 10_000_000, 1 << 20, 4_096, 1, 1));
    String unknown = "{'id':1,'method':'unknown'}\n".repeat(2_000);
    TestMiner deaf = connect();

    assertThatThrownBy(
            () -> {
              while (true) {
                deaf.send(unknown.replace('\'', '"').getBytes(UTF_8));
              }
            })
        .isInstanceOf(IOException.class);

    await().atMost(LONG).until(() -> server.totals().connections() == 0);
  }

  @Test
  void whatComesTooFastIsReadLaterAndNothingIsLost() throws Exception {
    start(NetworkParameters.dev(), new StratumLimits(4, 2, 16_384, 400, 10, 64 << 10, 30, 300));
    TestMiner hasty = connect();
    StringBuilder all = new StringBuilder();
    for (int id = 0; id < 200; id++) {
      all.append("{\"id\":").append(id).append(",\"method\":\"mining.extranonce.subscribe\"}\n");
    }

    hasty.send(all.toString().getBytes(UTF_8));

    for (int id = 0; id < 200; id++) {
      assertThat(Request.parse(hasty.line()).orElseThrow().get("id").asInt()).isEqualTo(id);
    }
  }

  @Test
  void aMinerThatSendsMoreThanItReadsIsHeldBackAndNothingIsLost() throws Exception {
    start(
        NetworkParameters.dev(),
        new StratumLimits(4, 2, 16_384, 1 << 20, 1 << 20, 64 << 10, 60, 300));
    TestMiner hasty = connect();
    int count = 3_000;
    Thread sending = new Thread(() -> sendRequests(hasty, count));
    sending.start();

    for (int id = 0; id < count; id++) {
      assertThat(Request.parse(hasty.line()).orElseThrow().get("id").asInt()).isEqualTo(id);
    }
    sending.join();
  }

  private static void sendRequests(TestMiner miner, int count) {
    try {
      for (int id = 0; id < count; id++) {
        miner.send("{'id':" + id + ",'method':'mining.extranonce.subscribe'}");
      }
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }

  @Test
  void thereAreOnlySoManyPlaces() throws Exception {
    start(NetworkParameters.dev(), SMALL);
    for (int i = 0; i < SMALL.connections(); i++) {
      connect().introduce("rig").job();
    }

    TestMiner oneMore = connect();
    assertThat(isAtEnd(oneMore)).isTrue();

    opened.stream().filter(TestMiner.class::isInstance).skip(1).findFirst().orElseThrow().close();
    await().atMost(LONG).until(this::isTaken);
  }

  private boolean isTaken() {
    try (TestMiner miner = new TestMiner(server.address())) {
      return miner.introduce("rig").job() != null;
    } catch (IOException | NoSuchElementException | NullPointerException refused) {
      return false;
    }
  }

  @Test
  void aThousandIdleMinersHoldUpNobody() throws Exception {
    start();
    for (int i = 0; i < 1_000; i++) {
      opened(new Socket(server.address().getAddress(), server.address().getPort()));
    }
    await().atMost(LONG).until(() -> server.totals().connections() == 1_000);
    TestMiner miner = connect().introduce("rig");
    JsonNode work = miner.job();

    assertThat(miner.mine(work, TestMiner.blockTarget(work), 1).get("result").asBoolean()).isTrue();
    awaitHeight(1);
    await().atMost(LONG).until(() -> server.totals().workers() == 1);
  }

  @Test
  void hasNoWorkersAfterItsEnd() throws Exception {
    start();
    connect().introduce("rig").job();

    server.close();

    assertThat(server.workers().get(LONG.toSeconds(), TimeUnit.SECONDS)).isEmpty();
    server.close();
  }

  @Test
  void saysWhatToDoWhenTheAddressIsTaken() throws Exception {
    start();

    assertThatThrownBy(() -> StratumServer.start(server.address(), clock, new Random(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--stratum");
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("no.such.host", 3333);
    assertThatThrownBy(() -> StratumServer.start(nowhere, clock, new Random(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no.such.host");
  }
}
