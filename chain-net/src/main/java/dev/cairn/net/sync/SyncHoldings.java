package dev.cairn.net.sync;

/**
 * What the sync holds because peers made it. Of what is kept for each peer, the most that any one
 * has.
 *
 * @param bodiesAskedPerPeer bodies that a peer was asked for and has not answered
 * @param bodiesReserved blocks that are not asked for, for a while
 * @param bodiesJudged bodies that have come and whose verdict has not
 * @param presyncBytesPerPeer bytes of a chain that has not shown its work
 * @param servedRequestsPerPeer requests of a peer that wait to be answered
 */
public record SyncHoldings(
    int bodiesAskedPerPeer,
    int bodiesReserved,
    int bodiesJudged,
    long presyncBytesPerPeer,
    int servedRequestsPerPeer) {}
