package dev.cairn.net.discovery;

import dev.cairn.core.value.NetworkId;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;

/**
 * What somebody on the LAN says of a node. Anyone there can say anything: only a handshake shows
 * what is true.
 *
 * @param provisional whether the network has nothing yet that would be worth keeping
 */
public record Sighting(NetworkId network, NodeId node, PeerAddress address, boolean provisional) {}
