package dev.cairn.node.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ATTACKS A9, D14, K6, K8, R9: a node in odd surroundings, and one that is ended at odd moments.
 */
class SurroundingsTest {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int CONNECT_MILLIS = 60_000;

  @TempDir Path folder;

  private void runs(Launch launch) throws IOException, InterruptedException {
    try (RunningNode node = launch.ready()) {
      assertThat(node.get("status").get("network").asText()).isEqualTo("dev");
      assertThat(node.stop()).isZero();
    }
    assertThat(launch.said()).doesNotContain("\tat ", "Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b/percent %i/\u00fc \u65e5\u672c", "LONG", "rel/../-x"})
  void runsInAFolderOfAnyName(String name) throws Exception {
    String data = name.equals("LONG") ? "n".repeat(255) : name;
    runs(Launch.node(folder, data).in(folder).with("LC_ALL", "C.UTF-8"));
    assertThat(folder.resolve(data).normalize().resolve("cairn.log")).isRegularFile();
  }

  @Test
  void refusesANameThatIsTooLong() throws Exception {
    Launch.node(folder, folder.resolve("n".repeat(256)).toString())
        .end()
        .assertRefused(73, "DATA_UNUSABLE", "File name too long", "--data");
  }

  @Test
  void runsWithLittleMemoryInAnOddPlaceAndTongueWithoutIpv6() throws Exception {
    runs(
        Launch.node(folder, folder.resolve("data").toString())
            .with("LC_ALL", "tr_TR.UTF-8")
            .with("TZ", "Pacific/Apia")
            .withOptions(
                "-Xmx64m",
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Djava.net.preferIPv4Stack=true"));
  }

  @Test
  void saysThatTheTemporaryFolderCannotBeUsed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Launch.node(folder, folder.resolve("data").toString())
        .withOptions("-Djava.io.tmpdir=" + file)
        .end()
        .assertRefused(73, "NATIVE_LIBRARY_UNUSABLE", "temporary folder", "-Djava.io.tmpdir");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 300, 500, 700, 900, 1_200})
  void endsOnASignalInAnyPhaseOfItsStart(int millis) throws Exception {
    Launch launch = Launch.node(folder, folder.resolve("data").toString());
    Process process = launch.start();
    TimeUnit.MILLISECONDS.sleep(millis); // the length of its life

    process.toHandle().destroy();

    Launch.Ended ended = launch.end(process);
    // 143 is the virtual machine's own, before the program has begun.
    assertThat(ended.code()).as("%s", ended).isIn(0, 143);
    assertThat(ended.err()).doesNotContain("\tat ");
  }

  @Test
  void whatItHasAnsweredIsThereAfterAKillAtThatMoment() throws Exception {
    String data = folder.resolve("data").toString();
    for (int i = 0; i < 3; i++) {
      Payer payer;
      try (RunningNode node = Launch.node(folder, data).ready()) {
        payer = new Payer(node);
        for (int j = 0; j < 5; j++) {
          assertThat(payer.pay()).isTrue();
        }
        node.kill();
      }
      try (RunningNode node = Launch.node(folder, data).ready()) {
        payer.requireAll(node);
        node.kill();
      }
    }
  }

  private Launch withFiles(int most) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "prlimit of util-linux is missing");
    return Launch.node(folder, folder.resolve("data").toString(), "--mine", "1")
        .under("prlimit", "--nofile=" + most);
  }

  /** How many files a node needs, as it says when it has fewer. */
  private int filesNeeded() throws Exception {
    Launch.Ended refused = withFiles(48).end();
    refused.assertRefused(78, "FILES_TOO_FEW", "48 files open", "ulimit -n 1024");
    Matcher needed = Pattern.compile("needs ([0-9]+)").matcher(refused.err());
    assertThat(needed.find()).as("%s", refused).isTrue();
    return Integer.parseInt(needed.group(1));
  }

  /** Each connection comes from an address of its own, so that none is refused for its source. */
  @Test
  void goesOnWithAsFewFilesAsItNeedsUnderManyConnections() throws Exception {
    int needed = filesNeeded();
    withFiles(needed - 1).end().assertRefused(78, "FILES_TOO_FEW", "needs " + needed);
    // Each thread of I/O has files of its own: many processors must make no difference.
    Launch launch = withFiles(needed).withOptions("-XX:ActiveProcessorCount=16");
    List<Socket> connections = new ArrayList<>();
    try (RunningNode node = launch.ready()) {
      int port = Integer.parseInt(node.listen().replaceFirst(".*:", ""));
      for (int i = 1; i <= 200; i++) {
        Socket socket = new Socket();
        connections.add(socket);
        socket.bind(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, (byte) i, 0, 1}), 0));
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      }
      Path log = folder.resolve("data").resolve("cairn.log");
      await().atMost(LONG).until(() -> Files.readString(log).contains("accepting pauses"));
      awaitBlocks(node);
      for (Socket socket : connections) {
        socket.close();
      }
      awaitBlocks(node);
      String other = folder.resolve("other").toString();
      try (RunningNode peer = Launch.node(folder, other, "--join", node.listen()).ready()) {
        awaitBlocks(peer);
      }
      assertThat(node.stop()).isZero();
    } finally {
      for (Socket socket : connections) {
        socket.close();
      }
    }
  }

  /** As after many starts and crashes: all files that may grow or gather are as large as can be. */
  @Test
  void keepsWhatGathersWithinItsBounds() throws Exception {
    Path data = folder.resolve("data");
    try (RunningNode node = Launch.node(folder, data.toString()).ready()) {
      assertThat(node.stop()).isZero();
    }
    Path network;
    try (Stream<Path> all = Files.list(data)) {
      network = all.filter(path -> path.endsWith("dev-eb198e91")).findFirst().orElseThrow();
    }
    Path ledger = network.resolve("store").resolve("ledger");
    byte[] full = "x".repeat((10 << 20) - 1).concat("\n").getBytes(StandardCharsets.US_ASCII);
    for (String name :
        List.of("cairn.log", "cairn.1.log", "cairn.2.log", "cairn.3.log", "cairn.4.log")) {
      Files.write(data.resolve(name), full);
    }
    for (int i = 0; i < 20; i++) {
      Files.writeString(ledger.resolve("LOG.old." + (1_000 + i)), "old");
      for (Path place : List.of(data, network, network.resolve("store"))) {
        Files.writeString(place.resolve(".cairn-" + i + ".tmp"), "cut off");
      }
    }

    try (RunningNode node = Launch.node(folder, data.toString()).ready()) {
      assertThat(node.stop()).isZero();
    }

    assertThat(sizes(data, "cairn.*log")).hasSize(5);
    assertThat(sizes(data, "cairn.*log").stream().mapToLong(Long::longValue).sum())
        .isLessThan(5 * (10L << 20) + (1 << 20));
    assertThat(Files.size(data.resolve("cairn.log"))).isLessThan(1 << 20);
    assertThat(sizes(ledger, "LOG.*")).hasSizeLessThanOrEqualTo(4);
    for (Path place : List.of(data, network, network.resolve("store"))) {
      assertThat(sizes(place, ".cairn-*.tmp")).as("%s", place).isEmpty();
    }
  }

  private static List<Long> sizes(Path folder, String pattern) throws IOException {
    List<Long> sizes = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      for (Path file : files) {
        sizes.add(Files.size(file));
      }
    }
    return sizes;
  }

  private static void awaitBlocks(RunningNode node) throws Exception {
    long height = node.get("status").get("height").asLong();
    await().atMost(LONG).until(() -> node.get("status").get("height").asLong() >= height + 2);
  }
}
