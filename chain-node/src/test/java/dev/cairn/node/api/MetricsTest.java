package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.TestKeys;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures, their names, and what is written about them. */
final class MetricsTest {

  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z][a-z0-9_]*)(\\{[a-z_]+=\"[^\"\\\\]*\"(,[a-z_]+=\"[^\"\\\\]*\")*})?"
              + " (-?[0-9.]+(E-?[0-9]+)?|NaN|[+-]Inf)");

  @TempDir private static Path folder;

  private static ApiFixture node;

  @BeforeAll
  static void start() throws IOException {
    node = new ApiFixture(folder).join();
    node.mine();
    node.post(ApiFixture.transfer(0, TestKeys.SECOND, 5));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Map<String, String> types(String figures) {
    Map<String, String> types = new TreeMap<>();
    Matcher matcher = TYPE.matcher(figures);
    while (matcher.find()) {
      types.put(matcher.group(1), matcher.group(2));
    }
    return types;
  }

  @Test
  void keepsTheConventionsOfPrometheus() {
    String figures = node.get("/metrics").body();
    types(figures)
        .forEach(
            (name, type) -> {
              assertThat(figures).contains("# HELP " + name + " ");
              assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
              assertThat(name).doesNotContain("_ns").doesNotContain("_ms");
              assertThat(type.equals("gauge") && name.endsWith("_count")).as(name).isFalse();
            });
    Set<String> seen = new TreeSet<>();
    for (String line : figures.lines().toList()) {
      if (!line.startsWith("# ")) {
        assertThat(line).matches(SAMPLE);
        assertThat(seen.add(line.substring(0, line.lastIndexOf(' ')))).as(line).isTrue();
      }
    }
  }

  @Test
  void areAllDocumentedAndThere() throws IOException {
    String text = Files.readString(projectFile("docs/metrics.md"));
    Set<String> documented = new TreeSet<>();
    Matcher names = Pattern.compile("`((cairn|jvm|process|system)_[a-z0-9_]+)`").matcher(text);
    while (names.find()) {
      documented.add(names.group(1));
    }
    Set<String> there = types(node.get("/metrics").body()).keySet();
    assertThat(documented).containsAll(there);
    documented.removeIf(name -> name.startsWith("jvm_gc_")); // some come with the first collection
    assertThat(there).containsAll(documented);
  }

  private static Path projectFile(String name) {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.exists(at.resolve(name))) {
      at = at.getParent();
    }
    assertThat(at).as(name).isNotNull();
    return at.resolve(name);
  }

  @Test
  void tellHowThingsStand() {
    node.get("/api/v1/nothing");
    node.get("/api/v1/blocks/1");
    assertThat(node.get("/metrics").body())
        .contains("cairn_network_joined 1.0\n")
        .contains("cairn_mempool_transactions 1.0\n")
        .contains("cairn_mining_threads 0.0\n")
        .contains("cairn_peers{direction=\"inbound\"} 0.0\n")
        .contains("cairn_api_requests_total{route=\"none\",status=\"404\"} ")
        .contains("cairn_api_requests_total{route=\"/api/v1/blocks/{block}\",status=\"200\"} ")
        .contains("cairn_api_connections 1.0\n")
        .contains("cairn_node_info{node=\"" + node.facts.id() + "\",version=\"0.1.0-test\"} 1\n");
  }

  @Test
  void countEveryReason() {
    String figures = node.get("/metrics").body();
    for (DisconnectReason reason : DisconnectReason.values()) {
      assertThat(figures).contains("cairn_disconnects_total{reason=\"" + reason + "\"} 0.0\n");
    }
    for (Misbehaviour kind : Misbehaviour.values()) {
      assertThat(figures).contains("cairn_misbehaviour_total{kind=\"" + kind + "\"} 0.0\n");
    }
  }
}
