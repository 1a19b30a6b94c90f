package dev.cairn.node.storage;

import java.io.IOException;

/**
 * A data directory or store that cannot be used; the message is for the person who runs the node.
 */
public final class StoreException extends IOException {

  private static final long serialVersionUID = 1L;

  private final StoreFault fault;

  public StoreException(StoreFault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public StoreException(StoreFault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  public StoreFault fault() {
    return fault;
  }
}
