package dev.cairn.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.core.TestKeys;
import dev.cairn.node.stratum.Source;
import dev.cairn.node.stratum.StratumServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MinerEndpointsTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private static Path folder;

  private static ApiFixture node;
  private static StratumServer stratum;

  @BeforeAll
  static void start() throws IOException {
    node = new ApiFixture(folder).join();
    stratum =
        StratumServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            InstantSource.system(),
            new Random(1));
    stratum.serve(
        Optional.of(new Source(node.member().feed(), node.peer(), node.member().network())));
  }

  @AfterAll
  static void stop() {
    stratum.close();
    node.close();
  }

  private static Socket connect(String name) throws IOException {
    Socket miner = new Socket(stratum.address().getAddress(), stratum.address().getPort());
    String lines =
        """
        {"id":1,"method":"mining.subscribe","params":["test/1"]}
        {"id":2,"method":"mining.authorize","params":["%s","x"]}
        """
            .formatted(name);
    miner.getOutputStream().write(lines.getBytes(UTF_8));
    return miner;
  }

  @Test
  void listsTheWorkersThatAreConnectedAndFitsTheDocument() throws IOException {
    assertThat(node.found("/api/v1/miners")).isEmpty();
    node.facts.stratum = Optional.of(stratum);
    assertThat(node.found("/api/v1/miners")).isEmpty();
    String address = TestKeys.FIRST.publicKey() + ".rig";

    try (Socket first = connect(address);
        Socket second = connect("anybody")) {
      assertThat(first.getPort()).isEqualTo(second.getPort());
      await().atMost(LONG).until(() -> node.found("/api/v1/miners").size() == 2);
      JsonNode miners = node.found("/api/v1/miners");

      JsonNode paid = miners.get(miners.get(0).get("name").asText().equals(address) ? 0 : 1);
      assertThat(paid.get("recipient").asText()).isEqualTo(TestKeys.FIRST.publicKey().toString());
      assertThat(paid.get("agent").asText()).isEqualTo("test/1");
      assertThat(paid.get("host").asText()).isEqualTo("127.0.0.1");
      assertThat(paid.get("difficulty").asDouble()).isPositive();
      assertThat(paid.get("lastShareAt").isNull()).isTrue();
      JsonNode other = miners.get(paid.equals(miners.get(0)) ? 1 : 0);
      assertThat(other.get("recipient").asText()).isEqualTo(TestKeys.SECOND.publicKey().toString());
      JsonNode document = node.found("/api/v1/openapi.json");
      JsonNode schema = document.at("/components/schemas/Miner");
      assertThat(new JsonSchema(document, schema).check(paid)).isEmpty();
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(node.get("/metrics").body())
                      .contains("cairn_stratum_workers 2.0\n")
                      .contains("cairn_stratum_shares_total{result=\"low_difficulty\"} 0.0\n"));
    }
    await().atMost(LONG).until(() -> node.found("/api/v1/miners").isEmpty());
  }
}
