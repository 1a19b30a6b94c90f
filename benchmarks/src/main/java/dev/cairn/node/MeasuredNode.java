package dev.cairn.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A node that {@code ./cairn} of the current folder runs, with this program's Java. */
final class MeasuredNode implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final double TICKS_PER_SECOND = 100;
  private static final Path PROCESSES = Path.of("/proc");

  private final Process process;
  private final BufferedReader output;
  private final HttpClient client;
  private final JsonNode ready;
  private final long startedNanos;
  private final double startSeconds;

  private MeasuredNode(Process process, HttpClient client, long startedNanos) throws IOException {
    this.process = process;
    this.client = client;
    this.startedNanos = startedNanos;
    output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    startSeconds = secondsSince(startedNanos);
    if (line == null) {
      throw new IOException("the node has ended");
    }
    ready = JSON.readTree(line);
  }

  /** Starts one on free ports, without discovery, and waits for its ready line. */
  static MeasuredNode start(HttpClient client, Path data, String network, String... options)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("./cairn", "run", "--json", "--no-discovery"));
    command.addAll(List.of("--api", "127.0.0.1:0", "--listen", "127.0.0.1:0"));
    command.addAll(List.of("--network", network, "--data", data.toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CAIRN_JAVA", System.getProperty("java.home"));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(data.resolveSibling("stderr").toFile()));
    long startedNanos = System.nanoTime();
    Process process = builder.start();
    boolean isReady = false;
    try {
      MeasuredNode node = new MeasuredNode(process, client, startedNanos);
      isReady = true;
      return node;
    } finally {
      if (!isReady) {
        process.destroyForcibly();
      }
    }
  }

  /** From the start of the process to its ready line. */
  double startSeconds() {
    return startSeconds;
  }

  double secondsSinceStart() {
    return secondsSince(startedNanos);
  }

  static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  String listen() {
    return ready.get("listen").asText();
  }

  URI uri(String path) {
    return URI.create(ready.get("api").asText() + "/api/v1/" + path);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  JsonNode object(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = get(path);
    if (answer.statusCode() != 200) {
      throw new IOException(path + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  static JsonNode parse(String json) throws IOException {
    return JSON.readTree(json);
  }

  /** A line of {@code /proc/PID/status} in MiB: VmRSS, or VmHWM for the most there ever was. */
  long mebibytes(String name) throws IOException {
    for (String line : Files.readAllLines(folder().resolve("status"))) {
      if (line.startsWith(name + ":")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10;
      }
    }
    throw new IOException("no " + name);
  }

  double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  /** CPU in seconds of its threads that are still there, by name. */
  Map<String, Double> cpuByThread() throws IOException {
    Map<String, Double> seconds = new TreeMap<>();
    try (var threads = Files.newDirectoryStream(folder().resolve("task"))) {
      for (Path thread : threads) {
        String stat = Files.readString(thread.resolve("stat")); // proc(5): number (name) state ...
        int end = stat.lastIndexOf(')');
        String name = stat.substring(stat.indexOf('(') + 1, end).replaceAll("[-# 0-9]*$", "");
        List<String> fields = List.of(stat.substring(end + 2).split(" ", -1));
        long ticks = Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
        seconds.merge(name, ticks / TICKS_PER_SECOND, Double::sum);
      }
    }
    return seconds;
  }

  /** Lets its mining have only the time that nobody else wants. */
  void mineWhenIdle() throws IOException, InterruptedException {
    try (var threads = Files.newDirectoryStream(folder().resolve("task"))) {
      for (Path thread : threads) {
        if (Files.readString(thread.resolve("comm")).startsWith("cairn-mining")) {
          new ProcessBuilder("renice", "-n", "19", "-p", thread.getFileName().toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
        }
      }
    }
  }

  private Path folder() {
    return PROCESSES.resolve(String.valueOf(process.pid()));
  }

  /** The load of the machine in the last minute. */
  static String load() throws IOException {
    String all = Files.readString(PROCESSES.resolve("loadavg"));
    return all.substring(0, all.indexOf(' '));
  }

  static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  /** SIGTERM, and waits for the end. */
  @Override
  public void close() {
    process.toHandle().destroy();
    try (output) {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException ended) {
      say("%s", ended);
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
