package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.core.TestKeys;
import dev.cairn.core.block.Block;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.node.api.ApiFixture.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document says what is so: its routes, its examples, and what a node really answers. */
final class OpenApiTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private static final Bytes DOCUMENT = Bytes.of((byte) 'd');

  @TempDir private static Path folder;

  private static ApiFixture node;
  private static ApiFixture other;
  private static JsonNode document;

  @BeforeAll
  static void start() throws IOException {
    node = new ApiFixture(folder.resolve("one")).join();
    other = new ApiFixture(folder.resolve("two")).join();
    node.peer()
        .join(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), other.peer().address().getPort()));
    await().atMost(LONG).untilAsserted(() -> assertThat(node.found("/api/v1/peers")).hasSize(1));
    document = node.found("/api/v1/openapi.json");
  }

  @AfterAll
  static void stop() {
    node.close();
    other.close();
  }

  @Test
  void listsExactlyTheRoutesThereAre() {
    Map<String, Set<String>> documented = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            documented.put(
                                method.getKey() + " " + path.getKey(),
                                inQuery(method.getValue()))));
    Map<String, Set<String>> routed = new TreeMap<>();
    EventStreams streams = new EventStreams(null, null, ApiLimits.DEFAULT, node.facts::member);
    Metrics metrics = new Metrics(null, node.facts, null, null, null, streams);
    RpcEndpoint rpc = new RpcEndpoint(null, null, null, InstantSource.system(), new Random(1));
    for (Route route : Routes.all(null, ApiLimits.DEFAULT, node.facts, streams, metrics, rpc)) {
      String name = route.method().toLowerCase(Locale.ROOT) + " " + route.template();
      routed.put(name, new TreeSet<>(route.query()));
    }
    assertThat(documented).isEqualTo(routed);
  }

  private static Set<String> inQuery(JsonNode operation) {
    Set<String> names = new TreeSet<>();
    operation
        .path("parameters")
        .forEach(
            parameter -> {
              if (parameter.path("in").asText().equals("query")) {
                names.add(parameter.path("name").asText());
              }
            });
    return names;
  }

  @Test
  void hasOnlyExamplesThatFitTheirSchemas() {
    List<String> faults = new ArrayList<>();
    int checked = checkExamples(document, faults);
    assertThat(faults).isEmpty();
    assertThat(checked).isGreaterThan(18);
  }

  /** Checks every example that stands beside a schema. */
  private static int checkExamples(JsonNode at, List<String> faults) {
    int checked = 0;
    JsonSchema schema = new JsonSchema(document, at.path("schema"));
    if (at.has("schema") && at.has("example")) {
      faults.addAll(schema.check(at.path("example")));
      checked++;
    }
    for (JsonNode example : at.has("schema") ? at.path("examples") : document.path("none")) {
      faults.addAll(schema.check(example.path("value")));
      checked++;
    }
    for (JsonNode child : at) {
      checked += checkExamples(child, faults);
    }
    return checked;
  }

  @Test
  void describesWhatANodeAnswers() {
    DocumentRecord record = DocumentRecord.ofDocument(DOCUMENT);
    Transaction transfer = ApiFixture.transfer(0, TestKeys.SECOND, 5);
    Transaction whole = ApiFixture.transaction(1, record.payload());
    Transaction digest =
        ApiFixture.transaction(2, DocumentRecord.ofDigest(Sha256Digest.ZERO).payload());
    Block block = node.mine(transfer, whole, digest);
    Transaction waiting = ApiFixture.transfer(3, TestKeys.SECOND, 5);
    String address = "/api/v1/accounts/" + TestKeys.FIRST.publicKey();

    checkAnswer("post", "/api/v1/transactions", "202", node.post(waiting));
    checkAnswer(
        "post",
        "/api/v1/transactions",
        "422",
        node.post(ApiFixture.transfer(4, TestKeys.SECOND, 1L << 60)));
    for (String path : new String[] {"status", "peers", "network", "miners", "mempool", "blocks"}) {
      checkGet("/api/v1/" + path, "/api/v1/" + path);
    }
    for (String path : new String[] {"", "/header", "/raw"}) {
      checkGet("/api/v1/blocks/{block}" + path, "/api/v1/blocks/1" + path);
    }
    checkGet("/api/v1/blocks/{block}", "/api/v1/blocks/0");
    for (Object id :
        List.of(transfer.id(), whole.id(), digest.id(), waiting.id(), block.coinbase().id())) {
      checkGet("/api/v1/transactions/{id}", "/api/v1/transactions/" + id);
    }
    checkGet("/api/v1/transactions/{id}/proof", "/api/v1/transactions/" + transfer.id() + "/proof");
    checkGet("/api/v1/accounts/{address}", address);
    checkGet("/api/v1/accounts/{address}/transactions", address + "/transactions?limit=2");
    checkGet("/api/v1/records/{sha256}", "/api/v1/records/" + record.digest());
    Reply unknown = node.get("/api/v1/records/" + "00".repeat(31) + "01");
    assertThat(new JsonSchema(document, schemaNamed("Refusal")).check(unknown.json())).isEmpty();
  }

  private static JsonNode schemaNamed(String name) {
    return document.path("components").path("schemas").path(name);
  }

  private void checkGet(String template, String path) {
    checkAnswer("get", template, "200", node.get(path));
  }

  private void checkAnswer(String method, String template, String status, Reply reply) {
    assertThat(Integer.toString(reply.status())).as(template).isEqualTo(status);
    JsonNode schema =
        document
            .path("paths")
            .path(template)
            .path(method)
            .path("responses")
            .path(status)
            .path("content")
            .path("application/json")
            .path("schema");
    assertThat(schema.isMissingNode()).as(template).isFalse();
    assertThat(new JsonSchema(document, schema).check(reply.json())).as(template).isEmpty();
  }
}
