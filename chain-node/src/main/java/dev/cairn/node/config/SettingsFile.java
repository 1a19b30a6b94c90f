package dev.cairn.node.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads settings from TOML: keys at the top level, nothing else. */
final class SettingsFile {

  private static final int BYTES_MAX = 1 << 20;

  /** A line that begins with a key or a table's name. */
  private static final Pattern KEY_LINE =
      Pattern.compile("\\s*(?:\\[+\\s*)?[\"']?([^\"'=\\[\\].\\s]+)[\"']?\\s*[=.\\]].*");

  private final String name;
  private final Path folder;

  /** The keys at the beginnings of the lines; null where there is none. The parser forgets them. */
  private final List<@Nullable String> keys = new ArrayList<>();

  private SettingsFile(Path file, String text) {
    name = Objects.requireNonNullElse(file.getFileName(), file).toString();
    folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("/"));
    text.lines()
        .forEach(
            line -> {
              Matcher matcher = KEY_LINE.matcher(line);
              keys.add(matcher.matches() ? matcher.group(1) : null);
            });
  }

  /**
   * @param place who named the file
   * @param inData whether it lies in the data directory, which it then cannot move
   */
  static List<Said> read(String place, Path file, boolean inData) throws Refusal {
    String text = SmallFile.read(place, file, BYTES_MAX);
    return new SettingsFile(file, text).read(text, inData);
  }

  private List<Said> read(String text, boolean inData) throws Refusal {
    List<Said> said = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : parse(text).properties()) {
      String key = entry.getKey();
      Setting setting = Setting.ofKey(key).orElse(null);
      if (setting == null) {
        String meant =
            Setting.nearestTo(key)
                .map(nearest -> "perhaps '" + nearest.key() + "'")
                .orElse("a known key");
        throw new Refusal(SettingFault.SETTING_UNKNOWN, place(key) + ": '" + key + "'", meant);
      }
      if (setting == Setting.CONFIG || (setting == Setting.DATA && inData)) {
        throw new Refusal(
            SettingFault.SETTING_NOT_HERE, place(key) + ": '" + key + "'", "other keys in here");
      }
      said.add(new Said(setting, values(setting, entry.getValue()), place(key), folder));
    }
    return said;
  }

  private JsonNode parse(String text) throws Refusal {
    try {
      return new TomlMapper().readTree(text);
    } catch (JacksonException broken) {
      throw duplicate().orElseGet(() -> malformed(broken));
    }
  }

  private Optional<Refusal> duplicate() {
    Set<String> seen = new HashSet<>();
    for (String key : keys) {
      if (key != null && !seen.add(key)) {
        String got = name + ", line " + (keys.lastIndexOf(key) + 1) + ": '" + key + "' again";
        return Optional.of(new Refusal(SettingFault.SETTING_DUPLICATE, got, "each key once"));
      }
    }
    return Optional.empty();
  }

  private Refusal malformed(JacksonException broken) {
    String what = broken.getOriginalMessage();
    int end = what.indexOf('\n');
    String line = broken.getLocation() == null ? "" : ", line " + broken.getLocation().getLineNr();
    return new Refusal(
        SettingFault.CONFIG_FILE_MALFORMED,
        name + line + ": " + (end < 0 ? what : what.substring(0, end)),
        "TOML");
  }

  private List<String> values(Setting setting, JsonNode value) throws Refusal {
    boolean fits =
        switch (setting.kind()) {
          case TEXT -> value.isTextual();
          case NUMBER_OR_TEXT -> value.isTextual() || value.isIntegralNumber();
          case FLAG -> value.isBoolean();
          case LIST -> value.isArray();
        };
    List<String> values = new ArrayList<>();
    for (JsonNode item : value.isArray() ? value : List.of(value)) {
      fits &= !value.isArray() || item.isTextual();
      values.add(item.asText());
    }
    if (!fits) {
      throw new Refusal(
          SettingFault.SETTING_WRONG,
          setting.key() + " in " + place(setting.key()) + ": " + value,
          setting.kind().shown());
    }
    return values;
  }

  private String place(String key) {
    int index = keys.indexOf(key);
    return index < 0 ? name : name + ", line " + (index + 1);
  }
}
