package dev.cairn.node.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    Surroundings surroundings = Surroundings.ofProcess();
    List<String> given = List.of(arguments);
    if (!given.isEmpty() && given.get(0).equals("run")) {
      // Before all libraries are open, for that may already be too much.
      OpenFiles.tooFew().ifPresent(failure -> refuse(surroundings, given, failure));
    }
    System.exit(execute(surroundings, arguments));
  }

  private static void refuse(
      Surroundings surroundings, List<String> given, CommandFailure failure) {
    surroundings.err().print(Failures.text(failure));
    if (given.contains("--json")) {
      String reason = failure.code();
      surroundings.out().print("{\"event\":\"stopped\",\"reason\":\"" + reason + "\"}\n");
    }
    System.exit(failure.exitCode().number());
  }

  /** Does what the arguments say, and gives the exit code. */
  static int execute(Surroundings surroundings, String... arguments) {
    CommandLine commandLine = commandLine(surroundings);
    int code = commandLine.execute(arguments);
    surroundings.out().flush();
    return code;
  }

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine commandLine = CairnCommand.build(surroundings);
    commandLine.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
    commandLine.setParameterExceptionHandler(
        (wrong, given) -> onWrongArguments(surroundings, wrong, List.of(given)));
    commandLine.setExecutionExceptionHandler(
        (failed, command, result) -> onFailure(surroundings, failed, result));
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(String.valueOf(code.number()), code.meaning());
    }
    commandLine.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
    commandLine.getCommandSpec().usageMessage().exitCodeList(codes);
    commandLine.setUsageHelpWidth(100);
    return commandLine;
  }

  private static int onWrongArguments(
      Surroundings surroundings, ParameterException wrong, List<String> given) {
    String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
    String detail = detail(wrong);
    String hint = "./" + name + " --help shows what there is";
    if (given.contains("--json") && !name.equals("cairn run")) {
      CommandFailure failure = Arguments.wrong(detail, hint);
      surroundings.out().print(Json.write(Failures.json(failure)) + "\n");
      return failure.exitCode().number();
    }
    surroundings.err().print("cairn: " + Rendering.clean(detail) + "\n");
    PrintWriter err = new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8);
    CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
    err.print("  " + hint + "\n");
    err.flush();
    return ExitCode.USAGE.number();
  }

  /** What picocli says, without Java's words. */
  private static String detail(ParameterException wrong) {
    return String.valueOf(wrong.getMessage())
        .replaceFirst("^Error: ", "")
        .replaceFirst("is not an? (int|long)$", "is no whole number, or too large");
  }

  private static int onFailure(Surroundings surroundings, Exception failed, ParseResult result) {
    CommandFailure failure =
        failed instanceof CommandFailure known
            ? known
            : new CommandFailure(
                ExitCode.INTERNAL_FAULT,
                ExitCode.INTERNAL_FAULT.name(),
                String.valueOf(failed),
                "this is a fault of cairn itself; please report it");
    if (isJson(result)) {
      surroundings.out().print(Json.write(Failures.json(failure)) + "\n");
    } else {
      surroundings.err().print(Failures.text(failure));
    }
    surroundings.err().flush();
    return failure.exitCode().number();
  }

  private static boolean isJson(ParseResult result) {
    ParseResult innermost = result;
    while (innermost.hasSubcommand()) {
      innermost = innermost.subcommand();
    }
    return innermost.hasMatchedOption("--json");
  }
}
