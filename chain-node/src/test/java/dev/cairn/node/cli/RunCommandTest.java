package dev.cairn.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs nodes in processes of their own: what they print, and how they end. */
final class RunCommandTest {

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endWhatIsLeft() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process run(Path data, String api, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dcairn.stop.millis=60000",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--network=dev",
                "--no-discovery",
                "--mine=off",
                "--listen=127.0.0.1:0",
                "--api=" + api,
                "--data=" + data));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("CAIRN_"));
    builder.redirectError(folder.resolve("stderr").toFile());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static BufferedReader out(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("stderr"));
  }

  @Test
  void saysInJsonThatItIsReadyAndStopsOnASignal() throws Exception {
    Path data = folder.resolve("da ta");
    Process process = run(data, "127.0.0.1:0", "--json");
    BufferedReader out = out(process);
    Map<?, ?> ready = (Map<?, ?>) Json.parse(out.readLine());
    assertThat(ready.keySet())
        .extracting(String::valueOf)
        .containsExactly("event", "api", "listen", "nodeId", "networkId", "network", "height");
    assertThat(ready.get("network")).isEqualTo("dev");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(err()).contains("keys/main.key", "not encrypted"));
    Process second = run(data, "127.0.0.1:0", "--json");
    assertThat(out(second).readLine())
        .isEqualTo("{\"event\":\"stopped\",\"reason\":\"DATA_IN_USE\"}");
    assertThat(end(second)).isEqualTo(73);

    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    PrintStream answers = new PrintStream(answer, true, StandardCharsets.UTF_8);
    assertThat(
            Main.execute(
                new Surroundings(answers, answers, Map.of(), folder),
                "status",
                "--json",
                "--api",
                (String) ready.get("api")))
        .isZero();
    assertThat(answer.toString(StandardCharsets.UTF_8))
        .contains((String) ready.get("nodeId"), (String) ready.get("networkId"));

    process.toHandle().destroy(); // SIGTERM; the pipes stay open
    assertThat(out.readLine()).isEqualTo("{\"event\":\"stopped\",\"reason\":\"signal\"}");
    assertThat(out.readLine()).isNull();
    assertThat(end(process)).isZero();
    assertThat(Files.readString(data.resolve("cairn.log"))).contains("in network dev", "stopped");
  }

  @Test
  void saysInOneLineForAPersonThatItIsReady() throws Exception {
    Process process = run(folder.resolve("data"), "127.0.0.1:0");
    BufferedReader out = out(process);
    assertThat(out.readLine())
        .startsWith("Ready at http://127.0.0.1:")
        .contains("dev", "cairn.log");
    process.toHandle().destroy();
    assertThat(out.readLine()).isEqualTo("Stopped (signal)");
    assertThat(end(process)).isZero();
  }

  @Test
  void endsWithItsOwnCodeWhenAPortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process = run(folder.resolve("data"), "127.0.0.1:" + taken.getLocalPort(), "--json");
      assertThat(out(process).readLine())
          .isEqualTo("{\"event\":\"stopped\",\"reason\":\"ADDRESS_UNUSABLE\"}");
      assertThat(end(process)).isEqualTo(75);
      assertThat(err()).contains("--api").doesNotContain("\tat ");
    }
  }

  @Test
  void refusesADataDirectoryThatIsAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Process process = run(file, "127.0.0.1:0", "--json");
    assertThat(out(process).readLine()).contains("\"reason\":\"DATA_UNUSABLE\"");
    assertThat(end(process)).isEqualTo(73);
  }
}
