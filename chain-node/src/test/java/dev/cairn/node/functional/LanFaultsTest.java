package dev.cairn.node.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.net.namespace.HostProcess;
import dev.cairn.net.namespace.NetworkNamespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ATTACKS A2, K9: what another host of the LAN can ask a node's API, and an interface that goes
 * down and comes up under a node.
 */
class LanFaultsTest {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String TOKEN = "0123456789abcdef0123";

  @TempDir Path folder;

  private NetworkNamespaces lan;
  private NetworkNamespaces.Host one;
  private NetworkNamespaces.Host other;

  @BeforeAll
  static void needsNamespaces() {
    Optional<String> whyNot = NetworkNamespaces.whyNot();
    assumeTrue(whyNot.isEmpty(), () -> "skipped: " + whyNot.orElse(""));
  }

  @BeforeEach
  void makeLan() throws IOException {
    lan = NetworkNamespaces.create();
    one = lan.addHost();
    other = lan.addHost();
  }

  @AfterEach
  void removeLan() {
    lan.close();
  }

  private HostProcess start(NetworkNamespaces.Host host, String... more) throws IOException {
    List<String> command = new ArrayList<>(RunningNode.command("run", "--json"));
    command.addAll(List.of("--data", folder.resolve(host.address()).toString()));
    command.addAll(List.of(more));
    HostProcess node = host.run(command.toArray(new String[0]));
    node.await(1, line -> line.startsWith("{\"event\":\"ready\""), LONG);
    return node;
  }

  /** The status code of the answer; 000 when there is none. */
  private static String code(NetworkNamespaces.Host host, String url, String... headers)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("curl", "-s", "-o", "/dev/null", "-m", "30"));
    command.addAll(List.of("-w", "%{http_code}\\n"));
    for (String header : headers) {
      command.addAll(List.of("-H", header));
    }
    command.add(url);
    return host.run(command.toArray(new String[0]))
        .await(1, line -> line.matches("[0-9]{3}"), LONG)
        .get(0);
  }

  @Test
  void theApiIsThisHostsAloneAndAsksOthersForATokenWhenItIsNot() throws Exception {
    String afar = "http://" + one.address() + ":7070/api/v1/status";
    HostProcess node = start(one, "--network", "dev", "--mine", "off");
    assertThat(code(one, "http://127.0.0.1:7070/api/v1/status")).isEqualTo("200");
    assertThat(code(one, "http://127.0.0.1:7070/api/v1/status", "Host: rebound.example:7070"))
        .isEqualTo("403");
    assertThat(code(other, afar)).isEqualTo("000");
    node.close();

    Path token = Files.writeString(folder.resolve("token"), TOKEN);
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    start(
        one,
        "--network",
        "dev",
        "--mine",
        "off",
        "--api",
        "0.0.0.0:7070",
        "--api-token-file",
        token.toString());
    String authorization = "Authorization: Bearer " + TOKEN;
    assertThat(code(other, afar, authorization)).isEqualTo("200");
    assertThat(code(other, afar)).isEqualTo("401");
    assertThat(code(other, afar, authorization + "x")).isEqualTo("401");
    assertThat(code(other, afar + "?token=" + TOKEN)).isEqualTo("401");
  }

  @Test
  void anInterfaceThatGoesDownAndUpHealsByItself() throws Exception {
    start(one, "--mine", "1");
    start(other, "--mine", "off");
    await().atMost(LONG).until(() -> status(other).path("peers").asInt() == 1);
    await().atMost(LONG).until(() -> status(other).path("height").asLong() > 1);

    one.setInterface(false);
    await().atMost(LONG).until(() -> status(one).path("peers").asInt(-1) == 0);
    long height = status(one).path("height").asLong();
    await().atMost(LONG).until(() -> status(one).path("height").asLong() > height + 1);

    one.setInterface(true);
    await().atMost(LONG).until(() -> status(other).path("height").asLong() > height + 1);
    assertThat(status(one).path("networkId")).isEqualTo(status(other).path("networkId"));
  }

  private static JsonNode status(NetworkNamespaces.Host host) throws IOException {
    HostProcess curl = host.run("curl", "-s", "-m", "30", "http://127.0.0.1:7070/api/v1/status");
    return new JsonMapper().readTree(String.join("", curl.awaitEnd(LONG)));
  }
}
