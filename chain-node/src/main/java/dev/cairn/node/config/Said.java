package dev.cairn.node.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * One setting as somebody gave it.
 *
 * @param values one, except for lists
 * @param origin where it was given, for a person: {@code cairn.toml, line 3}
 * @param base what a relative path in it is relative to
 */
public record Said(Setting setting, List<String> values, String origin, Path base) {

  public Said {
    values = List.copyOf(values);
  }

  /** On the command line. */
  public static Said byOption(Setting setting, List<String> values) {
    return new Said(setting, values, "the command line", Path.of("").toAbsolutePath());
  }

  /** In the environment, where a list has commas. */
  static Said byVariable(Setting setting, String value) {
    List<String> values =
        setting.kind() == Setting.Kind.LIST ? Texts.commaSeparated(value) : List.of(value);
    return new Said(setting, values, "the environment", Path.of("").toAbsolutePath());
  }

  String value() {
    return values.get(0);
  }

  /** Which setting, and where it was given. */
  String place() {
    return switch (origin) {
      case "the command line" -> setting.option();
      case "the environment" -> setting.variable();
      default -> setting.key() + " in " + origin;
    };
  }

  Path path() throws Refusal {
    try {
      if (value().isBlank()) {
        throw wrong("an empty text", "a path");
      }
      return base.resolve(value()).normalize();
    } catch (InvalidPathException e) {
      throw wrong("'" + value() + "'", "a path");
    }
  }

  Refusal wrong(String got, String expected) {
    return new Refusal(SettingFault.SETTING_WRONG, place() + ": " + got, expected);
  }
}
