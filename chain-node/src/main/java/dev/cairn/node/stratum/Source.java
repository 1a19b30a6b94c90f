package dev.cairn.node.stratum;

import dev.cairn.core.network.NetworkParameters;
import dev.cairn.net.PeerNode;
import dev.cairn.node.mining.TemplateFeed;

/**
 * Where work comes from.
 *
 * @param peer takes the blocks
 */
public record Source(TemplateFeed feed, PeerNode peer, NetworkParameters network) {}
