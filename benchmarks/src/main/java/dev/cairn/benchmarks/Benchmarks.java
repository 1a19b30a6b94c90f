package dev.cairn.benchmarks;

import dev.cairn.core.mining.Kernels;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.mining.KernelCheck;
import dev.cairn.node.bench.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The program: JMH, with a look at the kernels and the machine before, and what was seen in the
 * result file.
 */
public final class Benchmarks {

  private static final String DEFAULT_FILE = "benchmarks.json";

  private static final int WRONG = 1;
  private static final int BUSY = 2;

  private static final String HELP =
      """
      java -jar benchmarks.jar [--strict] [JMH's arguments]   measure
      java -jar benchmarks.jar heap [ENTRIES]                 measure what things take on the heap

        --strict   end with status %d, and measure nothing, when the machine is too busy
        --help     this text; -h is JMH's help, -l lists the benchmarks

      Before anything is measured, every mining kernel has to find the right nonces, and the machine is looked at:
      it is too busy when its load of the last minute is above %.2f per core, or when a loop that runs on all cores
      takes on average %.0f %% longer than at its best. Without --strict the result is marked then.

      The result goes to %s, or the file that -rff names: {"machine": ..., "calm": ..., "results": JMH's JSON}.
      With -rf and another format than json the file is JMH's alone.
      """
          .formatted(BUSY, Calm.LOAD_PER_CORE_MAX, 100 * Calm.LOST_MAX, DEFAULT_FILE);

  private Benchmarks() {}

  /** Ends the program with a status other than 0 when something was wrong. */
  public static void main(String[] arguments) throws IOException, RunnerException {
    List<String> rest = new ArrayList<>(List.of(arguments));
    if (rest.contains("--help")) {
      System.out.print(HELP);
      return;
    }
    if (!rest.isEmpty() && rest.get(0).equals("heap")) {
      HeapReport.main(rest.subList(1, rest.size()).toArray(String[]::new));
      return;
    }
    boolean strict = rest.remove("--strict");
    int status;
    try {
      status = run(strict, rest.toArray(String[]::new), System.err);
    } catch (CommandLineOptionException | NoBenchmarksException e) {
      System.err.println(e.getMessage());
      status = WRONG;
    }
    if (status != 0) {
      System.exit(status);
    }
  }

  private static int run(boolean strict, String[] arguments, PrintStream out)
      throws IOException, RunnerException, CommandLineOptionException {
    CommandLineOptions options = new CommandLineOptions(arguments);
    if (options.shouldHelp()
        || options.shouldList()
        || options.shouldListWithParams()
        || options.shouldListProfilers()
        || options.shouldListResultFormats()) {
      org.openjdk.jmh.Main.main(arguments);
      return 0;
    }
    if (!checkKernels(Kernels.all(), out)) {
      return WRONG;
    }
    Machine machine = Machine.here();
    Calm before = Calm.measure();
    out.println(machine);
    warn(before, out);
    if (strict && !before.objections().isEmpty()) {
      return BUSY;
    }
    measure(options, machine, before);
    warn(before, out);
    return 0;
  }

  /** Says which kernels are wrong; whether none is. */
  static boolean checkKernels(List<MiningKernel> kernels, PrintStream out) {
    boolean right = true;
    for (MiningKernel kernel : kernels) {
      Optional<String> fault = KernelCheck.firstFault(kernel);
      if (fault.isPresent()) {
        out.println(
            "Kernel " + kernel.name() + " is wrong, so nothing is measured: " + fault.get());
        right = false;
      }
    }
    return right;
  }

  private static void measure(CommandLineOptions options, Machine machine, Calm before)
      throws IOException, RunnerException {
    if (options.getResultFormat().orElse(ResultFormatType.JSON) != ResultFormatType.JSON) {
      new Runner(options).run();
      return;
    }
    String file = options.getResult().orElse(DEFAULT_FILE);
    new Runner(
            new OptionsBuilder()
                .parent(options)
                .resultFormat(ResultFormatType.JSON)
                .result(file)
                .build())
        .run();
    ResultFile.complete(Path.of(file), machine, before, Calm.measure());
  }

  private static void warn(Calm calm, PrintStream out) {
    if (!calm.objections().isEmpty()) {
      out.println(
          "THIS MACHINE IS TOO BUSY TO MEASURE: " + String.join("; ", calm.objections()) + ".");
    }
  }
}
