package dev.cairn.node.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.core.ProjectFile;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README's walk on a LAN, as they stand there, against a node that runs. */
class ReadmeCommandsTest {

  private static final String MARK = "<!-- These commands are run by ReadmeCommandsTest";
  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir Path folder;

  private static String commands() throws Exception {
    String readme = Files.readString(ProjectFile.find("README.md"));
    int start = readme.indexOf("```sh\n", readme.indexOf(MARK)) + "```sh\n".length();
    return readme.substring(start, readme.indexOf("```", start));
  }

  @Test
  void everyCommandOfTheWalkWorks() throws Exception {
    Path data = folder.resolve("data");
    try (RunningNode node =
        RunningNode.start(data, "--network", "dev", "--mine", "1", "--no-discovery")) {
      await().atMost(LONG).until(() -> node.get("status").get("height").asLong() >= 2);
      String java =
          RunningNode.command().stream()
              .map(word -> "'" + word + "'")
              .reduce("", (a, b) -> a + " " + b);
      String script =
          "set -eu\ncairn() {"
              + java
              + " \"$@\" --api \"$API\" --data \"$DATA\"; }\n"
              + commands().replace("./cairn", "cairn");
      ProcessBuilder shell = new ProcessBuilder("sh", "-c", script);
      shell.environment().put("API", node.api());
      shell.environment().put("DATA", data.toString());
      File output = folder.resolve("output").toFile();
      Process process =
          shell
              .directory(ProjectFile.find("README.md").getParent().toFile())
              .redirectErrorStream(true)
              .redirectOutput(output)
              .start();
      assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
      String said = Files.readString(output.toPath(), StandardCharsets.UTF_8);
      System.out.println(said);
      assertThat(process.exitValue()).as(said).isZero();
      assertThat(commands().lines().count()).isGreaterThanOrEqualTo(10);
      assertThat(node.stop()).isZero();
    }
  }
}
