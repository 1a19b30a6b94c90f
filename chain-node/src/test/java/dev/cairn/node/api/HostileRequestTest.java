package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no well-meaning client sends, byte by byte. */
final class HostileRequestTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private static final String GET = "GET /api/v1/openapi.json HTTP/1.1\r\n";
  private static final String HOST = "Host: 127.0.0.1\r\n";

  private static final int LINKS = 8;

  private static final ApiLimits LIMITS = limits(20_000, 20_000);

  /** For those that wait for the end of a client's time. */
  private static final ApiLimits HASTY = limits(700, 1_500);

  private ApiServer server;

  @BeforeEach
  void start() throws IOException {
    server = ApiServer.start(loopback(), new TestFacts(), LIMITS);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static ApiLimits limits(long firstRequestMillis, long idleMillis) {
    return new ApiLimits(
        new ApiLimits.Links(
            LINKS, 1, 8 << 10, 2 << 10, 64 << 10, firstRequestMillis, 700, idleMillis, 10_000),
        ApiLimits.DEFAULT.rates(),
        ApiLimits.DEFAULT.pages(),
        ApiLimits.DEFAULT.streams(),
        ApiLimits.DEFAULT.miners());
  }

  private void restart(ApiLimits limits) throws IOException {
    server.close();
    server = ApiServer.start(loopback(), new TestFacts(), limits);
  }

  private static ApiConfig loopback() {
    return new ApiConfig(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty());
  }

  private String answerTo(String request) throws IOException {
    try (RawClient client = new RawClient(server.address())) {
      return client.send(request).readToEnd();
    }
  }

  private static String code(String answer) {
    int start = answer.indexOf("\"reason\":\"") + "\"reason\":\"".length();
    return answer.substring(start, answer.indexOf('"', start));
  }

  private void isHealthy() throws IOException {
    String answer = answerTo(GET + HOST + "Connection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\"openapi\"");
  }

  @Test
  void answersAPlainRequest() throws IOException {
    isHealthy();
  }

  @Test
  void refusesLengthAndTransferEncodingAtOnce() throws IOException {
    String smuggled =
        "POST /api/v1/transactions HTTP/1.1\r\n"
            + HOST
            + "Content-Type: application/json\r\nContent-Length: 4\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            + GET
            + HOST
            + "\r\n";
    assertThat(answerTo(smuggled)).startsWith("HTTP/1.1 4").doesNotContain("HTTP/1.1 200");
    isHealthy();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nContent-Length: 5\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 1e3\r\n",
        "Content-Length: 0x10\r\n",
        "Content-Length: 99999999999999999999999\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: xchunked\r\nContent-Length: 3\r\n",
        "Transfer-Encoding : chunked\r\nContent-Length: 3\r\n",
        " Content-Length: 3\r\n",
        "Content-Length : 3\r\n"
      })
  void closesAfterADoubtfulEndOfTheBody(String headers) throws IOException {
    String answer =
        answerTo(
            "POST /api/v1/transactions HTTP/1.1\r\n"
                + HOST
                + "Content-Type: application/json\r\n"
                + headers
                + "\r\n0\r\n\r\n"
                + GET
                + HOST
                + "\r\n");
    assertThat(answer).doesNotContain("HTTP/1.1 200");
    isHealthy();
  }

  @Test
  void readsNoChunkExtensions() throws IOException {
    String answer =
        answerTo(
            "GET /api/v1/openapi.json HTTP/1.1\r\n"
                + HOST
                + "Transfer-Encoding: chunked\r\n\r\n5;\n\rxx\r\nabcde\r\n0\r\n\r\n");
    assertThat(answer).doesNotContain("HTTP/1.1 200");
    isHealthy();
  }

  @Test
  void refusesThePrefaceOfHttp2() throws IOException {
    String answer = answerTo("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0");
    assertThat(answer).doesNotContain("\0\0\0\u0004").doesNotContain("HTTP/1.1 200");
    isHealthy();
  }

  @Test
  void doesNotUpgradeToHttp2() throws IOException {
    restart(HASTY); // it keeps the connection
    String answer =
        answerTo(
            GET
                + HOST
                + "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\n"
                + "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContain(" 101 ");
    restart(LIMITS);
    isHealthy();
  }

  @Test
  void refusesTenThousandHeaders() throws IOException {
    String answer = answerTo(GET + HOST + "X-Some: header\r\n".repeat(10_000) + "\r\n");
    assertThat(answer).startsWith("HTTP/1.1 431 ");
    assertThat(code(answer)).isEqualTo("HEADERS_TOO_LARGE");
    isHealthy();
  }

  @Test
  void refusesALongRequestLine() throws IOException {
    String answer = answerTo("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n" + HOST + "\r\n");
    assertThat(answer).contains(" 414 ");
    assertThat(code(answer)).isEqualTo("URI_TOO_LONG");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Host: a\r\nHost: 127.0.0.1\r\n",
        "Host: 127.0.0.1\r\nHost: 127.0.0.1\r\n",
        "Host:\r\n",
        "Host: evil.example\r\n",
        "Host: 127.0.0.1.evil.example\r\n",
        "Host: 127.0.0.1@evil.example\r\n",
        "Host: localhost.evil.example:7070\r\n",
        "Host: 192.168.0.9\r\n",
        "Host: 127.0.0.1:7070:7070\r\n",
        "Host: [::1\r\n"
      })
  void refusesForeignAndRepeatedHosts(String host) throws IOException {
    String answer = answerTo("GET / HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 4").contains("\"reason\":\"");
  }

  @Test
  void refusesABodyOfAGibibyteBeforeItComes() throws IOException {
    String answer = answerTo(GET + HOST + "Content-Length: 1073741824\r\n\r\nabc");
    assertThat(code(answer)).isEqualTo("BODY_UNEXPECTED");
    isHealthy();
  }

  @Test
  void closesAConnectionThatSendsNothing() throws IOException {
    restart(HASTY);
    try (RawClient client = new RawClient(server.address())) {
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void closesAConnectionThatTakesForeverForItsHeaders() throws IOException {
    restart(HASTY);
    try (RawClient client = new RawClient(server.address())) {
      client.send(GET);
      await().atMost(LONG).until(() -> trickles(client));
      assertThat(client.readToEnd()).isEmpty();
    }
    restart(LIMITS);
    isHealthy();
  }

  /** One more byte; whether the server had enough. */
  private static boolean trickles(RawClient client) {
    return !client.isSent("X");
  }

  @Test
  void closesAConnectionBeyondTheLimit() throws IOException {
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < LINKS; i++) {
        RawClient client = new RawClient(server.address());
        clients.add(client);
        assertThat(client.send(GET + HOST + "\r\n").readUntil("\r\n\r\n")).contains(" 200 ");
      }
      assertThat(answerTo(GET + HOST + "\r\n")).isEmpty();
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
    await().atMost(LONG).untilAsserted(this::isHealthy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/nothing",
        "GET /api/v1/blocks/../../../etc/passwd",
        "GET /api/v1/%2e%2e/status",
        "GET //api/v1/status",
        "GET /api/v1/status/",
        "GET http://evil.example/api/v1/status",
        "GET *",
        "GET \\api",
        "OPTIONS *",
        "CONNECT 127.0.0.1:22",
        "TRACE /api/v1/status",
        "get /api/v1/status",
        "\0\0\0\0 /",
        "GET /api/v1/openapi.json?token=abc",
        "GET /api/v1/openapi.json?%00",
      })
  void answersStrangeTargetsWithoutInternals(String target) throws IOException {
    String answer = answerTo(target + " HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
    assertThat(answer)
        .doesNotContain("HTTP/1.1 200")
        .doesNotContain("HTTP/1.1 5")
        .doesNotContain("Exception")
        .doesNotContain("dev.cairn")
        .doesNotContain("io.vertx");
    isHealthy();
  }

  @Test
  void answersGarbageWithAClosedConnection() throws IOException {
    assertThat(answerTo("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n"))
        .doesNotContain(" 200 ");
    isHealthy();
  }
}
