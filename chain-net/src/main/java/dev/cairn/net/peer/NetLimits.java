package dev.cairn.net.peer;

/**
 * Everything that peers can make grow or last, with its unit and reason. What happens at a limit is
 * said with it; CONTRIBUTING.md says how to add one.
 *
 * @param inbound links that others dialled; one more is told TOO_MANY_PEERS, or takes the place of
 *     the least useful one
 * @param outbound links that this node dials by itself, so that inbound floods never crowd out what
 *     it chose
 * @param linksPerAddress inbound links and handshakes under way of one address prefix: one host
 *     must not fill the inbound ones
 * @param pendingHandshakes inbound connections whose handshake is not done
 * @param acceptsPerSecond new inbound connections, of all addresses
 * @param acceptsPerSecondPerAddress new inbound connections of one address prefix; a handshake
 *     costs milliseconds of CPU
 * @param frameBytes one frame: a block and its envelope
 * @param handshakeFrameBytes one frame before the link is open
 * @param handshakeBytes bytes of a connection until its identity is proven: TLS needs about 2,000
 * @param handshakeMillis from the first byte of TCP until the link is open
 * @param writeBufferHighBytes bytes that wait for one reader before it counts as not writable
 * @param writeBufferLowBytes bytes at which it counts as writable again
 * @param writeBufferMaxBytes bytes that may wait for one reader at all; beyond, it loses its link
 * @param slowReaderMillis how long a link may stay not writable
 * @param goodbyeMillis how long a link that is being closed may take to be told why
 * @param queuedFrames frames of one link that wait for the engine loop; beyond, it is not read
 * @param queuedBytes bytes of such frames at which the link is not read
 * @param pingMillis silence after which a peer is asked for a sign of life
 * @param silenceMillis time without an answer after which a link is closed
 * @param messagesPerSecond messages of one peer that cost us an answer or a look-up; three seconds'
 *     worth may come at once
 * @param announcedIds transactions that one peer may have announced and that are not settled
 * @param announcedIdsPerSecond announced ids of one peer beyond which they are ignored
 * @param transactionsInFlight transactions asked of one peer and not answered
 * @param transactionRequestMillis time for a transaction before the next announcer is asked
 * @param recentRejects refused transactions remembered until the next tip; as many are remembered
 *     that went into blocks
 * @param compactBlockPeers peers that are asked for new blocks in compact form: more would send the
 *     same again
 * @param compactBlocksInFlight compact blocks that wait for missing transactions, of all peers; one
 *     peer has at most one. Beyond, the whole block is asked for
 * @param knownBlocks blocks of which we remember that a peer has them, for each peer
 * @param blocksInFlight bodies asked of one peer and not answered
 * @param downloadWindow how far above the lowest missing body others are asked for
 * @param stallMillis time without a body after which a peer loses its share
 * @param presyncCommitmentBytes what one peer may make us keep of a chain that has not shown its
 *     work
 * @param headersAhead how far the headers of a chain may be ahead of our bodies: they stay on the
 *     heap until their bodies have come, and the header tree has an end
 * @param jobsPerPeer blocks and transactions of one peer in the workers' queue; beyond, its link is
 *     not read
 * @param jobBytesPerPeer the same in bytes
 * @param servedRequests requests of one peer that wait to be answered; one more is a violation
 * @param addresses addresses in the peer book
 * @param addressesPerSource addresses in the peer book that one source has told
 * @param discoveredPerSecond answers of the discovery that are looked at
 * @param banPoints points of misbehaviour at which a peer is banned
 * @param pointsPerMinute points that decay each minute
 * @param banMillis how long a ban lasts
 * @param bans bans remembered; the oldest is forgotten
 * @param redialMillisMax the longest pause before the next dial of an address of the LAN or of the
 *     configuration
 * @param bannedRedialMillisMax the same for one of the configuration while one of the two nodes has
 *     banned the other: each dial costs both a handshake, and a ban lasts
 */
