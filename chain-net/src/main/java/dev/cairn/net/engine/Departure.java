package dev.cairn.net.engine;

import dev.cairn.core.value.Timestamp;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;

/**
 * The end of a link.
 *
 * @param wasOpen whether the handshake had succeeded
 * @param isToldByPeer whether the reason is the peer's, as it said itself
 * @param detail for a person
 * @param time of the local clock
 */
public record Departure(
    NodeId node,
    PeerAddress address,
    boolean isOutbound,
    boolean wasOpen,
    DisconnectReason reason,
    boolean isToldByPeer,
    String detail,
    Timestamp time) {}
