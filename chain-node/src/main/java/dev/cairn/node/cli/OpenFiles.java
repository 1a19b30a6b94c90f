package dev.cairn.node.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many files this process may have open. A node that has too few fails in the strangest places,
 * and when its store has grown; so it does not start.
 */
final class OpenFiles {

  /**
   * Besides the libraries: 36 with an empty store, 12 more for tables and those being written, and
   * some connections.
   */
  private static final int NODE_FILES = 60;

  private static final Pattern LIMIT = Pattern.compile("Max open files +([0-9]{1,9}) .*");

  private OpenFiles() {}

  /** Why a node cannot run; empty when it can, and where nobody can tell. */
  static Optional<CommandFailure> tooFew() {
    long needed = NODE_FILES + libraries();
    return limit(Path.of("/proc/self/limits"))
        .filter(limit -> limit < needed)
        .map(
            limit ->
                new CommandFailure(
                    ExitCode.CONFIG_WRONG,
                    "FILES_TOO_FEW",
                    "this process may have "
                        + limit
                        + " files open (ulimit -n), and a node needs "
                        + needed,
                    "raise the limit before the start, as with: ulimit -n 1024"));
  }

  /** Each stays open. */
  private static long libraries() {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getProperty("java.class.path", ""))
        .filter(entry -> entry.endsWith(".jar"))
        .count();
  }

  /** What Linux says of it; empty when there is no limit, or no such file. */
  private static Optional<Long> limit(Path limits) {
    try {
      return Files.readAllLines(limits).stream()
          .map(LIMIT::matcher)
          .filter(Matcher::matches)
          .map(found -> Long.valueOf(found.group(1)))
          .findFirst();
    } catch (IOException notLinux) {
      return Optional.empty();
    }
  }
}
