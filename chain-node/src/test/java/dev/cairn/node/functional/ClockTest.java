package dev.cairn.node.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ATTACKS T9: a clock that jumps, stands still, and runs too fast under a node that mines and has a
 * peer.
 */
class ClockTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  /** The library takes a date without an offset for a clock that stands still. */
  private static final DateTimeFormatter FROZEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  @TempDir Path folder;

  private static Optional<Path> library() throws IOException {
    for (Path place : new Path[] {Path.of("/usr/lib"), Path.of("/usr/lib64")}) {
      if (Files.isDirectory(place)) {
        try (var files =
            Files.find(
                place, 3, (file, attributes) -> file.endsWith("faketime/libfaketimeMT.so.1"))) {
          Optional<Path> found = files.findFirst();
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  @Test
  void aClockThatJumpsCostsNoLinkAndMiningPausesWithAReason() throws Exception {
    Optional<Path> library = library();
    assumeTrue(library.isPresent(), "libfaketime is missing (package faketime)");
    Path clock = Files.writeString(folder.resolve("clock"), "+0");
    Launch launch =
        Launch.node(folder, folder.resolve("jumping").toString(), "--mine", "1")
            .with("LD_PRELOAD", library.orElseThrow().toString())
            .with("FAKETIME_TIMESTAMP_FILE", clock.toString())
            .with("FAKETIME_CACHE_DURATION", "1")
            .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            // Else each wait with a deadline ends at once, and threads spin.
            .with("FAKETIME_FORCE_MONOTONIC_FIX", "0");
    try (RunningNode jumping = launch.ready();
        RunningNode steady =
            Launch.node(folder, folder.resolve("steady").toString(), "--join", jumping.listen())
                .ready()) {
      await().atMost(LONG).until(() -> peers(jumping) == 1 && height(steady) > 1);

      Files.writeString(clock, "-1d");
      await().atMost(LONG).until(() -> reason(jumping).equals("CLOCK_BEHIND"));
      Files.writeString(clock, "+0");
      await().atMost(LONG).until(() -> reason(jumping).equals("null"));
      awaitBlocks(steady);

      Files.writeString(clock, FROZEN.format(Instant.now()));
      awaitSeconds(jumping);
      Files.writeString(clock, "+0");
      awaitBlocks(steady);

      Files.writeString(clock, "+3h");
      await().atMost(LONG).until(() -> height(jumping) > height(steady) + 2);
      await().atMost(LONG).until(() -> notices(steady).contains("TOO_EARLY"));
      Files.writeString(clock, "+3h x10");
      awaitSeconds(jumping);

      assertThat(peers(jumping)).isEqualTo(1);
      assertThat(Files.readString(folder.resolve("steady").resolve("cairn.log")))
          .containsOnlyOnce("linked with")
          .doesNotContain("peers  left");
    }
  }

  private static void awaitBlocks(RunningNode node) throws IOException {
    long height = height(node);
    await().atMost(LONG).until(() -> height(node) > height);
  }

  /** Some seconds pass for the node. */
  private static void awaitSeconds(RunningNode node) throws IOException {
    long before = uptime(node);
    await().atMost(LONG).until(() -> uptime(node) > before + 2);
  }

  private static long uptime(RunningNode node) throws IOException {
    return node.get("status").get("uptimeSeconds").asLong();
  }

  private static String notices(RunningNode node) throws IOException {
    return node.get("status").get("notices").toString();
  }

  private static String reason(RunningNode node) throws IOException {
    return node.get("status").get("mining").get("reason").asText("null");
  }

  private static long height(RunningNode node) throws IOException {
    return node.get("status").get("height").asLong();
  }

  private static int peers(RunningNode node) throws IOException {
    JsonNode peers = node.get("status").get("peers");
    return peers.asInt();
  }
}
