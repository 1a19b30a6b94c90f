package dev.cairn.net.sync;

import dev.cairn.core.value.Height;
import dev.cairn.net.peer.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the sync is, at one moment.
 *
 * @param obstacle why it does not go on, if it does not; with {@link Phase#SYNCED} why some peer is
 *     not followed
 * @param headerHeight of the best header whose body is there or wanted
 * @param bodyHeight of the tip
 * @param claimedHeight the highest that any peer has shown or claimed; may be a lie
 * @param blocksPerSecond by which the tip moves, smoothed over some seconds
 * @param secondsLeft at this pace until the height that serving peers claim; empty while there is
 *     no pace, and when synced
 * @param shares what each peer is asked for, by the order of their links
 */
public record SyncProgress(
    Phase phase,
    Optional<SyncObstacle> obstacle,
    Height headerHeight,
    Height bodyHeight,
    long claimedHeight,
    double blocksPerSecond,
    OptionalLong secondsLeft,
    List<Share> shares) {

  public SyncProgress {
    shares = List.copyOf(shares);
  }

  /** What the sync does. */
  public enum Phase {
    /** Nobody is there. */
    NO_PEERS,
    /** It reads headers that have to show their work before they are kept. */
    PRESYNC,
    /** It reads headers, perhaps with bodies at the same time. */
    HEADERS,
    /** It reads bodies of known headers. */
    BODIES,
    /** It has all that peers have. */
    SYNCED
  }

  /**
   * What one peer does for us.
   *
   * @param inFlight bodies asked of it and not answered
   * @param capacity how many it is asked for at most: less after a stall
   * @param delivered bodies that it has sent since it is connected
   * @param stalled whether it has lost what it was asked for to others
   */
  public record Share(NodeId peer, int inFlight, int capacity, long delivered, boolean stalled) {}
}
