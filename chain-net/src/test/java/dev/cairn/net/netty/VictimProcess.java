package dev.cairn.net.netty;

import dev.cairn.core.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The process of a {@link LoadVictim}, with as little memory as a node may have. It is killed when
 * this is closed, and ends by itself when the test's JVM does.
 */
final class VictimProcess implements AutoCloseable {

  private final Process process;
  private final Path log;
  private final BufferedReader output;
  private final OutputStream input;
  private final InetSocketAddress address;

  /**
   * Starts a node on a port of its own.
   *
   * @param log where its standard error goes
   */
  VictimProcess(Path log) throws IOException {
    this.log = log;
    process =
        new ProcessBuilder(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED", // Netty's epoll: newer JDKs warn without
                "-XX:SoftRefLRUPolicyMSPerMB=0", // what may be forgotten is not counted
                "-Dio.netty.leakDetection.level=simple",
                "-Dio.netty.leakDetection.samplingInterval=16",
                "-Dslf4j.provider=" + VictimLog.class.getName(),
                "-cp",
                System.getProperty("java.class.path"),
                LoadVictim.class.getName())
            .redirectError(log.toFile())
            .start();
    input = process.getOutputStream();
    output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    try {
      String line = line();
      int port = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
      address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    } catch (IOException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  private String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the victim has ended: " + Files.readString(log));
    }
    return line;
  }

  InetSocketAddress address() {
    return address;
  }

  /** What it tells of itself after a garbage collection. */
  Map<String, Long> probe() throws IOException {
    input.write("probe\n".getBytes(StandardCharsets.US_ASCII));
    input.flush();
    @SuppressWarnings("unchecked") // all that it prints are numbers
    Map<String, Long> figures = (Map<String, Long>) Json.parse(line());
    return figures;
  }

  /** What a log of a node that only met hostile peers does not have. */
  private static boolean isFault(String line) {
    return line.startsWith("ERROR")
        || line.startsWith("WARN")
        || line.contains("LEAK")
        || line.contains("OutOfMemory")
        || line.contains("OutOfDirectMemory")
        || line.contains("Exception in thread")
        || line.startsWith("node ended");
  }

  /** The lines of its log that tell of a fault. */
  List<String> faults() throws IOException {
    return Files.readAllLines(log).stream().filter(VictimProcess::isFault).toList();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IOException("process " + process.pid() + " cannot be killed");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
