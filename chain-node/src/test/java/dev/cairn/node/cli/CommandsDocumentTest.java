package dev.cairn.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.config.Setting;
import dev.cairn.node.network.NetworkFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Compares docs/commands.md with the program. */
final class CommandsDocumentTest {

  private static final Pattern OPTION = Pattern.compile("^\\| `(--[a-z-]+)", Pattern.MULTILINE);
  private static final Set<String> COMMON =
      Set.of("--api", "--data", "--json", "--api-token-file", "--help");

  private final String document = Repository.text("docs/commands.md");
  private final Map<String, String> sections = sections(document);
  private final Map<String, CommandSpec> commands = commands();

  static Map<String, CommandSpec> commands() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Map<String, CommandSpec> commands = new LinkedHashMap<>();
    collect(
        Main.commandLine(new Surroundings(nowhere, nowhere, Map.of(), Path.of("/"))),
        "./cairn",
        commands);
    return commands;
  }

  private static void collect(
      CommandLine commandLine, String name, Map<String, CommandSpec> commands) {
    commandLine
        .getSubcommands()
        .forEach(
            (word, subcommand) -> {
              if (!subcommand.getCommandSpec().usageMessage().hidden()) {
                commands.put(name + " " + word, subcommand.getCommandSpec());
                collect(subcommand, name + " " + word, commands);
              }
            });
  }

  private static Map<String, String> sections(String document) {
    Map<String, String> sections = new LinkedHashMap<>();
    for (String section : Pattern.compile("\n## ").split(document, -1)) {
      int end = section.indexOf('\n');
      sections.put(section.substring(0, end).replace("`", ""), section.substring(end));
    }
    return sections;
  }

  @Test
  void hasASectionForEachCommandAndNoOther() {
    List<String> described =
        sections.keySet().stream().filter(head -> head.startsWith("./cairn ")).toList();
    assertThat(described).containsExactlyElementsOf(commands.keySet());
  }

  @Test
  void hasTheOptionsOfEachCommandAndNoOthers() {
    commands.forEach(
        (name, spec) -> {
          Set<String> documented = options(sections.get(name));
          Set<String> existing = new TreeSet<>();
          for (OptionSpec option : spec.options()) {
            existing.add(option.longestName());
          }
          boolean isRun = name.equals("./cairn run");
          if (isRun) {
            existing.remove("--json");
            existing.remove("--help");
          } else {
            existing.removeAll(COMMON);
          }
          assertThat(documented).as(name).isEqualTo(existing);
        });
  }

  @Test
  void hasTheOptionsOfAllCommandsInOnePlace() {
    assertThat(options(sections.get("Options of every command but run"))).isEqualTo(COMMON);
    commands.forEach(
        (name, spec) -> {
          boolean isGroup = !spec.subcommands().isEmpty();
          if (!isGroup && !name.equals("./cairn run")) {
            assertThat(spec.optionsMap()).as(name).containsKeys(COMMON.toArray(String[]::new));
          }
        });
  }

  private static Set<String> options(String section) {
    Set<String> options = new TreeSet<>();
    Matcher matcher = OPTION.matcher(section);
    while (matcher.find()) {
      options.add(matcher.group(1));
    }
    return options;
  }

  @Test
  void hasEachSettingWithItsVariableAndKey() {
    String run = sections.get("./cairn run");
    for (Setting setting : Setting.values()) {
      String key = setting == Setting.CONFIG ? "" : "`" + setting.key() + "` ";
      assertThat(run)
          .contains("| `" + setting.option())
          .contains("` | `" + setting.variable() + "` | " + key + "| ");
      assertThat(commands.get("./cairn run").optionsMap()).containsKey(setting.option());
    }
  }

  @Test
  void hasEachExitCode() {
    List<String> rows = new ArrayList<>();
    for (ExitCode code : ExitCode.values()) {
      rows.add("| " + code.number() + " | " + code.meaning() + " |");
    }
    List<String> documented =
        sections.get("Exit codes").lines().filter(line -> line.matches("\\| \\d+ .*")).toList();
    assertThat(documented).containsExactlyElementsOf(rows);
  }

  @Test
  void givesAnExampleInEachHelp() {
    commands.forEach(
        (name, spec) ->
            assertThat(spec.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF))
                .as(name)
                .containsPattern("Example:\n  " + name + "\\b"));
  }

  @Test
  void showsANetworkFileThatCanBeRead() throws IOException {
    String section = sections.get("Network files");
    String json = section.substring(section.indexOf("```json") + 7, section.lastIndexOf("```"));
    assertThat(NetworkFile.parse(json).rejection()).isEmpty();
    assertThat(Files.exists(Repository.file("docs/consensus.md"))).isTrue();
  }
}
