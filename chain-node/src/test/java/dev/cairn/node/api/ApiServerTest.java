package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.api.ApiFixture.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server itself: where it listens, and whom it answers. */
final class ApiServerTest {

  @TempDir private Path folder;

  private static ApiConfig config(String host, int port, Optional<String> token)
      throws IOException {
    return new ApiConfig(new InetSocketAddress(InetAddress.getByName(host), port), token);
  }

  @Test
  void refusesToListenForOthersWithoutAToken() throws IOException {
    for (String host : new String[] {"0.0.0.0", "::", "192.0.2.1"}) {
      ApiConfig config = config(host, 0, Optional.empty());
      assertThatThrownBy(() -> ApiServer.start(config, new TestFacts()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("TOKEN_NEEDED")
          .hasMessageContaining("token");
    }
  }

  @Test
  void listensForOthersWithAToken() throws IOException {
    try (ApiServer server =
            ApiServer.start(config("0.0.0.0", 0, Optional.of("secret")), new TestFacts());
        RawClient client = new RawClient(loopback(server))) {
      client.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 401 ");
    }
  }

  private static InetSocketAddress loopback(ApiServer server) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.address().getPort());
  }

  @Test
  void saysWhatToDoWhenThePortIsInUse() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ApiConfig config = config("127.0.0.1", other.getLocalPort(), Optional.empty());
      assertThatThrownBy(() -> ApiServer.start(config, new TestFacts()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1 port " + other.getLocalPort())
          .hasMessageContaining("--api");
    }
  }

