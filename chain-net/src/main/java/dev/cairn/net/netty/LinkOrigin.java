package dev.cairn.net.netty;

import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.LinkId;
import java.util.Optional;

/**
 * Where a connection comes from.
 *
 * @param address of the other side
 * @param isOutbound whether this side dialled
 * @param expected the only identity to accept
 */
record LinkOrigin(LinkId id, PeerAddress address, boolean isOutbound, Optional<NodeId> expected) {}
