package dev.cairn.node.wallet;

import java.io.IOException;

/**
 * A key file that is not used; the message is for the person who runs the node, without secrets.
 */
public final class KeyFileException extends IOException {

  private static final long serialVersionUID = 1L;

  private final KeyFault fault;

  /**
   * @param what names the file and what is wrong with it; what to do is added
   */
  KeyFileException(KeyFault fault, String what) {
    super(what + ". " + fault.hint());
    this.fault = fault;
  }

  public KeyFault fault() {
    return fault;
  }
}
