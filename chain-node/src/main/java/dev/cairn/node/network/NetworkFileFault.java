package dev.cairn.node.network;

import dev.cairn.core.verdict.Reason;

/** Why a text is no network file; what its values may be is {@code ParameterFault}'s to say. */
public enum NetworkFileFault implements Reason {
  NETWORK_FILE_MALFORMED("make the file strict JSON: one object, no comments, no trailing commas"),
  NETWORK_FILE_KEY_UNKNOWN("remove the key, or correct its name"),
  NETWORK_FILE_KEY_DUPLICATE("give the key once"),
  NETWORK_FILE_KEY_MISSING("add the key: a network file says everything, nothing has a default"),
  NETWORK_FILE_VALUE_WRONG("write the value as docs/commands.md shows it");

  private final String hint;

  NetworkFileFault(String hint) {
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }
}
