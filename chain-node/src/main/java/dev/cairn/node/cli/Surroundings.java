package dev.cairn.node.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What commands see of the world.
 *
 * @param out for answers
 * @param err for everything else
 * @param home the user's home directory
 */
record Surroundings(PrintStream out, PrintStream err, Map<String, String> environment, Path home) {

  /** Those of this process; text is in UTF-8 whatever the locale says. */
  static Surroundings ofProcess() {
    Map<String, String> environment = System.getenv();
    String home = environment.getOrDefault("HOME", "");
    return new Surroundings(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        environment,
        Path.of(home.isEmpty() ? System.getProperty("user.home", ".") : home).toAbsolutePath());
  }
}
