package dev.cairn.node.functional;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ATTACKS A1, A4, A5, A7, A10: clients of the API that mean no good, against a whole node. Each is
 * answered with a refusal, or its connection is closed; afterwards the node answers as before, and
 * nobody has learnt anything of its insides. The tests of the package {@code api} go into detail.
 */
class HostileClientTest {

  private static final String TOKEN = "a-secret-token-0123456789";
  private static final int READ_MILLIS = 60_000;
  private static final String STATUS = "GET /api/v1/status HTTP/1.1\r\n";
  private static final String POST = "POST /api/v1/transactions HTTP/1.1\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";

  @TempDir Path folder;

  private final List<String> answers = new ArrayList<>();
  private URI api;

  /** All that comes back for these bytes until the node closes. */
  private String send(String request) throws IOException {
    try (Socket socket = new Socket(api.getHost(), api.getPort())) {
      socket.setSoTimeout(READ_MILLIS);
      String answer;
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      } catch (java.net.SocketException reset) {
        answer = "";
      }
      answers.add(answer);
      return answer;
    }
  }

  private String head(String authorization) {
    return "Host: 127.0.0.1\r\nConnection: close\r\n" + authorization;
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token + "\r\n";
  }

  private void assertRefused(String request) throws IOException {
    assertThat(send(request)).matches("(?s)|HTTP/[12][.][01] (4[0-9]{2}|501) .*");
  }

  private void assertHealthy() throws IOException {
    assertThat(send(STATUS + head(bearer(TOKEN)) + "\r\n")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void clientsThatMeanNoGoodAreRefusedAndLearnNothing() throws Exception {
    Launch launch =
        Launch.node(folder, folder.resolve("data").toString()).with("CAIRN_API_TOKEN", TOKEN);
    try (RunningNode node = launch.ready()) {
      api = URI.create(node.api());
      assertHealthy();
      tokens();
      sizes();
      framing();
      ranges();
      assertHealthy();
      assertThat(node.stop()).isZero();
    }
    assertThat(String.join("\n", answers))
        .doesNotContain("\tat ", "Exception", "java.", "dev.cairn", folder.toString(), TOKEN);
    assertThat(Files.readString(folder.resolve("data").resolve("cairn.log")) + launch.said())
        .doesNotContain(TOKEN, "wrong-token");
  }

  private void tokens() throws IOException {
    String inQuery = "GET /api/v1/status?token=" + TOKEN + " HTTP/1.1\r\n" + head("") + "\r\n";
    for (String request :
        List.of(
            STATUS + head("") + "\r\n",
            STATUS + head(bearer("wrong-token")) + "\r\n",
            STATUS + head(bearer(TOKEN + "x")) + "\r\n",
            STATUS + head(bearer(TOKEN.substring(1))) + "\r\n",
            inQuery)) {
      assertThat(send(request)).startsWith("HTTP/1.1 401 ");
    }
  }

  private void sizes() throws IOException {
    String ours = head(bearer(TOKEN));
    assertRefused(POST + ours + JSON + "Content-Length: 1073741824\r\n\r\n{");
    assertRefused(STATUS + ours + "X-Header: some\r\n".repeat(10_000) + "\r\n");
    assertRefused("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\n" + ours + "\r\n");
    for (String body :
        List.of(
            "[".repeat(100_000),
            "{\"transaction\":\"00\",\"transaction\":\"01\"}",
            "{\"transaction\":NaN}",
            "{\"transaction\":1e400}",
            "{\"transaction\":\"zz\"}")) {
      assertRefused(POST + ours + JSON + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }
    assertRefused(
        POST + ours + JSON + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\u001f\u008b");
  }

  private void framing() throws IOException {
    String ours = head(bearer(TOKEN));
    assertRefused(
        POST
            + ours
            + JSON
            + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /");
    assertRefused(
        POST + ours + JSON + "Transfer-Encoding: chunked\r\n\r\n2;a=\nb\r\n{}\r\n0\r\n\r\n");
    assertRefused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    assertRefused("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n");
  }

  private void ranges() throws IOException {
    for (String query : List.of("from=-1", "limit=-1", "limit=0", "from=99999999999999999999")) {
      assertRefused("GET /api/v1/blocks?" + query + " HTTP/1.1\r\n" + head(bearer(TOKEN)) + "\r\n");
    }
    String capped = "GET /api/v1/blocks?from=0&limit=1000000000 HTTP/1.1\r\n";
    assertThat(send(capped + head(bearer(TOKEN)) + "\r\n")).matches("(?s)HTTP/1.1 [24].*");
  }
}