public record NetLimits(
    int inbound,
    int outbound,
    int linksPerAddress,
    int pendingHandshakes,
    int acceptsPerSecond,
    int acceptsPerSecondPerAddress,
    int frameBytes,
    int handshakeFrameBytes,
    int handshakeBytes,
    long handshakeMillis,
    int writeBufferHighBytes,
    int writeBufferLowBytes,
    long writeBufferMaxBytes,
    long slowReaderMillis,
    long goodbyeMillis,
    int queuedFrames,
    long queuedBytes,
    long pingMillis,
    long silenceMillis,
    int messagesPerSecond,
    int announcedIds,
    int announcedIdsPerSecond,
    int transactionsInFlight,
    long transactionRequestMillis,
    int recentRejects,
    int compactBlockPeers,
    int compactBlocksInFlight,
    int knownBlocks,
    int blocksInFlight,
    int downloadWindow,
    long stallMillis,
    int presyncCommitmentBytes,
    int headersAhead,
    int jobsPerPeer,
    long jobBytesPerPeer,
    int servedRequests,
    int addresses,
    int addressesPerSource,
    int discoveredPerSecond,
    int banPoints,
    long pointsPerMinute,
    long banMillis,
    int bans,
    long redialMillisMax,
    long bannedRedialMillisMax) {

  /** The longest message without a block: transactions, or the parameters of a network. */
  private static final long OTHER_MESSAGE_BYTES_MAX = 1 << 20;

  private static final long ENVELOPE_BYTES_MAX = 64 << 10;

  public static final NetLimits DEFAULT =
      new NetLimits(
          /* inbound */ 64,
          /* outbound */ 8,
          /* linksPerAddress */ 8,
          /* pendingHandshakes */ 64,
          /* acceptsPerSecond */ 100,
          /* acceptsPerSecondPerAddress */ 20,
          /* frameBytes */ 8 << 20,
          /* handshakeFrameBytes */ 1024,
          /* handshakeBytes */ 16 << 10,
          /* handshakeMillis */ 5000,
          /* writeBufferHighBytes */ 1 << 20,
          /* writeBufferLowBytes */ 256 << 10,
          /* writeBufferMaxBytes */ 20L << 20,
          /* slowReaderMillis */ 20000,
          /* goodbyeMillis */ 1000,
          /* queuedFrames */ 64,
          /* queuedBytes */ 1L << 20,
          /* pingMillis */ 2000,
          /* silenceMillis */ 6000,
          /* messagesPerSecond */ 2000,
          /* announcedIds */ 5000,
          /* announcedIdsPerSecond */ 2000,
          /* transactionsInFlight */ 256,
          /* transactionRequestMillis */ 2000,
          /* recentRejects */ 50000,
          /* compactBlockPeers */ 3,
          /* compactBlocksInFlight */ 8,
          /* knownBlocks */ 64,
          /* blocksInFlight */ 16,
          /* downloadWindow */ 1024,
          /* stallMillis */ 2000,
          /* presyncCommitmentBytes */ 1 << 20,
          /* headersAhead */ 20000,
          /* jobsPerPeer */ 32,
          /* jobBytesPerPeer */ 16L << 20,
          /* servedRequests */ 64,
          /* addresses */ 4096,
          /* addressesPerSource */ 64,
          /* discoveredPerSecond */ 50,
          /* banPoints */ 100,
          /* pointsPerMinute */ 10,
          /* banMillis */ 86400000,
          /* bans */ 10000,
          /* redialMillisMax */ 3000,
          /* bannedRedialMillisMax */ 60000);

  /**
   * The same with frames that are no longer than this network's blocks, or the longest other
   * message, need: each link can make us hold one that has not arrived whole.
   *
   * @param blockBytes the limit of the network
   */
  public NetLimits forBlocksOf(long blockBytes) {
    return new NetLimits(
        inbound,
        outbound,
        linksPerAddress,
        pendingHandshakes,
        acceptsPerSecond,
        acceptsPerSecondPerAddress,
        frameBytesForBlocks(blockBytes),
        handshakeFrameBytes,
        handshakeBytes,
        handshakeMillis,
        writeBufferHighBytes,
        writeBufferLowBytes,
        writeBufferMaxBytes,
        slowReaderMillis,
        goodbyeMillis,
        queuedFrames,
        queuedBytes,
        pingMillis,
        silenceMillis,
        messagesPerSecond,
        announcedIds,
        announcedIdsPerSecond,
        transactionsInFlight,
        transactionRequestMillis,
        recentRejects,
        compactBlockPeers,
        compactBlocksInFlight,
        knownBlocks,
        blocksInFlight,
        downloadWindow,
        stallMillis,
        presyncCommitmentBytes,
        headersAhead,
        jobsPerPeer,
        jobBytesPerPeer,
        servedRequests,
        addresses,
        addressesPerSource,
        discoveredPerSecond,
        banPoints,
        pointsPerMinute,
        banMillis,
        bans,
        redialMillisMax,
        bannedRedialMillisMax);
  }

  private int frameBytesForBlocks(long blockBytes) {
    long needed = Math.max(blockBytes, OTHER_MESSAGE_BYTES_MAX) + ENVELOPE_BYTES_MAX;
    return (int) Math.min(frameBytes, needed);
  }
}
