package dev.cairn.net.gossip;

/**
 * What the transaction relay holds because peers made it. Of what is kept for each peer, the most
 * that any one has.
 *
 * @param asked transactions that were asked of some peer and are not settled
 * @param announcedPerPeer transactions that a peer has announced and that are not settled
 * @param servedRequestsPerPeer requests of a peer that wait to be answered
 */
public record TransactionHoldings(int asked, int announcedPerPeer, int servedRequestsPerPeer) {}
