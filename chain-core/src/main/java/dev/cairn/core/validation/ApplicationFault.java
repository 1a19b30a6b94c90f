package dev.cairn.core.validation;

import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.verdict.Rejection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An application threw an exception: a bug of the program, and no verdict about anything
 * (docs/consensus.md, section 10.2). {@code dev.cairn.core.chain.Chain} turns it into a halt before
 * the block.
 */
public final class ApplicationFault extends RuntimeException {

  private static final long serialVersionUID = 1;

  private ApplicationFault(String message, Throwable cause) {
    super(message, cause);
  }

  /** An exception's own text, unless making that fails too. */
  private static String describe(Throwable cause) {
    try {
      return String.valueOf(cause);
    } catch (RuntimeException | StackOverflowError e) {
      return cause.getClass().getName();
    }
  }

  /**
   * Runs a call of an application. An {@link Error} of the machine, such as lack of memory, is not
   * the application's and passes through.
   */
  static Optional<Rejection> guard(Transaction transaction, Supplier<Optional<Rejection>> call) {
    try {
      return Objects.requireNonNull(call.get(), "null where an Optional is expected");
    } catch (Throwable cause) { // checked ones too: not all languages declare them
      if (cause instanceof VirtualMachineError error && !(error instanceof StackOverflowError)) {
        throw error;
      }
      throw new ApplicationFault(
          "the application of payload type %d failed at %s: %s"
              .formatted(transaction.payload().type(), transaction, describe(cause)),
          cause);
    }
  }
}