  @Test
  void saysWhatToDoWhenThereIsNoSuchAddress() {
    ApiConfig config =
        new ApiConfig(InetSocketAddress.createUnresolved("nowhere.invalid", 1), Optional.empty());
    assertThatThrownBy(() -> ApiServer.start(config, new TestFacts()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nowhere.invalid");
  }

  @Test
  void freesItsPortWhenItIsClosed() throws IOException {
    ApiServer first = ApiServer.start(config("127.0.0.1", 0, Optional.empty()), new TestFacts());
    int port = first.address().getPort();
    first.close();
    first.close();
    ApiServer.start(config("127.0.0.1", port, Optional.empty()), new TestFacts()).close();
  }

  @Test
  void asksForTheTokenEverywhere() throws IOException {
    try (ApiFixture node =
        new ApiFixture(folder, ApiLimits.DEFAULT, Optional.of("correct-horse"))) {
      for (String path : new String[] {"/", "/metrics", "/api/v1/status", "/nothing"}) {
        Reply none = node.get(path);
        assertThat(none.refusal()).isEqualTo("401 TOKEN_NEEDED");
        assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(node.get(path + "?token=correct-horse").refusal()).isEqualTo("401 TOKEN_NEEDED");
        assertThat(node.send(authorized(node, path, "Bearer wrong")).refusal())
            .isEqualTo("401 TOKEN_NEEDED");
      }
      assertThat(node.send(authorized(node, "/", "Bearer correct-horse")).status()).isEqualTo(200);
      assertThat(node.send(authorized(node, "/api/v1/status", "Bearer correct-horse")).refusal())
          .isEqualTo("503 STARTING");
    }
  }

  private static HttpRequest.Builder authorized(ApiFixture node, String path, String value) {
    return HttpRequest.newBuilder(node.uri(path)).header("Authorization", value);
  }

  @Test
  void takesAnyNameFromWhoeverHasTheToken() throws IOException {
    try (ApiServer server =
        ApiServer.start(config("0.0.0.0", 0, Optional.of("secret")), new TestFacts())) {
      assertThat(answer(server, "Host: node.example:7070\r\nAuthorization: Bearer secret\r\n"))
          .startsWith("HTTP/1.1 200 ");
      assertThat(answer(server, "Host: node.example:7070\r\nAuthorization: Bearer other\r\n"))
          .startsWith("HTTP/1.1 401 ")
          .contains("TOKEN_NEEDED");
      assertThat(answer(server, "Host: node.example:7070\r\n")).contains("TOKEN_NEEDED");
      assertThat(answer(server, "Authorization: Bearer secret\r\n")).contains("REQUEST_MALFORMED");
    }
  }

  @Test
  void takesOnlyItsOwnNamesWhereThereIsNoToken() throws IOException {
    try (ApiServer server =
        ApiServer.start(config("127.0.0.1", 0, Optional.empty()), new TestFacts())) {
      assertThat(answer(server, "Host: node.example:7070\r\nAuthorization: Bearer secret\r\n"))
          .startsWith("HTTP/1.1 403 ")
          .contains("HOST_NOT_ALLOWED", "with a token, any name");
    }
  }

  private static String answer(ApiServer server, String headers) throws IOException {
    try (RawClient client = new RawClient(loopback(server))) {
      return client.send("GET / HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n").readToEnd();
    }
  }

  @Test
  void saysThatItStartsWhileThereIsNoNetwork() throws IOException {
    try (ApiFixture node = new ApiFixture(folder)) {
      for (String path :
          new String[] {"status", "peers", "network", "blocks", "blocks/1", "mempool", "events"}) {
        assertThat(node.get("/api/v1/" + path).refusal()).isEqualTo("503 STARTING");
      }
      assertThat(node.post("{}").refusal()).isEqualTo("503 STARTING");
      assertThat(node.get("/api/v1/status").json().path("hint").asText()).isNotEmpty();
      assertThat(node.get("/").body()).contains("/api/v1/status");
      assertThat(node.get("/metrics").body()).contains("cairn_network_joined 0.0");
    }
  }

  @Test
  void answersUnknownPathsAndMethods() throws IOException {
    try (ApiFixture node = new ApiFixture(folder)) {
      assertThat(node.get("/api/v2/status").refusal()).isEqualTo("404 NOT_FOUND");
      assertThat(node.get("/favicon.ico").refusal()).isEqualTo("404 NOT_FOUND");
      for (String method : new String[] {"PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"}) {
        Reply reply =
            node.send(
                HttpRequest.newBuilder(node.uri("/api/v1/status"))
                    .method(method, BodyPublishers.noBody()));
        assertThat(reply.refusal()).as(method).isEqualTo("405 METHOD_NOT_ALLOWED");
        assertThat(reply.header("Allow")).isEqualTo("GET");
      }
      Reply get = node.get("/api/v1/transactions");
      assertThat(get.refusal()).isEqualTo("405 METHOD_NOT_ALLOWED");
      assertThat(get.header("Allow")).isEqualTo("POST");
    }
  }

  @Test
  void allowsNoOtherOrigin() throws IOException {
    try (ApiFixture node = new ApiFixture(folder)) {
      HttpRequest.Builder foreign =
          HttpRequest.newBuilder(node.uri("/")).header("Origin", "http://evil.example");
      Reply reply = node.send(foreign);
      assertThat(reply.refusal()).isEqualTo("403 ORIGIN_NOT_ALLOWED");
      assertThat(reply.response().headers().map().keySet())
          .noneMatch(name -> name.startsWith("access-control"));
    }
  }

  @Test
  void asksForJsonWithALength() throws IOException {
    try (ApiFixture node = new ApiFixture(folder)) {
      for (String type : new String[] {"text/plain", "application/jsonp", "multipart/form-data"}) {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(node.uri("/api/v1/transactions"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{}"));
        assertThat(node.send(request).refusal()).isEqualTo("415 CONTENT_TYPE_UNSUPPORTED");
      }
      HttpRequest.Builder packed =
          HttpRequest.newBuilder(node.uri("/api/v1/transactions"))
              .header("Content-Type", "application/json")
              .header("Content-Encoding", "gzip")
              .POST(BodyPublishers.ofByteArray(new byte[100]));
      assertThat(node.send(packed).refusal()).isEqualTo("415 CONTENT_TYPE_UNSUPPORTED");
      HttpRequest.Builder chunked =
          HttpRequest.newBuilder(node.uri("/api/v1/transactions"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("{}")));
      assertThat(node.send(chunked).refusal()).isEqualTo("411 LENGTH_NEEDED");
    }
  }

  @Test
  void letsAPollTakeLongerThanAConnectionMayBeIdle() throws IOException {
    ApiLimits usual = ApiLimits.DEFAULT;
    ApiLimits patient =
        new ApiLimits(
            new ApiLimits.Links(8, 8, 8 << 10, 2 << 10, 64 << 10, 10_000, 10_000, 3_000, 10_000),
            usual.rates(),
            usual.pages(),
            usual.streams(),
            new ApiLimits.Miners(8, 8, 4_000, 4_000, 1_000));
    try (MinerApiFixture miner = new MinerApiFixture(folder, patient, Optional.empty())) {
      miner.node.join();
      String poll = MinerApiFixture.pollText(miner.template());
      try (RawClient client = new RawClient(loopback(miner.node.server))) {
        client.send(post("{\"method\":\"getblockcount\",\"params\":[],\"id\":1}"));
        assertThat(client.readUntil("\"id\":1}")).contains("200 OK", "\"result\":0");
        client.send(post(poll));
        assertThat(client.readUntil("\"id\":0}")).contains("200 OK", "longpollid");
      }
    }
  }

  private static String post(String json) {
    return "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        + "Content-Length: %d\r\n\r\n%s".formatted(json.length(), json);
  }

  @Test
  void slowsDownAClientThatAsksTooMuch() throws IOException {
    ApiLimits usual = ApiLimits.DEFAULT;
    ApiLimits strict =
        new ApiLimits(
            usual.links(),
            new ApiLimits.Rates(1, 1, 4),
            usual.pages(),
            usual.streams(),
            usual.miners());
    try (ApiFixture node = new ApiFixture(folder, strict, Optional.empty())) {
      assertThat(node.get("/").status()).isEqualTo(200);
      assertThat(IntStream.range(0, 20).mapToObj(any -> node.get("/")).map(Reply::status))
          .contains(429);
    }
  }
}
