package dev.cairn.core.mempool;

/**
 * The bounds of a mempool.
 *
 * @param heapBytes of all entries, as {@link Mempool#heapBytes} counts them. At the bound the
 *     lowest fee per byte goes, with what depends on it. A reorganisation brings back as much at
 *     most
 * @param pendingPerSender transactions of one sender; one more is refused
 * @param beyondGapPerSender of those, how many may lie beyond a missing sequence; one more is
 *     refused
 * @param expirySeconds after which an entry goes, with the later ones of its sender
 * @param relayFeePerByte what a replacement pays at least above the one that it replaces, for each
 *     byte of its own, so that nobody sends the network replacements for nothing; below 2^31
 */
public record MempoolLimits(
    long heapBytes,
    int pendingPerSender,
    int beyondGapPerSender,
    long expirySeconds,
    long relayFeePerByte) {

  /** 64 MiB, 64 and 16 per sender, three days, 1 unit per byte. */
  public static final MempoolLimits DEFAULT = new MempoolLimits(64L << 20, 64, 16, 72 * 60 * 60, 1);

  public MempoolLimits {
    if (heapBytes < 0
        || pendingPerSender < 1
        || beyondGapPerSender < 0
        || expirySeconds < 1
        || relayFeePerByte < 0
        || relayFeePerByte > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("limits out of range");
    }
  }
}
