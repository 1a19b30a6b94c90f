package dev.cairn.core.mining;

import java.util.Optional;

/**
 * What a scan of nonces, each with several versions of a header, found.
 *
 * @param solution empty when the scan came to the end of its range or was interrupted before it
 *     found one
 * @param noncesDone how many nonces from the first one on are settled: no nonce but the last of
 *     them, and that one only if there is a solution, meets the target with any version. A scan
 *     that was interrupted goes on at the first nonce plus this number
 */
public record VersionScanResult(Optional<Solution> solution, long noncesDone) {

  /**
   * What meets the target.
   *
   * @param version one of those that were asked for, as a bit pattern
   * @param nonce 0..2^32-1
   */
  public record Solution(int version, long nonce) {}

  /** The last one of so many nonces meets the target with this version. */
  public static VersionScanResult found(int version, long nonce, long noncesDone) {
    return new VersionScanResult(Optional.of(new Solution(version, nonce)), noncesDone);
  }

  /** None of so many nonces meets the target with any version. */
  public static VersionScanResult none(long noncesDone) {
    return new VersionScanResult(Optional.empty(), noncesDone);
  }
}
