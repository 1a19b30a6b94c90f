package dev.cairn.node.api.rpc;

import dev.cairn.core.verdict.Reason;

/**
 * Why a JSON-RPC request gets an error, with the number that Bitcoin's programs give it and the
 * HTTP status that miners go by: cpuminer takes an error with status 200 or 404 for a node without
 * getblocktemplate, and does not ask again.
 */
public enum RpcFault implements Reason {
  JSON_INVALID(-32700, 500, "send one JSON object in UTF-8"),
  REQUEST_INVALID(-32600, 400, "send one object with method, params and id; no batch"),
  METHOD_UNKNOWN(-32601, 404, "use getblocktemplate, submitblock, getmininginfo or getblockcount"),
  PARAMETERS_INVALID(-32602, 500, "send params as an array, as BIP 22 describes them"),
  ADDRESS_INVALID(
      -5, 401, "give an address of Cairn's as user; without a user, the node's own key is paid"),
  MODE_UNKNOWN(-8, 500, "use the mode template or proposal"),
  BLOCK_UNDECODABLE(-22, 500, "send the header, the count, the coinbase and the transactions"),
  NOT_CONNECTED(-9, 500, "wait: the node looks for peers, which may have blocks that it lacks"),
  IN_INITIAL_DOWNLOAD(-10, 500, "wait until the node has the blocks of its peers"),
  NOTHING_TO_MINE(-1, 500, "look at the node's notices with ./cairn status"),
  TOO_MANY_WAITING(-7, 503, "wait with fewer long polls at a time");

  private final int code;
  private final int status;
  private final String hint;

  RpcFault(int code, int status, String hint) {
    this.code = code;
    this.status = status;
    this.hint = hint;
  }

  /** The number of the error. */
  public int code() {
    return code;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  @Override
  public String hint() {
    return hint;
  }
}
