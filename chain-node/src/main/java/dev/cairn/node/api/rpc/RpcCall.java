package dev.cairn.node.api.rpc;

import java.util.Map;
import java.util.Optional;

/**
 * What is asked. Only the first parameter means anything to the methods that there are.
 *
 * @param text it, when it is a string
 * @param options its strings by their names, when it is an object
 */
public record RpcCall(String method, Optional<String> text, Map<String, String> options) {

  public RpcCall {
    options = Map.copyOf(options);
  }

  /** A string of the first parameter. */
  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }
}
