package dev.cairn.node.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.node.wallet.Wallet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ATTACKS K3: a process that is killed before each step of making a key: folders, the file under
 * another name, forcing it to disk, giving it its name, and forcing that to disk.
 */
class KilledKeyMakingTest {

  /** The calls of the system that make a step; each is counted by itself. */
  private static final List<String> CALLS =
      List.of("?mkdir,?mkdirat", "fsync,fdatasync", "?link,?linkat", "?unlink,?unlinkat");

  private static final int TIMES_MAX = 20;

  @TempDir Path folder;

  private record Ended(int code, String out) {}

  private static Ended run(List<String> command) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), out);
    } catch (IOException noSuchProgram) {
      return new Ended(-1, "");
    }
  }

  /** Shows the main address, for which there has to be a key, and is killed before a step. */
  private static Ended addressKilledBefore(String call, int nth, Path data) throws Exception {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf", "-qqq"));
    command.addAll(List.of("-o", "/dev/null", "-e", "trace=" + call));
    command.addAll(List.of("-e", "inject=" + call + ":signal=SIGKILL:when=" + nth));
    List<String> java = RunningNode.command("wallet", "address", "--json", "--data", data + "");
    command.add(java.get(0));
    command.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"));
    command.addAll(java.subList(1, java.size()));
    return run(command);
  }

  @Test
  void aKeyIsWholeOrNotThereWheneverItsMakerIsKilled() throws Exception {
    assumeTrue(
        run(List.of("strace", "-f", "true")).code() == 0, "strace is missing, or may trace nobody");
    for (String call : CALLS) {
      int nth = 1;
      Path data = folder.resolve(call + nth);
      Ended ended = addressKilledBefore(call, nth, data);
      while (ended.code() != 0) {
        assertThat(nth).as("%s", ended).isLessThan(TIMES_MAX);
        requireUsable(data, "");
        nth++;
        data = folder.resolve(call + nth);
        ended = addressKilledBefore(call, nth, data);
      }
      assertThat(nth).as(call).isGreaterThan(1);
      requireUsable(data, new JsonMapper().readTree(ended.out()).get("address").asText());
    }
  }

  /** There is a key, or one can be made; the one that is there stays. */
  private static void requireUsable(Path data, String address) throws IOException {
    Wallet wallet = Wallet.in(data, new SecureRandom());
    boolean isThere = Files.exists(wallet.mainKeyFile());
    String text = isThere ? Files.readString(wallet.mainKeyFile()) : "";
    String found = wallet.mainKey().publicKey().toAddress();
    assertThat(wallet.mainAddress().orElseThrow().toAddress()).isEqualTo(found).contains(address);
    if (isThere) {
      assertThat(Files.readString(wallet.mainKeyFile())).isEqualTo(text);
    }
  }
}
