package dev.cairn.net.peer;

import dev.cairn.core.verdict.Reason;
import java.util.Arrays;
import java.util.Optional;

/** Why a link ended or a dial came to nothing. The codes are stable. */
public enum DisconnectReason implements Reason {
  VERSION(true, "speak a protocol version that both sides have"),
  NETWORK_MISMATCH(true, "join a peer of the same network"),
  RULES_DIFFER(true, "run a release with the same rules; see status for the next planned ones"),
  SECRET_REQUIRED(true, "give this node the network's secret"),
  SECRET_WRONG(true, "give both nodes the same secret of the network"),
  NOT_ALLOWED(true, "ask the owner of the peer to put this node's id on the allow-list"),
  HANDSHAKE_TIMEOUT(true, "the peer did not finish its handshake in time"),
  SELF_CONNECTION(true, "this address is our own"),
  DUPLICATE_LINK(true, "there is another link between the two nodes"),
  NODE_KEY_IN_USE_ELSEWHERE(
      true,
      "two machines have one node key, as after cloning a disk: delete the key file on one of"
          + " them"),
  TOO_MANY_PEERS(true, "try again later or another peer"),
  TOO_MANY_FROM_ADDRESS(true, "try again later: there are too many connections from this address"),
  BANNED(true, "wait until the ban has expired"),
  IDENTITY_UNEXPECTED(false, "another node answers at this address"),
  IDENTITY_KEY_TYPE(false, "node keys are Ed25519"),
  IDENTITY_INVALID(false, "the certificate does not prove a node key"),
  TLS_FAILED(false, "speak TLS 1.3 with ALPN cairn/1"),
  PROTOCOL_VIOLATION(true, "send only well-formed messages, each in its place"),
  FLOODING(true, "send less: a budget is used up"),
  MISBEHAVIOUR(true, "what was sent broke rules too often"),
  PONG_OVERDUE(true, "the peer did not answer for too long"),
  SLOW_READER(false, "the peer does not read what it asked for"),
  SHUTTING_DOWN(true, "the peer ends; try again later"),
  NETWORK_GIVEN_UP(true, "the peer has joined another network"),
  NO_LONGER_NEEDED(true, "the peer has got what it came for"),
  CLOSED_BY_PEER(false, "the peer closed the link"),
  CONNECTION_LOST(false, "the network or the peer failed"),
  DIAL_FAILED(false, "nobody answers at this address");

  private final boolean told;
  private final String hint;

  DisconnectReason(boolean told, String hint) {
    this.told = told;
    this.hint = hint;
  }

  /** The reason with this code; empty when another program, or a newer one, made it. */
  public static Optional<DisconnectReason> find(String code) {
    return Arrays.stream(values()).filter(reason -> reason.name().equals(code)).findFirst();
  }

  /** Whether the other side is told in a Goodbye. */
  public boolean isTold() {
    return told;
  }

  @Override
  public String hint() {
    return hint;
  }
}
