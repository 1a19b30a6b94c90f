package dev.cairn.core.validation;

import dev.cairn.core.ledger.Application;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.verdict.Rejection;
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

  /**
   * Runs a call of an application. An {@link Error} of the machine, such as lack of memory, is not
   * the application's and passes through.
   */
  static Optional<Rejection> guard(
      Application application, Transaction transaction, Supplier<Optional<Rejection>> call) {
    try {
      return call.get();
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError cause) {
      throw new ApplicationFault(
          "application %s failed at %s: %s"
              .formatted(application.listing().name(), transaction, cause),
          cause);
    }
  }
}
