package dev.cairn.benchmarks;

import dev.cairn.node.bench.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * The JSON that a run leaves: JMH's own, with what it was taken on.
 *
 * <pre>
 * {"machine": {...}, "calm": true, "objections": [...], "before": {...}, "after": {...}, "results": [...]}
 * </pre>
 */
final class ResultFile {

  private ResultFile() {}

  /** Puts the rest around the JSON that JMH has written to the file. */
  static void complete(Path file, Machine machine, Calm before, Calm after) throws IOException {
    Files.writeString(file, complete(Files.readString(file), machine, before, after));
  }

  static String complete(String jmh, Machine machine, Calm before, Calm after) {
    StringBuilder json = new StringBuilder("{\n");
    member(json, "machine", machine(machine));
    member(json, "calm", String.valueOf(before.objections().isEmpty()));
    member(json, "objections", list(before.objections()));
    member(json, "before", calm(before));
    member(json, "after", calm(after));
    return json + "\"results\": " + jmh.strip() + "\n}\n";
  }

  private static String machine(Machine machine) {
    StringBuilder json = new StringBuilder("{\n");
    for (Map.Entry<String, String> line : machine.cpu().entrySet()) {
      member(json, line.getKey(), quoted(line.getValue()));
    }
    member(json, "flags", list(machine.cpuFlags()));
    member(json, "cores", String.valueOf(machine.cores()));
    member(json, "os", quoted(machine.os()));
    member(json, "jdk", quoted(machine.jdk()));
    return json + "\"jvmFlags\": " + list(machine.jvmFlags()) + "\n}";
  }

  private static String calm(Calm calm) {
    return String.format(
        Locale.ROOT,
        "{\"loadAverage\": %.2f, \"calibrationLost\": %.3f}",
        calm.loadAverage(),
        calm.lost());
  }

  private static void member(StringBuilder json, String name, String value) {
    json.append(quoted(name)).append(": ").append(value).append(",\n");
  }

  private static String list(Collection<String> texts) {
    return "[" + String.join(", ", texts.stream().map(ResultFile::quoted).toList()) + "]";
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
