package dev.cairn.node.api;

/** What clients can make the API hold or do at most. */
record ApiLimits(Links links, Rates rates, Pages pages, Streams streams, Miners miners) {

  static final ApiLimits DEFAULT =
      new ApiLimits(
          new Links(256, 24, 8 << 10, 2 << 10, 128 << 10, 10_000, 30_000, 60_000, 10_000),
          new Rates(1_000, 50_000, 1_024),
          new Pages(1_000, 20, 256 << 10),
          new Streams(32, 1_000, 15_000, 250),
          new Miners(128, 16, 50_000, 30_000, 5_000));

  /**
   * Connections and single requests.
   *
   * @param most open at once; one more is closed
   * @param mostPerClient of them from one address that is not this machine's (of IPv6 the first 64
   *     bits), so that nobody takes all places, nor all event streams
   * @param headerBytes of all headers of a request together
   * @param uriBytes of the request line
   * @param sendBufferBytes of an answer that the kernel holds; behind that it is seen that a client
   *     does not read
   * @param firstRequestMillis until the head of a connection's first request must be complete
   * @param bodyMillis until the body must be complete after its head
   * @param idleMillis until the next request of a connection must be complete
   * @param answerMillis until the engine must have answered a question
   */
  record Links(
      int most,
      int mostPerClient,
      int headerBytes,
      int uriBytes,
      int sendBufferBytes,
      long firstRequestMillis,
      long bodyMillis,
      long idleMillis,
      long answerMillis) {}

  /**
   * Requests, beyond which they are refused with RATE_EXCEEDED. Two seconds' worth can be saved up.
   *
   * @param perSecond of one address that is not this machine's; of IPv6 the first 64 bits count
   * @param localPerSecond of this machine's own programs
   * @param addresses that are told apart; the one that was silent longest is forgotten
   */
  record Rates(long perSecond, long localPerSecond, int addresses) {}

  /**
   * Lists.
   *
   * @param most entries in one answer
   * @param usual entries when nothing is said
   * @param batchBytes that are made at a time, while the client reads the ones before
   */
  record Pages(int most, int usual, int batchBytes) {}

  /**
   * Event streams.
   *
   * @param most open at once; one more is refused
   * @param backlog events besides blocks that wait for one reader; one more closes its stream
   * @param heartbeatMillis between two comments on a stream
   * @param pollMillis between two looks at what came into the mempool
   */
  record Streams(int most, int backlog, long heartbeatMillis, long pollMillis) {}

  /**
   * Miners that wait for something better to work on.
   *
   * @param most requests that wait at once; one more is refused
   * @param mostPerClient of them from one address that is not this machine's
   * @param waitMillis until a request is answered although nothing is better
   * @param payingMoreMillis until a request is answered for transactions that pay more
   * @param sameTipMillis between two templates on the same tip: so many at most are still sent to
   *     clients that read slowly
   */
  record Miners(
      int most, int mostPerClient, long waitMillis, long payingMoreMillis, long sameTipMillis) {}

  /**
   * For how long nothing may be written to a connection, because nothing is asked, because the
   * answer is waited for, or because the client does not read.
   */
  long unwrittenMillis() {
    return links.idleMillis() + miners.waitMillis() + links.answerMillis();
  }

  /** The largest body in a network: a block, or a transaction as large, in hexadecimal. */
  static long bodyBytes(long blockBytes) {
    return 2 * blockBytes + 1024;
  }
}
