package dev.cairn.net.discovery;

import dev.cairn.net.peer.DisconnectReason;

/** What the end of a dial says about its target. */
enum DialFailure {
  /** It is this node itself. */
  OWN_ADDRESS,
  /** Another node is there than the one that was expected. */
  WRONG_NODE,
  /** The node is there and fine. */
  ALL_IS_WELL,
  /** The node is there and does not want this one, for a reason that may last. */
  REFUSED,
  /** Nobody is there, or nobody that speaks the protocol. */
  NO_ANSWER;

  static DialFailure of(DisconnectReason reason) {
    return switch (reason) {
      case SELF_CONNECTION -> OWN_ADDRESS;
      case IDENTITY_UNEXPECTED -> WRONG_NODE;
      case DUPLICATE_LINK, SHUTTING_DOWN -> ALL_IS_WELL;
      case VERSION,
          NETWORK_MISMATCH,
          NETWORK_GIVEN_UP,
          RULES_DIFFER,
          SECRET_REQUIRED,
          SECRET_WRONG,
          NOT_ALLOWED,
          NODE_KEY_IN_USE_ELSEWHERE,
          TOO_MANY_PEERS,
          TOO_MANY_FROM_ADDRESS,
          BANNED,
          MISBEHAVIOUR,
          FLOODING,
          PROTOCOL_VIOLATION,
          NO_LONGER_NEEDED ->
          REFUSED;
      case HANDSHAKE_TIMEOUT,
          IDENTITY_KEY_TYPE,
          IDENTITY_INVALID,
          TLS_FAILED,
          PONG_OVERDUE,
          SLOW_READER,
          CLOSED_BY_PEER,
          CONNECTION_LOST,
          DIAL_FAILED ->
          NO_ANSWER;
    };
  }
}
