package dev.cairn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs everything once, as small as it gets. No time is looked at: it must only work. */
class EachBenchmarkRunsTest {

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void eachBenchmarkRuns() throws RunnerException {
    Options smallest =
        new OptionsBuilder()
            .include(".*")
            .forks(0)
            .mode(Mode.SingleShotTime)
            .warmupIterations(0)
            .measurementIterations(1)
            .param("leaves", "3")
            .param("transactions", "7")
            .param("blocks", "3")
            .param("headers", "3")
            .param("messages", "2")
            .param("peers", "3")
            .param("shape", "2x3")
            .param("entries", "80")
            .param("selected", "10")
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();

    Collection<RunResult> results = new Runner(smallest).run();

    assertThat(results.stream().map(result -> result.getParams().getBenchmark()).distinct())
        .containsExactlyInAnyOrderElementsOf(all());
  }

  @Test
  void eachBenchmarkClassHasABound() {
    Set<String> bounded = new TreeSet<>();
    Set<String> classes = new TreeSet<>();
    for (String benchmark : all()) {
      String name = benchmark.substring(0, benchmark.lastIndexOf('.'));
      classes.add(name);
      if (benchmark.substring(name.length() + 1).startsWith("bound")) {
        bounded.add(name);
      }
    }

    assertThat(classes).isNotEmpty();
    assertThat(bounded).isEqualTo(classes);
  }

  private static List<String> all() {
    return BenchmarkList.defaultList()
        .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
        .stream()
        .map(BenchmarkListEntry::getUsername)
        .sorted()
        .toList();
  }
}
