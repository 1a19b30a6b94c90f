package dev.cairn.net.peer;

/** Where a node is said to be. Only its handshake shows whether that is true. */
public record KnownAddress(NodeId node, PeerAddress address) {}
