package dev.cairn.net.engine;

import dev.cairn.core.value.Height;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.Misbehaviour;
import dev.cairn.net.peer.NodeId;
import dev.cairn.net.sync.SyncProgress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a node's part in the network at one moment, at most a second ago. Never changes, and
 * any thread may keep it.
 *
 * @param height of the active chain
 * @param peers open links, in the order in which they were opened
 * @param handshakes links whose handshake is under way
 * @param bannedMillis for how much longer each banned node is banned
 * @param bannedPrefixes how many address prefixes may not dial us for a while
 * @param departures the last links that have ended, the newest last
 * @param departuresByReason how many links have ended and dials have failed, for each reason
 * @param misbehaviour how often peers were charged, for each kind
 * @param clockAheadSeconds the median of the peers' clocks less ours; empty without peers. When it
 *     is large, the local clock is probably wrong
 * @param oldestJobMillis for how long the oldest check of a block or transaction has been under way
 * @param halted why the chain stands still, if it does
 */
public record NetStatus(
    Height height,
    SyncProgress sync,
    List<PeerStatus> peers,
    int handshakes,
    Map<NodeId, Long> bannedMillis,
    int bannedPrefixes,
    List<Departure> departures,
    Map<DisconnectReason, Long> departuresByReason,
    Map<Misbehaviour, Long> misbehaviour,
    Optional<Long> clockAheadSeconds,
    long oldestJobMillis,
    Optional<String> halted) {}
