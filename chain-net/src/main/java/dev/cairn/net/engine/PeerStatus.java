package dev.cairn.net.engine;

import dev.cairn.net.peer.NodeId;
import dev.cairn.net.peer.PeerAddress;
import dev.cairn.net.runtime.Traffic;
import java.util.OptionalLong;

/**
 * An open link, for people.
 *
 * @param roundTripMillis smoothed; empty before it was measured
 * @param points of misbehaviour, as far as they have not decayed
 * @param bestHeight what it said when the link was opened
 * @param traffic over this link
 * @param openMillis for how long the link has been open
 * @param clockAheadSeconds how far its clock was ahead of ours when the link was opened; negative
 *     when it was behind. It moves nothing
 * @param knowsOtherUpgrades whether it plans for other rules than we do
 */
public record PeerStatus(
    NodeId node,
    PeerAddress address,
    boolean isOutbound,
    OptionalLong roundTripMillis,
    int points,
    long bestHeight,
    String agent,
    Traffic traffic,
    long openMillis,
    long clockAheadSeconds,
    boolean knowsOtherUpgrades) {

  /** From so many seconds on two clocks disagree. */
  public static final long CLOCK_DISAGREEMENT_SECONDS = 5;

  /** Whether its clock and ours differ by more than the message and rounding can explain. */
  public boolean clockDisagrees() {
    return Math.abs(clockAheadSeconds) >= CLOCK_DISAGREEMENT_SECONDS;
  }
}
