package dev.cairn.node.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a measurement was taken on. Nothing here names a host or a user.
 *
 * @param cpu lines of /proc/cpuinfo that say what it is, of its first core; empty where there is no
 *     such file
 * @param cpuFlags those that matter for hashing and vectors
 * @param jdk of the program itself; JMH says for each result what ran it
 */
public record Machine(
    Map<String, String> cpu,
    List<String> cpuFlags,
    int cores,
    String os,
    String jdk,
    List<String> jvmFlags) {

  private static final List<String> CPU_LINES =
      List.of("vendor_id", "cpu family", "model", "model name", "stepping");

  private static final List<String> FLAGS =
      List.of(
          "ssse3",
          "sse4_1",
          "sse4_2",
          "bmi2",
          "adx",
          "avx",
          "avx2",
          "avx512f",
          "avx512bw",
          "avx512vl",
          "avx512ifma",
          "sha_ni",
          "sha1",
          "sha2",
          "sha512",
          "asimd",
          "hypervisor");

  /** The machine that this program runs on. */
  public static Machine here() {
    return of(
        read("/proc/cpuinfo").orElse(""),
        property("os.name") + " " + property("os.version") + " " + property("os.arch"));
  }

  public static Machine of(String cpuinfo, String os) {
    Map<String, String> lines = new LinkedHashMap<>();
    for (String line : cpuinfo.lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        lines.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    // What x86 calls flags is called Features on ARM.
    String flags = lines.getOrDefault("flags", lines.getOrDefault("Features", ""));
    List<String> present = Arrays.asList(flags.split(" ", -1));
    Map<String, String> cpu = new LinkedHashMap<>();
    for (String name : CPU_LINES) {
      if (lines.containsKey(name)) {
        cpu.put(name, lines.get(name));
      }
    }
    return new Machine(
        cpu,
        FLAGS.stream().filter(present::contains).toList(),
        Runtime.getRuntime().availableProcessors(),
        os,
        property("java.vm.vendor")
            + ", "
            + property("java.vm.name")
            + " "
            + property("java.vm.version"),
        ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  /** The average number of threads that wanted to run in the last minute; negative if unknown. */
  public static double loadAverage() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(Path.of(file)));
    } catch (IOException e) {
      return Optional.empty(); // not Linux
    }
  }

  @Override
  public String toString() {
    return "%s, %d cores, %s, %s, %s"
        .formatted(cpu.getOrDefault("model name", "unknown CPU"), cores, cpuFlags, os, jdk);
  }
}
