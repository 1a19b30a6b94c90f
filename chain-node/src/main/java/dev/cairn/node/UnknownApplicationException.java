package dev.cairn.node;

import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import java.io.IOException;

/** A network with rules of its own that this program cannot judge. */
public final class UnknownApplicationException extends IOException {

  private static final long serialVersionUID = 1L;

  UnknownApplicationException(NetworkParameters network, ListedApplication missing) {
    super(
        "network %s (%s) needs the application %s, version %d, for payloads of type %d, which this program has not: run the program that its members run"
            .formatted(
                network.name(),
                network.id(),
                missing.name(),
                missing.rulesVersion(),
                missing.payloadType()));
  }
}
