package dev.cairn.node.cli;

import java.nio.file.Path;

/** What whoever has got a new key must know. */
final class KeyNotice {

  private KeyNotice() {}

  static String text(Path file) {
    return """
    A new key was made: %s
    It is not encrypted; only this user can read the file. Whoever has it can spend what is yours,
    and without it nobody can. Keep a copy in a safe place:  cp %s /path/to/a/safe/place/
    """
        .formatted(file, quoted(file));
  }

  /** For a shell. */
  private static String quoted(Path file) {
    String text = file.toString();
    return text.matches("[A-Za-z0-9/._+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
