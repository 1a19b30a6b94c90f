package dev.cairn.node.cli;

import dev.cairn.core.mining.MiningKernel;
import dev.cairn.mining.KernelChoice;
import dev.cairn.mining.MiningKernels;
import dev.cairn.node.bench.Machine;
import dev.cairn.node.bench.MiningBench;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast this machine hashes. */
@Command(
    name = "bench",
    description = "Measures how fast this machine hashes, for a few seconds.",
    footer = {
      "",
      "All kernels that run here, beside plain: the JDK's SHA-256 twice over each whole header. A",
      "rough figure, on whatever else the machine does: docs and benchmarks have better ones.",
      "",
      "Example:",
      "  ./cairn bench --save before.json",
      "  ./cairn bench --compare before.json"
    })
final class BenchCommand implements Callable<Integer> {

  private static final int THREADS_MAX = 1024;
  private static final int SECONDS_MAX = 60;

  @Mixin private final ClientOptions client;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Up to how many; default: as many as there are processors.")
  private int threadsMax = Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors());

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1",
      description = "For each measurement; default 1.")
  private int seconds = 1;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Write the result there, with what the machine is, for a later --compare.")
  private @Nullable Path saved;

  @Option(
      names = "--compare",
      paramLabel = "FILE",
      description = "Say how many times faster each is than in that result.")
  private @Nullable Path compared;

  BenchCommand(ClientOptions client) {
    this.client = client;
  }

  @Override
  public Integer call() throws CommandFailure {
    requireWithin("--threads", threadsMax, THREADS_MAX);
    requireWithin("--seconds", seconds, SECONDS_MAX);
    Optional<BenchReport> before =
        compared == null ? Optional.empty() : Optional.of(BenchReport.read(compared));
    if (saved != null) {
      NamedFile.requireNew(saved);
    }
    KernelChoice choice = KernelChoice.ofAvailable(); // and all is compiled before it counts
    BenchReport report =
        new BenchReport(
            Machine.here().toString(), Instant.now().getEpochSecond(), seconds, measure(choice));
    if (saved != null) {
      NamedFile.writeNew(saved, Json.write(report.toJson(Optional.empty())) + "\n");
    }
    if (client.isJson()) {
      client.print(report.toJson(before));
    } else {
      report.lines(before).forEach(client::say);
      client.say("");
      client.say("./cairn run mines with: " + choice.kernel().name());
    }
    return ExitCode.OK.number();
  }

  private static void requireWithin(String option, int value, int most) throws CommandFailure {
    if (value < 1 || value > most) {
      throw Arguments.wrong(option + " " + value + " is out of range", "give 1 to " + most);
    }
  }

  private List<MiningBench.Result> measure(KernelChoice choice) throws CommandFailure {
    List<String> wrong =
        choice.tried().stream()
            .filter(trial -> trial.fault().isPresent())
            .map(KernelChoice.Trial::name)
            .toList();
    List<MiningKernel> right =
        MiningKernels.available().stream().filter(one -> !wrong.contains(one.name())).toList();
    try {
      return new MiningBench(right, threadsMax, TimeUnit.SECONDS.toNanos(seconds)).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Arguments.wrong("interrupted", "let it end");
    }
  }
}
