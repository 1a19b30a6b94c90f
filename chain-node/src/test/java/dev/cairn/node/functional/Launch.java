package dev.cairn.node.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.cli.Main;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A command of cairn that is about to be started as a process of its own, in surroundings that a
 * test chooses: under another program, in another folder, with other variables.
 */
final class Launch {

  private static final long END_SECONDS = 120;

  /** How a process has ended, and what it said. */
  record Ended(int code, String out, String err) {

    /** The process refused to run: with this code and reason, in words and without a stack. */
    void assertRefused(int expectedCode, String reason, String... words) {
      assertThat(code).as("%s%s", out, err).isEqualTo(expectedCode);
      assertThat(out).isEqualTo("{\"event\":\"stopped\",\"reason\":\"" + reason + "\"}\n");
      assertThat(err).contains(words).doesNotContain("\tat ", "Exception");
    }
  }

  private final Path errors;
  private final List<String> prefix = new ArrayList<>();
  private final List<String> virtualMachine = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Path folder = Path.of("").toAbsolutePath();

  private Launch(Path errors) {
    this.errors = errors;
  }

  /**
   * A node on the dev network that looks for nobody, does not mine, and has free ports; what is
   * added may say otherwise.
   *
   * @param folder is there; what the process says to a person goes into a file in it
   */
  static Launch node(Path folder, String data, String... more) throws IOException {
    Launch launch = new Launch(Files.createTempFile(folder, "stderr-", ""));
    launch.arguments.addAll(List.of("run", "--json", "--data", data, "--no-discovery"));
    List<String> added = List.of(more);
    launch.addUnless(added, "--network", "dev");
    launch.addUnless(added, "--mine", "off");
    launch.addUnless(added, "--api", "127.0.0.1:0");
    launch.addUnless(added, "--listen", "127.0.0.1:0");
    launch.arguments.addAll(added);
    return launch;
  }

  private void addUnless(List<String> given, String option, String value) {
    if (!given.contains(option)) {
      arguments.addAll(List.of(option, value));
    }
  }

  /** Leaves an option and its value out. */
  Launch without(String option) {
    int index = arguments.indexOf(option);
    arguments.subList(index, index + 2).clear();
    return this;
  }

  /** The program that runs it, with its arguments. */
  Launch under(String... program) {
    prefix.addAll(List.of(program));
    return this;
  }

  /** Options of the Java virtual machine; the last one counts. */
  Launch withOptions(String... options) {
    virtualMachine.addAll(List.of(options));
    return this;
  }

  Launch with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Launch in(Path working) {
    folder = working;
    return this;
  }

  /** Starts it, without waiting for anything. */
  Process start() throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx256m"));
    command.addAll(List.of("-XX:MaxDirectMemorySize=64m", RunningNode.PATIENCE));
    command.addAll(virtualMachine);
    command.addAll(List.of("-cp", absoluteClassPath(), Main.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("CAIRN_"));
    builder.environment().putAll(environment);
    return builder.redirectError(errors.toFile()).start();
  }

  private static String absoluteClassPath() {
    List<String> entries =
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(System.getProperty("java.class.path"))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .toList();
    return String.join(File.pathSeparator, entries);
  }

  /** Starts a node and waits until it is ready. */
  RunningNode ready() throws IOException {
    return RunningNode.of(start());
  }

  /** Starts it and waits for its end. */
  Ended end() throws IOException, InterruptedException {
    return end(start());
  }

  /** Waits for the end of what was started. */
  Ended end(Process process) throws IOException, InterruptedException {
    try {
      assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.exitValue(), out, said());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** What it has said to a person so far. */
  String said() throws IOException {
    return Files.readString(errors);
  }
}
