package dev.cairn.node.cli;

import dev.cairn.core.value.Amount;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.verdict.Checked;
import java.util.function.Function;

/** Reads what users typed. */
final class Arguments {

  private Arguments() {}

  static PublicKey address(String text) throws CommandFailure {
    return read("'" + text + "' is no address", text, PublicKey::parseAddress);
  }

  static Amount amount(String name, String text) throws CommandFailure {
    return read(name + " '" + text + "' is no amount", text, Amount::parse);
  }

  static <T> T read(String complaint, String text, Function<String, Checked<T>> reading)
      throws CommandFailure {
    Checked<T> read = reading.apply(text);
    if (read.rejection().isPresent()) {
      var why = read.rejection().get();
      throw new CommandFailure(
          ExitCode.USAGE, why.code(), complaint + ": " + why.got(), why.reason().hint());
    }
    return read.value();
  }

  static CommandFailure wrong(String detail, String hint) {
    return new CommandFailure(ExitCode.USAGE, "ARGUMENT_WRONG", detail, hint);
  }
}
