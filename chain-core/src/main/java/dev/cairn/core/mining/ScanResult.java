package dev.cairn.core.mining;

import java.util.OptionalLong;

/**
 * What a scan of nonces found.
 *
 * @param nonce the lowest nonce whose hash meets the target, 0..2^32-1; empty when the scan came to
 *     the end of its range or was interrupted before it found one
 * @param hashesDone how many nonces from the first one on are settled: none of them meets the
 *     target but the last one, if {@code nonce} is present. A scan that was interrupted goes on at
 *     the first nonce plus this number
 */
public record ScanResult(OptionalLong nonce, long hashesDone) {

  /** The nonce that meets the target, as the last one of so many. */
  public static ScanResult found(long nonce, long hashesDone) {
    return new ScanResult(OptionalLong.of(nonce), hashesDone);
  }

  /** None of so many nonces meets the target. */
  public static ScanResult none(long hashesDone) {
    return new ScanResult(OptionalLong.empty(), hashesDone);
  }
}
