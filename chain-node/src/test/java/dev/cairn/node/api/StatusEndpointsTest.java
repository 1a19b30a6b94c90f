package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.core.TestKeys;
import dev.cairn.net.discovery.mdns.DiscoveryStatus;
import dev.cairn.node.network.NetworkFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusEndpointsTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void showsHowAMiningNodeIsDoing() throws IOException {
    try (ApiFixture node = new ApiFixture(folder).join("mining", 1)) {
      node.facts.notices = List.of(new NodeFacts.Notice("CLOCK_BEHIND", "41 s behind 3 peers"));
      node.facts.discovery =
          Optional.of(
              new DiscoveryStatus(
                  List.of("eth0"),
                  new TreeMap<>(Map.of("docker0", "bridge")),
                  0,
                  0,
                  0,
                  Optional.empty(),
                  Optional.of("no interface")));
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> assertThat(node.found("/api/v1/status").path("height").asLong()).isPositive());
      JsonNode status = node.found("/api/v1/status");
      assertThat(status.path("network").asText()).isEqualTo("dev");
      assertThat(status.path("networkId").asText()).isEqualTo(ApiFixture.NETWORK.id().toString());
      assertThat(status.path("nodeId").asText()).isEqualTo(node.facts.id().toString());
      assertThat(status.path("bestBlock").asText()).hasSize(64);
      assertThat(status.path("work").isTextual()).isTrue();
      assertThat(status.path("stateDigest").asText()).hasSize(64);
      assertThat(status.path("peers").asInt()).isZero();
      assertThat(status.path("mempoolTransactions").asInt()).isZero();
      assertThat(status.path("syncing").isBoolean()).isTrue();
      JsonNode mining = status.path("mining");
      assertThat(mining.path("enabled").asBoolean()).isTrue();
      assertThat(mining.path("threads").asInt()).isEqualTo(1);
      assertThat(mining.path("recipient").asText())
          .isEqualTo(TestKeys.SECOND.publicKey().toAddress());
      assertThat(status.path("interfaces").path("used").get(0).asText()).isEqualTo("eth0");
      assertThat(status.path("interfaces").path("skipped").path("docker0").asText())
          .isEqualTo("bridge");
      assertThat(status.path("interfaces").path("problem").asText()).isEqualTo("no interface");
      assertThat(status.path("clock").path("aheadOfPeersSeconds").isNull()).isTrue();
      assertThat(status.path("notices").get(0).path("code").asText()).isEqualTo("CLOCK_BEHIND");
      assertThat(status.path("uptimeSeconds").asLong()).isEqualTo(12);
      assertThat(status.path("version").asText()).isEqualTo("0.1.0-test");
    }
  }

  @Test
  void saysWhyItDoesNotMine() throws IOException {
    try (ApiFixture node = new ApiFixture(folder).join()) {
      JsonNode mining = node.found("/api/v1/status").path("mining");
      assertThat(mining.path("enabled").asBoolean()).isFalse();
      assertThat(mining.path("reason").asText()).isEqualTo("MINING_OFF");
    }
  }

  @Test
  void showsTheNetworkAsItsFile() throws IOException {
    try (ApiFixture node = new ApiFixture(folder).join()) {
      JsonNode network = node.found("/api/v1/network");
      assertThat(network.path("networkId").asText()).isEqualTo(ApiFixture.NETWORK.id().toString());
      assertThat(network.path("provisional").asBoolean()).isTrue();
      assertThat(NetworkFile.parse(network.path("parameters").toString()).value())
          .isEqualTo(ApiFixture.NETWORK);
    }
  }

  @Test
  void showsPeers() throws IOException {
    try (ApiFixture node = new ApiFixture(folder.resolve("one")).join();
        ApiFixture other = new ApiFixture(folder.resolve("two")).join()) {
      node.peer()
          .join(
              new InetSocketAddress(
                  InetAddress.getLoopbackAddress(), other.peer().address().getPort()));
      await().atMost(LONG).untilAsserted(() -> assertThat(other.found("/api/v1/peers")).hasSize(1));
      JsonNode inbound = other.found("/api/v1/peers").get(0);
      assertThat(inbound.path("nodeId").asText()).isEqualTo(node.peer().id().toString());
      assertThat(inbound.path("direction").asText()).isEqualTo("inbound");
      await().atMost(LONG).untilAsserted(() -> assertThat(node.found("/api/v1/peers")).hasSize(1));
      JsonNode outbound = node.found("/api/v1/peers").get(0);
      assertThat(outbound.path("nodeId").asText()).isEqualTo(other.peer().id().toString());
      assertThat(outbound.path("direction").asText()).isEqualTo("outbound");
      assertThat(outbound.path("address").asText())
          .isEqualTo("127.0.0.1:" + other.peer().address().getPort());
      assertThat(outbound.path("agent").asText()).isEqualTo("cairn");
      assertThat(outbound.path("score").asInt()).isZero();
      assertThat(outbound.path("height").asInt()).isZero();
    }
  }
}
