package dev.cairn.net.simulation;

/**
 * How good the cables are.
 *
 * @param latencyMillisMin the shortest one-way time of a link; each link draws its own once
 * @param latencyMillisMax the longest one
 * @param jitterMillis what a frame may take longer than its link's latency. Frames of one link
 *     never overtake one another
 * @param bytesPerSecond of each direction of each link
 * @param lossPermille frames of which a part is lost. TCP sends that again after 200 ms, then twice
 *     as long, and so on; what was sent later waits behind it
 * @param breakPerMillion frames with which the link breaks
 */
public record LinkQuality(
    int latencyMillisMin,
    int latencyMillisMax,
    int jitterMillis,
    long bytesPerSecond,
    int lossPermille,
    int breakPerMillion) {

  /** A cable: up to a millisecond, 100 MB/s, nothing lost. */
  public static final LinkQuality LAN = new LinkQuality(0, 1, 0, 100_000_000, 0, 0);

  /** A crowded wireless network: 2 to 30 ms with jitter, 2 MB/s, 1 % lost. */
  public static final LinkQuality WIRELESS = new LinkQuality(2, 30, 20, 2_000_000, 10, 0);

  /** Far apart: 20 to 200 ms, 5 MB/s, 0.2 % lost, now and then a link breaks. */
  public static final LinkQuality WIDE = new LinkQuality(20, 200, 10, 5_000_000, 2, 20);

  public LinkQuality {
    if (latencyMillisMin < 0
        || latencyMillisMax < latencyMillisMin
        || jitterMillis < 0
        || bytesPerSecond < 1
        || lossPermille < 0
        || lossPermille > 900
        || breakPerMillion < 0) {
      throw new IllegalArgumentException("quality out of range");
    }
  }

  /** The same with other losses. */
  public LinkQuality withLoss(int permille, int breaksPerMillion) {
    return new LinkQuality(
        latencyMillisMin,
        latencyMillisMax,
        jitterMillis,
        bytesPerSecond,
        permille,
        breaksPerMillion);
  }

  /** What a link between two hosts is like, each with a cable of its own. */
  static LinkQuality worseOf(LinkQuality one, LinkQuality two) {
    if (one.equals(two)) {
      return one;
    }
    return new LinkQuality(
        Math.max(one.latencyMillisMin, two.latencyMillisMin),
        Math.max(one.latencyMillisMax, two.latencyMillisMax),
        Math.max(one.jitterMillis, two.jitterMillis),
        Math.min(one.bytesPerSecond, two.bytesPerSecond),
        Math.max(one.lossPermille, two.lossPermille),
        Math.max(one.breakPerMillion, two.breakPerMillion));
  }
}
