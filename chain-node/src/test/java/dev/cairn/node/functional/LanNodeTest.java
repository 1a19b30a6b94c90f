package dev.cairn.node.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.core.ProjectFile;
import dev.cairn.net.namespace.HostProcess;
import dev.cairn.net.namespace.NetworkNamespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job: several hosts of a LAN keep one ledger, with nothing said on the command line. */
class LanNodeTest {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  private NetworkNamespaces lan;
  private final List<Machine> machines = new ArrayList<>();

  /** A host of the LAN with a node. */
  private final class Machine {
    final NetworkNamespaces.Host host;
    final Path data;
    HostProcess node;

    Machine() throws IOException {
      host = lan.addHost();
      data = folder.resolve(host.address());
      machines.add(this);
    }

    void start(String mine) throws IOException {
      node = run("run", "--json", "--mine", mine);
    }

    JsonNode ready() throws IOException {
      return JSON.readTree(
          node.await(1, line -> line.startsWith("{\"event\":\"ready\""), LONG).get(0));
    }

    private HostProcess run(String... arguments) throws IOException {
      List<String> all = new ArrayList<>(RunningNode.command(arguments));
      all.addAll(List.of("--data", data.toString()));
      return host.run(all.toArray(new String[0]));
    }

    /** What a command says with {@code --json}. */
    JsonNode ask(String... arguments) throws IOException {
      List<String> all = new ArrayList<>(List.of(arguments));
      all.add("--json");
      HostProcess command = run(all.toArray(new String[0]));
      String output = String.join("\n", command.awaitEnd(LONG));
      assertThat(command.process().onExit().join().exitValue()).as(output).isZero();
      return JSON.readTree(output);
    }

    /** Without a JVM: it is asked often. */
    JsonNode status() throws IOException {
      HostProcess curl =
          host.run("curl", "-s", "--max-time", "60", "http://127.0.0.1:7070/api/v1/status");
      return JSON.readTree(String.join("", curl.awaitEnd(LONG)));
    }

    long height() throws IOException {
      return status().path("height").asLong(-1);
    }

    String address() throws IOException {
      return ask("wallet", "address").get("address").asText();
    }
  }

  @BeforeAll
  static void needsNamespaces() {
    Optional<String> whyNot = NetworkNamespaces.whyNot();
    assumeTrue(whyNot.isEmpty(), () -> "skipped: " + whyNot.orElse(""));
  }

  @BeforeEach
  void makeLan() throws IOException {
    lan = NetworkNamespaces.create();
  }

  @AfterEach
  void removeLan() {
    lan.close();
  }

  @Test
  void hostsKeepOneLedgerOfTransfersAndDocuments() throws Exception {
    for (int i = 0; i < 3; i++) {
      new Machine();
    }
    for (Machine machine : machines) {
      machine.start(machine == machines.get(0) ? "1" : "off");
    }
    for (Machine machine : machines) {
      machine.ready();
    }
    long started = System.nanoTime();
    await().atMost(LONG).until(() -> agreeOn("networkId"));
    await().atMost(LONG).until(() -> values("peers").equals(Set.of("2")));
    long found = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);

    Machine miner = machines.get(0);
    Machine payee = machines.get(1);
    Machine other = machines.get(2);
    await().atMost(LONG).until(() -> miner.height() > 2);
    miner.ask("send", payee.address(), "1000", "--wait", "1");
    await().atMost(LONG).until(() -> balance(payee, payee.address()) == 1000);
    payee.ask("send", other.address(), "300", "--wait", "1");
    for (Machine machine : machines) {
      await().atMost(LONG).until(() -> balance(machine, other.address()) == 300);
    }

    Path document = ProjectFile.find("LICENSE");
    other.ask("record", "put", document.toString(), "--wait", "1");
    await().atMost(LONG).until(() -> payee.height() == other.height());
    JsonNode proof = payee.ask("record", "verify", document.toString());
    assertThat(proof.get("record").get("confirmations").asLong()).isPositive();

    other.host.setCable(false);
    await().atMost(LONG).until(() -> other.status().path("peers").asLong(-1) == 0);
    long cut = restingHeight(other);
    await().atMost(LONG).until(() -> miner.height() > cut + 3);
    assertThat(other.height()).isEqualTo(cut);
    long plugged = System.nanoTime();
    other.host.setCable(true);
    await().atMost(LONG).until(() -> other.height() > cut + 3);
    long back = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - plugged);

    Machine later = new Machine();
    later.start("off");
    later.ready();
    await().atMost(LONG).until(() -> later.height() > cut + 3);
    agree();
    System.out.printf(
        "three nodes: one network, all linked %d ms after the last was ready; back after a pulled"
            + " cable in %d ms; a later one was ready %d ms after its start%n",
        found, back, readyMillis(later));
    assertThat(Files.exists(later.data.resolve("keys/main.key"))).isTrue();
  }

  /** The height of a machine whose last block is dealt with: it is read twice alike. */
  private static long restingHeight(Machine machine) {
    AtomicLong height = new AtomicLong(-2);
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              long now = machine.height();
              return height.getAndSet(now) == now;
            });
    return height.get();
  }

  private static long readyMillis(Machine machine) throws IOException {
    return 1000 * machine.status().get("uptimeSeconds").asLong();
  }

  private Set<String> values(String key) throws IOException {
    List<String> values = new ArrayList<>();
    for (Machine machine : machines) {
      JsonNode value = machine.status().path(key);
      values.add(value.asText());
    }
    return values.stream().collect(Collectors.toUnmodifiableSet());
  }

  /** Not while one of them is on its way from one network to another. */
  private boolean agreeOn(String key) throws IOException {
    Set<String> values = values(key);
    return values.size() == 1 && !values.contains("");
  }

  private static long balance(Machine machine, String address) throws IOException {
    return machine.ask("account", address).get("balance").asLong();
  }

  /** The miner mines on: all are seen on one tip, with one state, at one moment. */
  private void agree() {
    await().atMost(LONG).until(() -> agreeOn("bestBlock") && agreeOn("stateDigest"));
  }
}
