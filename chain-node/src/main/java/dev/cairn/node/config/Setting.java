package dev.cairn.node.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that can be said about a node. Its key in the file is the option's name without the
 * dashes; its environment variable is {@code CAIRN_} and the key in capitals.
 */
public enum Setting {
  NETWORK("network", Kind.TEXT, "FILE|dev|ID"),
  DATA("data", Kind.TEXT, "DIR"),
  LISTEN("listen", Kind.TEXT, "HOST:PORT"),
  API("api", Kind.TEXT, "HOST:PORT"),
  STRATUM("stratum", Kind.TEXT, "HOST:PORT"),
  JOIN("join", Kind.LIST, "HOST:PORT"),
  MINE("mine", Kind.NUMBER_OR_TEXT, "THREADS|off"),
  MINE_TO("mine-to", Kind.TEXT, "ADDRESS"),
  NO_DISCOVERY("no-discovery", Kind.FLAG, "true|false"),
  INTERFACES("interfaces", Kind.LIST, "LIST"),
  SECRET_FILE("secret-file", Kind.TEXT, "FILE"),
  API_TOKEN_FILE("api-token-file", Kind.TEXT, "FILE"),
  CONFIG("config", Kind.TEXT, "FILE");

  /** What a file may write as its value. */
  enum Kind {
    TEXT("a text in quotes"),
    NUMBER_OR_TEXT("a whole number, or a text in quotes"),
    FLAG("true or false"),
    LIST("a list of texts in quotes");

    private final String shown;

    Kind(String shown) {
      this.shown = shown;
    }

    String shown() {
      return shown;
    }
  }

  private final String key;
  private final Kind kind;
  private final String placeholder;

  Setting(String key, Kind kind, String placeholder) {
    this.key = key;
    this.kind = kind;
    this.placeholder = placeholder;
  }

  /** Its name in the file. */
  public String key() {
    return key;
  }

  /** Its name on the command line. */
  public String option() {
    return "--" + key;
  }

  /** Its name in the environment. */
  public String variable() {
    return "CAIRN_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** What stands for its value in a help text. */
  public String placeholder() {
    return placeholder;
  }

  Kind kind() {
    return kind;
  }

  static Optional<Setting> ofKey(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }

  /** The one that somebody who wrote this may have meant. */
  static Optional<Setting> nearestTo(String key) {
    return Arrays.stream(values())
        .min(Comparator.comparingInt(setting -> distance(setting.key, key)))
        .filter(setting -> distance(setting.key, key) <= Math.max(2, key.length() / 3));
  }

  /** How many characters one has to insert, delete or replace. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    Arrays.setAll(row, column -> column);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
