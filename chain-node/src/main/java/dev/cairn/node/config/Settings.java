package dev.cairn.node.config;

import dev.cairn.core.verdict.Checked;
import dev.cairn.node.NodeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that was said about a node. What is given on the command line counts; else what is in
 * the environment; else what is in the file, which is the one that {@code config} names, or {@code
 * cairn.toml} in the data directory if there is one. What nobody gave has a default.
 */
public final class Settings {

  /** The file in the data directory. */
  public static final String FILE_NAME = "cairn.toml";

  /** Holds the token of the API itself. */
  public static final String TOKEN_VARIABLE = "CAIRN_API_TOKEN";

  /** What the launcher and the build read. */
  private static final Set<String> OTHERS_VARIABLES =
      Set.of("CAIRN_JAVA", "CAIRN_JAVA_OPTS", "CAIRN_JDK25", "CAIRN_JVM_DIRS", TOKEN_VARIABLE);

  private static final int TOKEN_FILE_BYTES_MAX = 4096;

  private final Map<Setting, Said> said;
  private final Map<String, String> environment;
  private final Path data;

  private Settings(Map<Setting, Said> said, Map<String, String> environment, Path data) {
    this.said = said;
    this.environment = environment;
    this.data = data;
  }

  /**
   * Puts together what was said.
   *
   * @param options what the command line has
   * @param environment all variables
   * @param home the user's home directory
   */
  public static Checked<Settings> merge(
      List<Said> options, Map<String, String> environment, Path home) {
    try {
      Map<Setting, Said> merged = new EnumMap<>(Setting.class);
      options.forEach(option -> merged.put(option.setting(), option));
      for (Setting setting : Setting.values()) {
        String value = environment.getOrDefault(setting.variable(), "");
        if (!value.isEmpty()) {
          merged.putIfAbsent(setting, Said.byVariable(setting, value));
        }
      }
      Path data = data(merged, environment, home);
      fromFile(merged, data).forEach(given -> merged.putIfAbsent(given.setting(), given));
      return Checked.passed(new Settings(merged, environment, data(merged, environment, home)));
    } catch (Refusal refusal) {
      return Checked.refused(refusal.why());
    }
  }

  private static List<Said> fromFile(Map<Setting, Said> merged, Path data) throws Refusal {
    Said config = merged.get(Setting.CONFIG);
    if (config != null) {
      return SettingsFile.read(config.place(), config.path(), false);
    }
    Path file = data.resolve(FILE_NAME);
    return Files.exists(file) ? SettingsFile.read(file.toString(), file, true) : List.of();
  }

  private static Path data(Map<Setting, Said> merged, Map<String, String> environment, Path home)
      throws Refusal {
    Said given = merged.get(Setting.DATA);
    if (given != null) {
      return given.path();
    }
    Path shared = Path.of(environment.getOrDefault("XDG_DATA_HOME", ""));
    // A relative path there is to be ignored: XDG Base Directory Specification.
    return (shared.isAbsolute() ? shared : home.resolve(".local/share")).resolve("cairn");
  }

  /** The data directory; it need not be there. */
  public Path data() {
    return data;
  }

  /** What the API's address was said to be, and where; as it was given. */
  public Optional<String> api() {
    return given(Setting.API).map(Said::value);
  }

  /** What is shown to the API, or what the API asks for. */
  public Checked<Optional<String>> apiToken() {
    try {
      return Checked.passed(readToken());
    } catch (Refusal refusal) {
      return Checked.refused(refusal.why());
    }
  }

  /** What a node is to do. */
  public Checked<NodeConfig> nodeConfig() {
    try {
      return Checked.passed(new NodeConfigReader(this).read(readToken()));
    } catch (Refusal refusal) {
      return Checked.refused(refusal.why());
    }
  }

  /** Variables that look like ours and are not, one sentence each. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    for (String name : new TreeMap<>(environment).keySet()) {
      if (name.startsWith("CAIRN_") && !isKnown(name)) {
        String key = name.substring(6).toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        String meant =
            Setting.nearestTo(key).map(s -> "; perhaps " + s.variable() + "?").orElse("");
        remarks.add("the environment variable " + name + " means nothing to cairn" + meant);
      }
    }
    return remarks;
  }

  private static boolean isKnown(String variable) {
    return OTHERS_VARIABLES.contains(variable)
        || java.util.Arrays.stream(Setting.values()).anyMatch(s -> s.variable().equals(variable));
  }

  Optional<Said> given(Setting setting) {
    return Optional.ofNullable(said.get(setting));
  }

  private Optional<String> readToken() throws Refusal {
    Optional<Said> file = given(Setting.API_TOKEN_FILE);
    String variable = environment.getOrDefault(TOKEN_VARIABLE, "");
    boolean byOption =
        file.isPresent() && file.get().place().equals(Setting.API_TOKEN_FILE.option());
    if (!variable.isEmpty() && !byOption) {
      return Optional.of(ApiToken.require(TOKEN_VARIABLE, variable));
    }
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String place = file.get().place();
    String text = SmallFile.readPrivate(place, file.get().path(), TOKEN_FILE_BYTES_MAX);
    return Optional.of(ApiToken.require(place, text));
  }
}
