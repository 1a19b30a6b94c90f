package dev.cairn.node.cli;

import java.util.Map;

/** How a failure is told. */
final class Failures {

  private Failures() {}

  /** For a person. */
  static String text(CommandFailure failure) {
    String hint = failure.hint().isEmpty() ? "" : "\n  " + Rendering.clean(failure.hint());
    return "cairn: "
        + Rendering.clean(failure.detail())
        + " ["
        + Rendering.clean(failure.code())
        + "]"
        + hint
        + "\n";
  }

  /** For a program, as the API says it. */
  static Map<String, ?> json(CommandFailure failure) {
    return Json.object(
        "reason", failure.code(), "detail", failure.detail(), "hint", failure.hint());
  }
}
