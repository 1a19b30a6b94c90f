package dev.cairn.node.cli;

import dev.cairn.node.bench.MiningBench.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench} has found out: a table for a person, and an object that a later run reads.
 *
 * @param machine what it was measured on, in words
 * @param time when, in Unix seconds
 * @param seconds how long each measurement took
 * @param results the plain one first
 */
record BenchReport(String machine, long time, long seconds, List<Result> results) {

  private static final int BAR_LENGTH = 32;

  BenchReport {
    results = List.copyOf(results);
  }

  /** Reads what {@code --save} wrote. */
  static BenchReport read(Path file) throws CommandFailure {
    String text = NamedFile.read(file);
    try {
      if (Json.parse(text) instanceof Map<?, ?> object
          && object.get("machine") instanceof String machine
          && object.get("time") instanceof Long time
          && object.get("seconds") instanceof Long seconds
          && object.get("results") instanceof List<?> list) {
        List<Result> results = new ArrayList<>();
        for (Object each : list) {
          results.add(result(each));
        }
        return new BenchReport(machine, time, seconds, results);
      }
    } catch (IOException notJson) {
      // As for any other text.
    }
    throw unreadable(file.toString());
  }

  private static Result result(@Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> object
        && object.get("kernel") instanceof String kernel
        && object.get("threads") instanceof Long threads
        && threads == threads.intValue()
        && object.get("hashesPerSecond") instanceof Long rate) {
      return new Result(kernel, threads.intValue(), rate);
    }
    throw new IOException("no result of a kernel");
  }

  private static CommandFailure unreadable(String file) {
    return new CommandFailure(
        ExitCode.DATA_UNUSABLE,
        "RESULT_UNREADABLE",
        file + " is no result of cairn bench",
        "give a file that --save has written");
  }

  /** The object of {@code --save} and {@code --json}. */
  Map<String, ?> toJson(Optional<BenchReport> before) {
    return Json.object(
        "machine",
        machine,
        "time",
        time,
        "seconds",
        seconds,
        "results",
        results.stream().map(each -> toJson(each, before)).toList());
  }

  private Map<String, ?> toJson(Result each, Optional<BenchReport> before) {
    return Json.object(
        "kernel",
        each.kernel(),
        "threads",
        each.threads(),
        "hashesPerSecond",
        Math.round(each.hashesPerSecond()),
        "ratioToPlain",
        hundredths(ratioToPlain(each)),
        "ratioToBefore",
        before.flatMap(earlier -> ratioTo(earlier, each)).map(BenchReport::hundredths));
  }

  private static double hundredths(double ratio) {
    return Math.round(100 * ratio) / 100.0;
  }

  private double ratioToPlain(Result each) {
    return each.hashesPerSecond() / results.get(0).hashesPerSecond();
  }

  private static Optional<Double> ratioTo(BenchReport earlier, Result each) {
    return earlier.results.stream()
        .filter(one -> one.kernel().equals(each.kernel()) && one.threads() == each.threads())
        .filter(one -> one.hashesPerSecond() > 0)
        .map(one -> each.hashesPerSecond() / one.hashesPerSecond())
        .findFirst();
  }

  /** A table with bars. */
  List<String> lines(Optional<BenchReport> before) {
    List<String> lines = new ArrayList<>();
    lines.add(machine);
    before
        .filter(earlier -> !earlier.machine.equals(machine))
        .ifPresent(earlier -> lines.add("compared with: " + earlier.machine));
    lines.add("");
    lines.add("kernel     threads      MH/s   x plain" + (before.isPresent() ? "  x before" : ""));
    double fastest = results.stream().mapToDouble(Result::hashesPerSecond).max().orElse(1);
    for (Result each : results) {
      String ratio =
          before.isPresent()
              ? ratioTo(before.get(), each)
                  .map(times -> format("  %8.2f", times))
                  .orElse("         -")
              : "";
      String bar = "#".repeat((int) Math.round(BAR_LENGTH * each.hashesPerSecond() / fastest));
      lines.add(
          format(
              "%-10s %7d  %8.2f  %8.2f%s  %s",
              each.kernel(),
              each.threads(),
              each.hashesPerSecond() / 1e6,
              ratioToPlain(each),
              ratio,
              bar));
    }
    return lines;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
