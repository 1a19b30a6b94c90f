package dev.cairn.node.cli;

import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;

/** Why a command ends without having done its job, for the person who gave it. */
final class CommandFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String code;
  private final String hint;

  /**
   * @param code stable, as {@code RECORD_UNKNOWN}
   * @param hint what to do about it; may be empty
   */
  CommandFailure(ExitCode exitCode, String code, String detail, String hint) {
    super(detail);
    this.exitCode = exitCode;
    this.code = code;
    this.hint = hint;
  }

  CommandFailure(ExitCode exitCode, Rejection why) {
    this(exitCode, why.code(), why.got() + "; expected " + why.expected(), why.reason().hint());
  }

  /** The value of a check. */
  static <T> T orThrow(ExitCode exitCode, Checked<T> checked) throws CommandFailure {
    if (checked.rejection().isPresent()) {
      throw new CommandFailure(exitCode, checked.rejection().get());
    }
    return checked.value();
  }

  ExitCode exitCode() {
    return exitCode;
  }

  String code() {
    return code;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  String hint() {
    return hint;
  }
}
