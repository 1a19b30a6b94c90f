package dev.cairn.node.stratum;

/**
 * What miners can make the server hold or do at most. What a session may hold is in {@link Session}
 * and {@link Jobs}.
 *
 * @param connections open at once; one more is closed
 * @param connectionsPerClient of them from one address that is not this machine's (of IPv6 the
 *     first 64 bits), so that nobody takes all places
 * @param lineBytes of a request; a longer one ends the connection
 * @param linesPerSecond of a connection; what comes faster is read later, and nothing is lost
 * @param linesSaved that may come at once after a silence
 * @param unsentBytes that wait for a miner; beyond them nothing is read of it
 * @param unsentSeconds for which there may be more of them before the connection is ended
 * @param silenceSeconds after which a miner is let go to which nothing could be sent
 */
record StratumLimits(
    int connections,
    int connectionsPerClient,
    int lineBytes,
    int linesPerSecond,
    int linesSaved,
    int unsentBytes,
    int unsentSeconds,
    int silenceSeconds) {

  static final StratumLimits DEFAULT =
      new StratumLimits(1_024, 512, 16 << 10, 5_000, 20_000, 64 << 10, 30, 300);
}
