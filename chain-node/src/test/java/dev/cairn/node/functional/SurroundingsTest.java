package dev.cairn.node.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ATTACKS A9, K6, K8, R9: a node in odd surroundings, and one that is ended at odd moments. */
class SurroundingsTest {

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
  void endsSoonOnASignalInAnyPhaseOfItsStart(int millis) throws Exception {
    Launch launch = Launch.node(folder, folder.resolve("data").toString());
    Process process = launch.start();
    TimeUnit.MILLISECONDS.sleep(millis); // the length of its life

    process.toHandle().destroy();

    boolean hasEnded = process.waitFor(5, TimeUnit.SECONDS);
    Launch.Ended ended = launch.end(process);
    assertThat(hasEnded).as("%s", ended).isTrue();
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

  /** Each connection comes from an address of its own, so that none is refused for its source. */
  @Test
  void goesOnWithFewFilesUnderManyConnections() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "prlimit of util-linux is missing");
    Launch launch =
        Launch.node(folder, folder.resolve("data").toString(), "--mine", "1")
            .under("prlimit", "--nofile=256");
    List<Socket> connections = new ArrayList<>();
    try (RunningNode node = launch.ready()) {
      int port = Integer.parseInt(node.listen().replaceFirst(".*:", ""));
      for (int i = 1; i <= 200; i++) {
        Socket socket = new Socket();
        connections.add(socket);
        socket.bind(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, (byte) i, 0, 1}), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
      }
      awaitBlocks(node);
      for (Socket socket : connections) {
        socket.close();
      }
      awaitBlocks(node);
      assertThat(node.stop()).isZero();
    } finally {
      for (Socket socket : connections) {
        socket.close();
      }
    }
  }

  private static void awaitBlocks(RunningNode node) throws Exception {
    long height = node.get("status").get("height").asLong();
    while (node.get("status").get("height").asLong() < height + 2) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
