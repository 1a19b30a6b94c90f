package dev.cairn.node.storage;

/**
 * The store failed while it was in use, or was found damaged. It is dead from then on: every later
 * call throws this again, and nothing more is acknowledged. What was acknowledged before is on
 * disk; only a new start can tell whether the disk works again.
 */
public final class StoreFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final StoreFault fault;

  StoreFailedException(StoreFault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  StoreFailedException(StoreFault fault, String message) {
    super(message);
    this.fault = fault;
  }

  /** {@link StoreFault#STORE_FAILED} or {@link StoreFault#STORE_DAMAGED}. */
  public StoreFault fault() {
    return fault;
  }

  /** The same failure, for another caller: the trace then shows that caller. */
  StoreFailedException again() {
    return new StoreFailedException(fault, String.valueOf(getMessage()), this);
  }
}
