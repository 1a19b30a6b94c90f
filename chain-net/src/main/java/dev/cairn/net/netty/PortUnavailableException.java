package dev.cairn.net.netty;

import java.net.BindException;
import java.net.InetSocketAddress;

/** The port for peers cannot be used: another program has it, or the system does not allow it. */
public final class PortUnavailableException extends BindException {

  private static final long serialVersionUID = 1;

  PortUnavailableException(InetSocketAddress address, Throwable cause) {
    super("cannot listen on " + address + ": " + cause.getMessage());
    initCause(cause);
  }
}
