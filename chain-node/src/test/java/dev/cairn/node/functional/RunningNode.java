package dev.cairn.node.functional;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.node.cli.Main;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code cairn run --json} as a process of its own, on this host. */
final class RunningNode implements AutoCloseable {

  /** An option of the virtual machine: on a slow machine a node may take its time to stop. */
  static final String PATIENCE = "-Dcairn.stop.millis=60000";

  private static final Duration REQUEST = Duration.ofSeconds(30);
  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final BufferedReader output;
  private final JsonNode ready;
  private final long startMillis;

  private RunningNode(Process process, long startedNanos) throws IOException {
    this.process = process;
    output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    startMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    if (line == null) {
      throw new IOException("the node has ended, its output is above");
    }
    ready = JSON.readTree(line);
  }

  /** Starts a node and waits until it says that it is ready. What it says to a person is shown. */
  static RunningNode start(Path data, String... options) throws IOException {
    List<String> command = command("run", "--json", "--data", data.toString());
    command.addAll(List.of("--api", "127.0.0.1:0", "--listen", "127.0.0.1:0"));
    command.addAll(List.of(options));
    long startedNanos = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(data.resolveSibling("stderr").toFile()))
            .start();
    try {
      return new RunningNode(process, startedNanos);
    } catch (IOException | RuntimeException failed) {
      process.destroyForcibly();
      throw failed;
    }
  }

  /** A node that was started otherwise; waits until it says that it is ready. */
  static RunningNode of(Process process) throws IOException {
    try {
      return new RunningNode(process, System.nanoTime());
    } catch (IOException | RuntimeException failed) {
      process.destroyForcibly();
      throw failed;
    }
  }

  /** A command of the command line, in a JVM like this one. */
  static List<String> command(String... arguments) {
    String java = System.getProperty("java.home") + File.separator + "bin" + File.separator;
    List<String> command =
        new ArrayList<>(
            List.of(
                java + "java",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=64m",
                PATIENCE,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  JsonNode ready() {
    return ready;
  }

  String api() {
    return ready.get("api").asText();
  }

  String listen() {
    return ready.get("listen").asText();
  }

  /** From the start of the process to its ready line. */
  long startMillis() {
    return startMillis;
  }

  long pid() {
    return process.pid();
  }

  /** The object at a path below {@code /api/v1/}. */
  JsonNode get(String path) throws IOException {
    HttpResponse<String> answer = answer(path);
    assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** What is answered there, whatever it is. */
  HttpResponse<String> answer(String path) throws IOException {
    return ask(request(path).GET().build());
  }

  /** Hands a transaction in. */
  HttpResponse<String> post(String transactionHex) throws IOException {
    return ask(
        request("transactions")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString("{\"transaction\":\"" + transactionHex + "\"}"))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(api() + "/api/v1/" + path)).timeout(REQUEST);
  }

  private HttpResponse<String> ask(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM; gives the exit code and checks that the last line says so. */
  int stop() throws IOException, InterruptedException {
    process.toHandle().destroy(); // unlike Process.destroy, it leaves the output readable
    String last = output.readLine();
    assertThat(last).contains("\"stopped\"");
    assertThat(output.readLine()).as("nothing after it").isNull();
    return process.waitFor();
  }

  /** Waits for the end that the node finds by itself; gives the exit code. */
  int await(Duration timeout) throws InterruptedException {
    assertThat(process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    return process.exitValue();
  }

  String lastLine() throws IOException {
    String last = "";
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      last = line;
    }
    return last;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly); // under a program that runs it
    process.destroyForcibly().onExit().join();
  }
}
