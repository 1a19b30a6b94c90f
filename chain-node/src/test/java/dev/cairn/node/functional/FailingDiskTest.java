package dev.cairn.node.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.value.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * ATTACKS D3, D4: a disk that fails or is full under a node that mines and takes transactions. The
 * node acknowledges nothing more and ends with a code of its own, and the next start has all.
 */
class FailingDiskTest {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int STORE_FAILED = 74;

  @TempDir Path folder;

  private static boolean runs(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  private static void needsStrace() throws Exception {
    assumeTrue(runs("strace", "-f", "true"), "strace is missing, or may trace nobody");
  }

  /** The n-th time that any one thread forces something to disk, that fails. */
  private static String[] failing(int nth) {
    String calls = "fsync,fdatasync";
    return new String[] {
      "strace",
      "-f",
      "--seccomp-bpf",
      "-qqq",
      "-o",
      "/dev/null",
      "-e",
      "trace=" + calls,
      "-e",
      "inject=" + calls + ":error=EIO:when=" + nth
    };
  }

  /** The first one is the data directory's, and so on until the ledger is there. */
  @ParameterizedTest
  @CsvSource({"1, 73, DATA_UNUSABLE", "6, 73, KEY_NOT_MADE", "14, 74, STORE_FAILED"})
  void aDiskThatFailsOnceDuringTheFirstStartEndsItAndTheNextOneSucceeds(
      int nth, int code, String reason) throws Exception {
    needsStrace();
    String data = folder.resolve("data").toString();

    Launch.node(folder, data)
        .under(failing(nth))
        .end()
        .assertRefused(code, reason, "Input/output error", "data");

    try (RunningNode node = Launch.node(folder, data).ready()) {
      assertThat(node.stop()).isZero();
    }
  }

  @Test
  void aDiskThatFailsOnceEndsTheNodeBeforeItAcknowledgesMore() throws Exception {
    needsStrace();
    String data = folder.resolve("data").toString();
    Launch launch = Launch.node(folder, data, "--mine", "1").under(failing(40));
    Payer payer;
    try (RunningNode node = launch.ready()) {
      payer = new Payer(node);
      payUntilItEnds(payer);
      assertThat(node.await(LONG)).as(launch.said()).isEqualTo(STORE_FAILED);
      assertThat(node.lastLine()).isEqualTo("{\"event\":\"stopped\",\"reason\":\"STORE_FAILED\"}");
    }
    assertThat(launch.said()).contains("Input/output error", "nothing acknowledged is lost");
    assertThat(payer.acknowledged()).isNotEmpty();

    try (RunningNode node = Launch.node(folder, data).ready()) {
      payer.requireAll(node);
      assertThat(node.stop()).isZero();
    }
  }

  private static void payUntilItEnds(Payer payer) {
    try {
      long end = System.nanoTime() + LONG.toNanos();
      while (System.nanoTime() < end) {
        payer.pay();
      }
    } catch (IOException ended) {
      // as expected
    }
  }

  @Test
  void aFullDiskEndsTheNodeAndTheNextOneGoesOnWhenThereIsRoom() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        runs("mount", "-t", "tmpfs", "-o", "size=6m", "none", disk.toString()),
        "long form, as a user who may mount a disk");
    try {
      String data = disk.resolve("data").toString();
      Launch launch = Launch.node(folder, data, "--mine", "1");
      Payer payer;
      try (RunningNode node = launch.ready()) {
        payer = new Payer(node);
        recordUntilItEnds(payer);
        assertThat(node.await(LONG)).as(launch.said()).isEqualTo(STORE_FAILED);
        assertThat(node.lastLine())
            .isEqualTo("{\"event\":\"stopped\",\"reason\":\"STORE_FAILED\"}");
      }
      assertThat(launch.said()).contains("No space left", "nothing acknowledged is lost");
      assertThat(payer.acknowledged()).isNotEmpty();

      fill(disk.resolve("more"), Long.MAX_VALUE); // else a node may find a little room, and run
      Launch.Ended still = Launch.node(folder, data).end();
      assertThat(still.code()).as("%s", still).isIn(73, STORE_FAILED);
      assertThat(still.err()).contains("No space left").doesNotContain("\tat ");

      assertThat(runs("mount", "-o", "remount,size=64m", disk.toString())).isTrue();
      try (RunningNode node = Launch.node(folder, data, "--mine", "1").ready()) {
        payer.requireAll(node);
        long height = node.get("status").get("height").asLong();
        await().atMost(LONG).until(() -> node.get("status").get("height").asLong() > height);
        assertThat(node.stop()).isZero();
      }
    } finally {
      assertThat(runs("umount", "-l", disk.toString())).isTrue();
    }
  }

  /** The room that was kept for the store is there when others have taken all else. */
  @Test
  void aNodeCanBeStartedAndUsedOnADiskThatOthersHaveFilled() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        runs("mount", "-t", "tmpfs", "-o", "size=128m", "none", disk.toString()),
        "long form, as a user who may mount a disk");
    try {
      String data = disk.resolve("data").toString();
      Path reserve = disk.resolve("data").resolve("reserve");
      Payer payer;
      try (RunningNode node = Launch.node(folder, data).ready()) {
        payer = new Payer(node);
        assertThat(payer.pay()).isTrue();
        assertThat(notices(node)).doesNotContain("DISK");
        await().atMost(LONG).until(() -> Files.exists(reserve) && Files.size(reserve) == 16 << 20);
        long free = Files.getFileStore(disk).getUsableSpace();
        fill(disk.resolve("others"), free - (8 << 20));
        await().atMost(LONG).until(() -> notices(node).contains("DISK_NEARLY_FULL"));
        assertThat(payer.pay()).isTrue();
        node.kill();
      }
      fill(disk.resolve("more"), Long.MAX_VALUE);

      Launch launch = Launch.node(folder, data);
      try (RunningNode node = launch.ready()) {
        payer.requireAll(node);
        assertThat(notices(node)).contains("DISK_FULL");
        assertThat(new Payer(node).pay()).isTrue();
        Files.delete(disk.resolve("others"));
        await().atMost(LONG).until(() -> !notices(node).contains("DISK") && Files.exists(reserve));
        assertThat(node.stop()).isZero();
      }
      assertThat(launch.said()).contains("the disk of", "is full");
    } finally {
      assertThat(runs("umount", "-l", disk.toString())).isTrue();
    }
  }

  private static String notices(RunningNode node) throws IOException {
    return node.get("status").get("notices").toString();
  }

  /** As far as there is room. */
  private static void fill(Path file, long bytes) throws IOException {
    byte[] chunk = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long i = 0; i < bytes; i += chunk.length) {
        out.write(chunk);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  private static void recordUntilItEnds(Payer payer) {
    Random random = new Random(1);
    byte[] document = new byte[60_000];
    try {
      long end = System.nanoTime() + LONG.toNanos();
      while (System.nanoTime() < end) {
        random.nextBytes(document);
        payer.send(DocumentRecord.ofDocument(Bytes.of(document)).payload(), 100_000);
      }
    } catch (IOException ended) {
      // as expected
    }
  }
}
