package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.core.TestKeys;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import dev.cairn.node.api.ApiFixture.Reply;
import dev.cairn.node.api.rpc.GbtMiner;
import dev.cairn.node.member.Member;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RpcEndpointTest {

  private static final PublicKey MINER = TestKeys.key(3).publicKey();
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private MinerApiFixture miner;
  private ApiFixture node;

  @BeforeEach
  void start() throws IOException {
    miner = MinerApiFixture.joined(folder);
    node = miner.node;
  }

  @AfterEach
  void stop() {
    miner.close();
  }

  private static Coinbase coinbase(JsonNode template) {
    String hex = template.path("coinbasetxn").path("data").asText();
    return Coinbase.decode(Bytes.ofHex(hex)).value();
  }

  @Test
  void letsAMinerMineForItsAddress() {
    for (int height = 1; height <= 3; height++) {
      assertThat(miner.mine().isNull()).isTrue();
      assertThat(node.peer().tip().height().value()).isEqualTo(height);
    }
    assertThat(node.peer().tip().account(MINER).balance())
        .isEqualTo(Amount.of(3 * ApiFixture.NETWORK.subsidy().units()));
  }

  @Test
  void paysTheNodeWhenTheUserIsNoAddress() {
    String ask = "{\"method\":\"getblocktemplate\",\"id\":0}";
    for (String path : new String[] {"/", "/rpc"}) {
      JsonNode unnamed = node.send(miner.request(path, ask)).json();
      assertThat(coinbase(unnamed.path("result")).recipient())
          .isEqualTo(TestKeys.SECOND.publicKey());
    }
    String header = MinerApiFixture.basic("worker", "x");
    JsonNode named = node.send(miner.request("/", ask).header("Authorization", header)).json();
    assertThat(coinbase(named.path("result")).recipient()).isEqualTo(TestKeys.SECOND.publicKey());
    assertThat(coinbase(miner.template()).recipient()).isEqualTo(MINER);
  }

  @Test
  void refusesAUserThatIsAnAddressWithAMistake() {
    String user = MinerApiFixture.USER.substring(0, 60);
    Reply reply =
        node.send(
            miner
                .request("/", "{\"method\":\"getblocktemplate\",\"id\":0}")
                .header("Authorization", MinerApiFixture.basic(user, "x")));
    assertThat(MinerApiFixture.error(reply)).isEqualTo("401 -5");
    assertThat(reply.header("WWW-Authenticate")).isEqualTo("Basic realm=\"cairn\"");
  }

  @Test
  void putsTransactionsIntoTheBlock() {
    node.post(ApiFixture.transfer(0, TestKeys.key(4), 77));
    node.post(ApiFixture.transfer(1, TestKeys.key(4), 1));
    await().atMost(LONG).until(() -> miner.template().path("transactions").size() == 2);
    JsonNode template = miner.template();
    assertThat(template.path("transactions").get(1).path("fee").asLong()).isEqualTo(10);
    assertThat(miner.outcome(new GbtMiner(template).mine()).isNull()).isTrue();
    assertThat(node.peer().tip().account(TestKeys.key(4).publicKey()).balance().units())
        .isEqualTo(78);
  }

  @Test
  void sendsALargeTemplatePieceByPiece() throws IOException {
    for (int i = 0; i < 4; i++) {
      DocumentRecord record = DocumentRecord.ofDocument(Bytes.of(new byte[50_000 + i]));
      node.post(ApiFixture.transaction(i, record.payload()));
    }
    ApiLimits usual = ApiLimits.DEFAULT;
    ApiLimits small =
        new ApiLimits(
            usual.links(),
            usual.rates(),
            new ApiLimits.Pages(1_000, 20, 700),
            usual.streams(),
            usual.miners());
    try (MinerApiFixture other = new MinerApiFixture(folder, small, Optional.empty())) {
      other.node.facts.member = node.member();
      JsonNode template = other.template();
      assertThat(template.path("transactions")).hasSize(4);
      assertThat(other.outcome(new GbtMiner(template).mine()).isNull()).isTrue();
      other.node.facts.member = null;
    }
  }

  @Test
  void givesAnotherExtraNonceInEachAnswer() {
    assertThat(coinbase(miner.template()).extraNonce())
        .isNotEqualTo(coinbase(miner.template()).extraNonce());
  }

  @Test
  void takesTheFirstTimeOfTheWindowAndTheLast() {
    JsonNode first = miner.template();
    GbtMiner work = new GbtMiner(first);
    work.time = first.path("mintime").asLong();
    assertThat(miner.outcome(work.mine()).isNull()).isTrue();
    JsonNode last = miner.template();
    work = new GbtMiner(last);
    work.time = last.path("maxtime").asLong();
    assertThat(miner.outcome(work.mine()).isNull()).isTrue();
  }

  @Test
  void saysWhatIsWrongWithABlock() {
    JsonNode template = miner.template();
    GbtMiner work = new GbtMiner(template);
    String good = work.mine();
    assertThat(miner.outcome(work.block(work.search(0, false))).asText()).isEqualTo("high-hash");
    String otherBody =
        good.substring(0, good.length() - 70) + "1" + good.substring(good.length() - 69);
    assertThat(miner.outcome(otherBody).asText()).isEqualTo("bad-txnmrklroot");
    GbtMiner early = new GbtMiner(template);
    early.time = template.path("maxtime").asLong() + 10_000;
    assertThat(miner.outcome(early.mine()).asText()).isEqualTo("time-too-new");
    GbtMiner late = new GbtMiner(template);
    late.time = template.path("mintime").asLong() - 1;
    assertThat(miner.outcome(late.mine()).asText()).isEqualTo("time-too-old");
    assertThat(miner.outcome(good).isNull()).isTrue();
    assertThat(miner.outcome(good).asText()).isEqualTo("duplicate");
    GbtMiner second = new GbtMiner(template);
    assertThat(miner.outcome(second.block(second.search(work.search(0, true) + 1, true))).asText())
        .isEqualTo("stale-prevblk");
    assertThat(node.get("/metrics").body())
        .contains(
            "cairn_submitblock_blocks_total{outcome=\"tip\"} 1.0\n",
            "cairn_submitblock_blocks_total{outcome=\"other\"} 6.0\n");
  }

  @Test
  void refusesWhatIsNoBlock() {
    String good = new GbtMiner(miner.template()).mine();
    for (String block :
        new String[] {
          "", "0", "zz", "00", good.substring(2), good + "00", good.substring(0, good.length() - 2)
        }) {
      assertThat(MinerApiFixture.error(miner.submit(block))).as(block).isEqualTo("500 -22");
    }
    assertThat(MinerApiFixture.error(miner.ask("submitblock", ""))).isEqualTo("500 -32602");
    assertThat(node.peer().tip().height().value()).isZero();
  }

  @Test
  void judgesAProposal() {
    GbtMiner work = new GbtMiner(miner.template());
    String unworked = work.block(work.search(0, false));
    Reply good =
        miner.ask("getblocktemplate", "{\"mode\":\"proposal\",\"data\":\"" + unworked + "\"}");
    assertThat(good.status()).isEqualTo(200);
    assertThat(good.json().path("result").isNull()).isTrue();
    node.mine();
    Reply old =
        miner.ask("getblocktemplate", "{\"mode\":\"proposal\",\"data\":\"" + unworked + "\"}");
    assertThat(old.json().path("result").asText()).isEqualTo("inconclusive-not-best-prevblk");
    assertThat(MinerApiFixture.error(miner.ask("getblocktemplate", "{\"mode\":\"proposal\"}")))
        .isEqualTo("500 -32602");
    assertThat(MinerApiFixture.error(miner.ask("getblocktemplate", "{\"mode\":\"other\"}")))
        .isEqualTo("500 -8");
  }

  @Test
  void tellsWhatMinersShow() {
    node.mine();
    JsonNode info = miner.ask("getmininginfo", "").json().path("result");
    assertThat(info.path("blocks").asLong()).isEqualTo(1);
    assertThat(info.path("difficulty").isDouble()).isTrue();
    assertThat(info.path("chain").asText()).isEqualTo("dev");
    assertThat(miner.ask("getblockcount", "").json().path("result").asLong()).isEqualTo(1);
  }

  @Test
  void answersFaultsOnAConnectionThatGoesOn() throws IOException {
    try (RawClient client = new RawClient(node.server.address())) {
      assertThat(
              client
                  .send(post("{\"method\":\"getwork\",\"params\":[],\"id\":\"a\"}"))
                  .readUntil("\n"))
          .contains(" 404 ");
      assertThat(client.readUntil("}\n")).contains("-32601").contains("\"id\":\"a\"");
      assertThat(client.send(post("[{\"method\":\"getblockcount\"}]")).readUntil("}\n"))
          .contains(" 400 ")
          .contains("-32600");
      assertThat(client.send(post("{")).readUntil("}\n")).contains(" 500 ").contains("-32700");
      assertThat(client.send(post("{\"method\":\"getblockcount\",\"id\":[1]}")).readUntil("}\n"))
          .contains(" 200 ")
          .contains("{\"result\":0,\"error\":null,\"id\":[1]}");
    }
  }

  /** As minerd does with the libcurl of Debian 12; what follows on the connection is not read. */
  @Test
  void takesChunksWithALengthBesideThemAndThenCloses() throws IOException {
    String body = "{\"method\": \"getblockcount\", \"params\": [], \"id\":0}";
    try (RawClient client = new RawClient(node.server.address())) {
      String answer =
          client
              .send(
                  inChunks(
                          "Content-Length: " + body.length() + "\r\n",
                          body.substring(0, 9),
                          body.substring(9))
                      + post("{\"method\":\"getblockcount\",\"id\":1}"))
              .readToEnd();
      assertThat(answer).contains(" 200 ", "{\"result\":0,\"error\":null,\"id\":0}");
      assertThat(answer).doesNotContain("\"id\":1");
    }
  }

  @Test
  void takesChunksOnAConnectionThatGoesOn() throws IOException {
    try (RawClient client = new RawClient(node.server.address())) {
      for (int i = 0; i < 2; i++) {
        assertThat(client.send(inChunks("", "{\"method\":\"getblockcount\"}")).readUntil("}\n"))
            .contains(" 200 ", "{\"result\":0");
      }
      assertThat(client.send(inChunks("Transfer-Encoding: gzip\r\n", "x")).readToEnd())
          .contains(" 4")
          .doesNotContain(" 200 ");
    }
  }

  /** A proxy that goes by the length would see another end than Netty, which goes by the chunks. */
  @ParameterizedTest
  @ValueSource(strings = {"", "Content-Length: 5\r\n"})
  void refusesChunksInHttp10(String length) throws IOException {
    String request =
        inChunks("Connection: keep-alive\r\n" + length, "{\"method\":\"getblockcount\"}");
    try (RawClient client = new RawClient(node.server.address())) {
      String answer =
          client.send(request.replaceFirst("HTTP/1.1", "HTTP/1.0") + request).readToEnd();
      assertThat(answer).contains(" 4").doesNotContain(" 200 ");
    }
  }

  @Test
  void countsTheBytesOfChunks() throws IOException {
    int most = (int) (2 * ApiFixture.NETWORK.blockBytes() + 1024);
    String head = "{\"method\":\"getblockcount\"}";
    String[] chunks = {head, " ".repeat(most / 2), " ".repeat(most - most / 2 - head.length())};
    try (RawClient client = new RawClient(node.server.address())) {
      assertThat(client.send(inChunks("", chunks)).readUntil("}\n")).contains(" 200 ");
      chunks[2] += " ";
      assertThat(client.send(inChunks("", chunks)).readToEnd())
          .contains(" 413 ", "\"BODY_TOO_LARGE\"");
    }
  }

  private static String inChunks(String headers, String... chunks) {
    StringBuilder text = new StringBuilder("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    text.append(headers).append(JSON).append("Transfer-Encoding: chunked\r\n\r\n");
    for (String chunk : chunks) {
      text.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk).append("\r\n");
    }
    return text.append("0\r\n\r\n").toString();
  }

  private static String post(String json) {
    return "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        + JSON
        + "Content-Length: "
        + json.length()
        + "\r\n\r\n"
        + json;
  }

  @Test
  void takesABodyAsLargeAsABlockInHexadecimalAndNoLarger() throws IOException {
    long most = 2 * ApiFixture.NETWORK.blockBytes() + 1024;
    String begin = "{\"method\":\"submitblock\",\"id\":0,\"params\":[\"";
    String end = "\"]}";
    int digits = (int) most - begin.length() - end.length();
    assertThat(MinerApiFixture.error(miner.send(begin + "0".repeat(digits) + end)))
        .isEqualTo("500 -22");
    for (String path : new String[] {"/", "/rpc"}) {
      assertThat(answerToHead(path, JSON + "Content-Length: " + (most + 1) + "\r\n"))
          .contains(" 413 ", "\"BODY_TOO_LARGE\"");
    }
  }

  /** What is answered before the body has come: who still sends that may find the way closed. */
  private String answerToHead(String path, String headers) throws IOException {
    try (RawClient client = new RawClient(node.server.address())) {
      return client
          .send("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n")
          .readToEnd();
    }
  }

  @Test
  void answersNoPageOfAStranger() throws IOException {
    String length = "Content-Length: 35\r\n";
    assertThat(answerToHead("/", JSON + length + "Origin: http://evil.example\r\n"))
        .contains(" 403 ", "\"ORIGIN_NOT_ALLOWED\"");
    assertThat(answerToHead("/rpc", length + "Content-Type: text/plain;charset=UTF-8\r\n"))
        .contains(" 415 ", "\"CONTENT_TYPE_UNSUPPORTED\"");
    assertThat(answerToHead("/?x=1", JSON + length)).contains(" 400 ", "\"QUERY_UNKNOWN\"");
  }

  @Test
  void asksForTheTokenAsPassword() throws IOException {
    try (MinerApiFixture guarded =
        new MinerApiFixture(folder, ApiLimits.DEFAULT, Optional.of("secret"))) {
      guarded.node.facts.member = node.member();
      String ask = "{\"method\":\"getblockcount\",\"id\":0}";
      Reply none = guarded.node.send(guarded.request("/", ask));
      assertThat(none.refusal()).isEqualTo("401 TOKEN_NEEDED");
      assertThat(none.header("WWW-Authenticate")).isEqualTo("Basic realm=\"cairn\"");
      for (String wrong :
          new String[] {
            MinerApiFixture.basic("user", "secre"),
            MinerApiFixture.basic("secret", ""),
            "Basic secret",
            "Bearer secre"
          }) {
        assertThat(
                guarded
                    .node
                    .send(guarded.request("/", ask).header("Authorization", wrong))
                    .status())
            .isEqualTo(401);
      }
      for (String right : new String[] {MinerApiFixture.basic("user", "secret"), "Bearer secret"}) {
        for (String path : new String[] {"/", "/rpc"}) {
          assertThat(
                  guarded
                      .node
                      .send(guarded.request(path, ask).header("Authorization", right))
                      .status())
              .isEqualTo(200);
        }
      }
      Reply elsewhere =
          guarded.node.send(
              guarded
                  .request("/api/v1/transactions", ask)
                  .header("Authorization", MinerApiFixture.basic("user", "secret")));
      assertThat(elsewhere.refusal()).isEqualTo("401 TOKEN_NEEDED");
      assertThat(elsewhere.header("WWW-Authenticate")).isEqualTo("Bearer");
      guarded.node.facts.member = null;
    }
  }

  @Test
  void saysThatTheNodeIsInNoNetworkYet() throws IOException {
    try (MinerApiFixture alone = new MinerApiFixture(folder, ApiLimits.DEFAULT, Optional.empty())) {
      Reply reply = alone.ask("getblocktemplate", "");
      assertThat(MinerApiFixture.error(reply)).isEqualTo("500 -10");
      assertThat(reply.json().path("error").path("message").asText())
          .startsWith("IN_INITIAL_DOWNLOAD: ");
    }
  }

  @Test
  void saysWhatIsInTheWay() throws IOException {
    NetworkParameters ofTheFuture =
        new NetworkParameters.Builder(
                "of the future", Bytes.of(new byte[16]), Timestamp.of(4_000_000_000L))
            .build();
    InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (MinerApiFixture early = new MinerApiFixture(folder, ApiLimits.DEFAULT, Optional.empty())) {
      early.node.facts.member =
          Member.start(
              ofTheFuture,
              Files.createDirectories(folder.resolve("early")),
              new Member.Mining(0, MINER, false),
              builder -> builder.listen(listen));
      Reply reply = early.ask("getblocktemplate", "");
      assertThat(MinerApiFixture.error(reply)).isEqualTo("500 -1");
      assertThat(reply.json().path("error").path("message").asText())
          .startsWith("NOTHING_TO_MINE: got CLOCK_BEHIND (Set the clock");
    }
  }
}
