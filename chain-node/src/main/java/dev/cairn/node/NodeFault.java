package dev.cairn.node;

/**
 * A fault of the program or of its store, after which a node cannot go on; the cause says which.
 */
public final class NodeFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NodeFault(Throwable cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
