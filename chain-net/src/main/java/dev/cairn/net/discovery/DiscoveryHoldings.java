package dev.cairn.net.discovery;

/**
 * What is kept of other nodes' addresses.
 *
 * @param addresses in the peer book
 * @param sightedNodes that the discovery has seen and that have no link
 * @param dials under way
 * @param preferred addresses that are dialled before the rest of the book
 * @param paused targets that are not dialled before some time
 */
public record DiscoveryHoldings(
    int addresses, int sightedNodes, int dials, int preferred, int paused) {}
