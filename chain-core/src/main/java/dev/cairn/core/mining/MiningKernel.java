package dev.cairn.core.mining;

import dev.cairn.core.value.Target;
import java.util.function.BooleanSupplier;

/**
 * Searches nonces of one header for a hash that meets a target. Every kernel gives the same answer,
 * the lowest such nonce; they differ in speed only.
 *
 * <p>A kernel holds no state between scans, so any number of threads may scan with one kernel at
 * once, each a range of its own. A scan runs on its caller's thread.
 */
public interface MiningKernel {

  /** Number of bytes of a header; the nonce is the last four, little-endian. */
  int HEADER_BYTES = 80;

  /** Number of different nonces: they run from 0 to this less one. */
  long NONCES = 1L << 32;

  /**
   * A scan hashes at most so many nonces from one question to {@code interrupted} to the next,
   * which is less than about a millisecond on a slow machine once the code is compiled.
   */
  int HASHES_BETWEEN_QUESTIONS = 512;

  /** A short name for logs and benchmarks, for example {@code digest}. */
  String name();

  /**
   * Hashes the header with each nonce from {@code firstNonce} on until a hash meets the target, the
   * range ends or {@code interrupted} says so.
   *
   * @param header 80 bytes, never changed; the nonce that they carry does not matter
   * @param firstNonce 0..2^32-1
   * @param count how many nonces, so that the last one is at most 2^32-1; may be 0
   * @param interrupted asked by the calling thread before the first hash and then at least every
   *     {@link #HASHES_BETWEEN_QUESTIONS} hashes; true ends the scan
   * @throws IllegalArgumentException when the header has another length or the range leaves
   *     0..2^32-1
   */
  ScanResult scan(
      byte[] header, Target target, long firstNonce, long count, BooleanSupplier interrupted);

  /**
   * Checks the arguments of a scan, the same way for every kernel.
   *
   * @throws IllegalArgumentException as {@link #scan} does
   */
  static void requireScannable(byte[] header, long firstNonce, long count) {
    if (header.length != HEADER_BYTES) {
      throw new IllegalArgumentException("a header has 80 bytes, got " + header.length);
    }
    if (firstNonce < 0 || firstNonce >= NONCES || count < 0 || count > NONCES - firstNonce) {
      throw new IllegalArgumentException(
          count + " nonces from " + firstNonce + " on are not within 0..2^32-1");
    }
  }
}
