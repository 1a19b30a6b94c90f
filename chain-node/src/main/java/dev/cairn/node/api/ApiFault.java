package dev.cairn.node.api;

import dev.cairn.core.verdict.Reason;

/** Why the API refuses a request by itself, with the HTTP status of the answer. */
public enum ApiFault implements Reason {
  REQUEST_MALFORMED(400, "send HTTP/1.1 with one Host header and nothing after the request"),
  PATH_INVALID(400, "look up the form of this part of the path in /api/v1/openapi.json"),
  QUERY_INVALID(400, "look up this query parameter in /api/v1/openapi.json"),
  QUERY_UNKNOWN(400, "use only the query parameters listed in /api/v1/openapi.json"),
  CURSOR_INVALID(400, "take the cursor from an earlier answer, unchanged"),
  BODY_UNEXPECTED(400, "send this request without a body"),
  JSON_INVALID(400, "send one JSON object as described in /api/v1/openapi.json"),
  JSON_KEY_UNKNOWN(400, "use only the keys described in /api/v1/openapi.json"),
  TOKEN_NEEDED(
      401, "send the node's API token as Authorization: Bearer; miners send it as their password"),
  HOST_NOT_ALLOWED(
      403,
      "use the address at which the API listens, as http://127.0.0.1:7070; with a token, any name"),
  ORIGIN_NOT_ALLOWED(403, "pages of other origins cannot use this API"),
  NOT_FOUND(404, "see /api/v1/openapi.json for what there is"),
  BLOCK_UNKNOWN(404, "this node has no such block; it may be ahead of this node"),
  BODY_UNKNOWN(404, "the node has only the header of this block"),
  TRANSACTION_UNKNOWN(404, "it is neither in the active chain nor in this node's mempool"),
  RECORD_UNKNOWN(404, "no block of the active chain records a document with this SHA-256"),
  CURSOR_UNKNOWN(404, "begin anew without a cursor: what it pointed to is not known here"),
  METHOD_NOT_ALLOWED(405, "use the method named by the header Allow"),
  TRANSACTION_NOT_CONFIRMED(409, "wait until it is in a block"),
  LENGTH_NEEDED(411, "send the body with Content-Length and without Transfer-Encoding"),
  BODY_TOO_LARGE(413, "what is sent must fit into a block; see blockBytes in /api/v1/network"),
  URI_TOO_LONG(414, "shorten the address"),
  CONTENT_TYPE_UNSUPPORTED(415, "send Content-Type: application/json in UTF-8, uncompressed"),
  RATE_EXCEEDED(429, "send fewer requests per second"),
  HEADERS_TOO_LARGE(431, "send fewer and shorter headers"),
  INTERNAL_ERROR(500, "look into the node's log"),
  STARTING(503, "try again in a few seconds: the node looks for its network"),
  STORE_FAILED(503, "the node ends: look for a full or failing disk, then start it again"),
  STOPPING(503, "start the node again; if nobody has stopped it, its log says why it ends"),
  BUSY(503, "try again later: the node does not keep up"),
  TOO_MANY_STREAMS(503, "close other event streams of this node first");

  private final int status;
  private final String hint;

  ApiFault(int status, String hint) {
    this.status = status;
    this.hint = hint;
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
