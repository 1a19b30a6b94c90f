package dev.cairn.net.engine;

import dev.cairn.net.discovery.DiscoveryHoldings;
import dev.cairn.net.gossip.TransactionHoldings;
import dev.cairn.net.intake.IntakeHoldings;
import dev.cairn.net.sync.SyncHoldings;

/**
 * How much an engine holds of what peers can make grow, at one moment: each number has its bound in
 * {@link dev.cairn.net.peer.NetLimits}. For metrics, and for tests that watch the bounds.
 *
 * @param blocksRebuilt compact blocks that wait for missing transactions
 * @param scored nodes and hosts whose points are remembered
 */
public record Holdings(
    SyncHoldings sync,
    TransactionHoldings transactions,
    int blocksRebuilt,
    IntakeHoldings intake,
    DiscoveryHoldings discovery,
    int scored) {}
