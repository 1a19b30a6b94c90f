package dev.cairn.node.cli;

import dev.cairn.node.UnknownApplicationException;
import dev.cairn.node.storage.StoreException;
import dev.cairn.node.storage.StoreFailedException;
import dev.cairn.node.storage.StoreFault;
import java.io.IOException;
import java.net.BindException;

/** How a command ends; docs/commands.md and the help say the same. */
enum ExitCode {
  OK(0, "It was done, or the answer is yes."),
  REFUSED(1, "The node refused it, there is no such thing, or the answer is no."),
  USAGE(2, "The command line makes no sense."),
  UNREACHABLE(3, "No node answers there."),
  TIMED_OUT(4, "What --wait waited for did not happen in time; it still may."),
  IN_DOUBT(5, "The transaction was taken, or not: the node did not say."),
  INTERNAL_FAULT(70, "A fault of cairn itself, or an application's; the log has more."),
  DATA_UNUSABLE(73, "The data directory, the store, a key or another file cannot be used."),
  STORE_FAILED(74, "The store failed while it was in use, as on a full or failing disk."),
  ADDRESS_UNUSABLE(75, "A port is in use, or an address is not this machine's."),
  CONFIG_WRONG(78, "A setting or a file of settings makes no sense.");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }

  /** What became of a node that could not start, or did not go on. */
  static ExitCode of(Throwable fault) {
    ExitCode code = INTERNAL_FAULT;
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreException store) {
        return of(store.fault());
      } else if (cause instanceof StoreFailedException store) {
        return of(store.fault());
      } else if (cause instanceof BindException) {
        return ADDRESS_UNUSABLE;
      } else if (cause instanceof UnknownApplicationException) {
        return CONFIG_WRONG;
      } else if (cause instanceof IOException) {
        code = DATA_UNUSABLE;
      }
    }
    return code;
  }

  private static ExitCode of(StoreFault fault) {
    return fault == StoreFault.STORE_FAILED ? STORE_FAILED : DATA_UNUSABLE;
  }
}
