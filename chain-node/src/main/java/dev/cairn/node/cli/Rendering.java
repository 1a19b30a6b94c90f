package dev.cairn.node.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows the API's objects to a person: aligned, in the API's own order and nearly its words. */
final class Rendering {

  private static final int CELL_MAX = 66;

  private Rendering() {}

  /** An object, one fact a line; objects in it with their keys behind its own. */
  static String facts(Map<String, ?> object) {
    Map<String, String> lines = new LinkedHashMap<>();
    StringBuilder below = new StringBuilder();
    collect("", object, lines, below);
    int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    lines.forEach(
        (label, value) ->
            text.append(label).append(" ".repeat(width - label.length() + 2)).append(value + "\n"));
    return text.append(below).toString();
  }

  private static void collect(
      String prefix, Map<?, ?> object, Map<String, String> lines, StringBuilder below) {
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      String key = (String) entry.getKey();
      Object value = entry.getValue();
      String label = prefix + words(key);
      if (value instanceof Map<?, ?> inner) {
        collect(label + " ", inner, lines, below);
      } else if (key.equals("notices") && value instanceof List<?> list) {
        list.forEach(notice -> below.append(notice(notice)));
      } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map) {
        below.append('\n').append(label).append('\n').append(table(list));
      } else if (value instanceof List<?> list && list.size() > 3) {
        below.append('\n').append(label).append('\n');
        list.forEach(item -> below.append("  ").append(clean(String.valueOf(item))).append('\n'));
      } else {
        lines.put(label, shown(key, value));
      }
    }
  }

  /** What a person should know or do, in a line of its own. */
  private static String notice(Object notice) {
    return notice instanceof Map<?, ?> object
        ? "\n! " + clean(object.get("text") + " [" + object.get("code") + "]") + "\n"
        : "";
  }

  /** A list of objects as a table with their keys as heads. */
  static String table(List<?> rows) {
    List<String> keys = new ArrayList<>();
    List<Map<String, String>> cells = new ArrayList<>();
    for (Object row : rows) {
      Map<String, String> line = new LinkedHashMap<>();
      if (row instanceof Map<?, ?> object) {
        for (Map.Entry<?, ?> entry : object.entrySet()) {
          String key = (String) entry.getKey();
          line.put(key, cut(shown(key, entry.getValue())));
          if (!keys.contains(key)) {
            keys.add(key);
          }
        }
      }
      cells.add(line);
    }
    List<List<String>> lines = new ArrayList<>();
    lines.add(keys.stream().map(Rendering::words).toList());
    cells.forEach(line -> lines.add(keys.stream().map(key -> line.getOrDefault(key, "")).toList()));
    return aligned(lines);
  }

  private static String aligned(List<List<String>> lines) {
    int columns = lines.get(0).size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        row.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length() + 2));
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String cut(String text) {
    return text.length() <= CELL_MAX ? text : text.substring(0, CELL_MAX - 3) + "...";
  }

  private static String shown(String key, Object value) {
    if (value == null) {
      return "-";
    } else if (value instanceof Boolean flag) {
      return flag ? "yes" : "no";
    } else if (value instanceof Long seconds && (key.equals("time") || key.endsWith("Time"))) {
      return time(seconds);
    } else if (value instanceof Long seconds
        && (key.equals("uptimeSeconds") || key.equals("connectedSeconds"))) {
      return duration(seconds);
    } else if (value instanceof Double number) {
      return String.format(Locale.ROOT, "%.1f", number);
    } else if (value instanceof List<?> list) {
      return list.isEmpty()
          ? "-"
          : clean(String.join(", ", list.stream().map(String::valueOf).toList()));
    } else if (value instanceof Map<?, ?> object) {
      return clean(String.valueOf(object));
    }
    return clean(value.toString());
  }

  static String time(long unixSeconds) {
    return Instant.ofEpochSecond(unixSeconds).toString();
  }

  static String duration(long seconds) {
    if (seconds < 120) {
      return seconds + " s";
    } else if (seconds < 2 * 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 48 * 3600
        ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min"
        : seconds / 86400 + " d " + seconds % 86400 / 3600 + " h";
  }

  /** "bestBlock" becomes "best block"; the unit in it is what the value shows. */
  private static String words(String key) {
    String name =
        key.equals("uptimeSeconds") || key.equals("connectedSeconds")
            ? key.substring(0, key.length() - "Seconds".length())
            : key;
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      words.append(Character.isUpperCase(c) ? " " + Character.toLowerCase(c) : String.valueOf(c));
    }
    return clean(words.toString());
  }

  /** Without what could steer a terminal: some of it was written by strangers. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean isHidden =
                  type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.SURROGATE
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR;
              clean.appendCodePoint(isHidden ? '?' : c);
            });
    return clean.toString();
  }
}
