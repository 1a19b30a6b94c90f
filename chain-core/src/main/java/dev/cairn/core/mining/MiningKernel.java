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
   * With how many versions of a header this kernel finds most per second. Headers that differ in
   * their first 64 bytes only, where the version is, have the rest in common, and a kernel may hash
   * that rest for several of them at a lower cost than for each.
   */
  default int versionsAtOnce() {
    return 1;
  }

  /**
   * Hashes the header with each nonce from {@code firstNonce} on, and each nonce with all these
   * versions, until a hash meets the target, the range ends or {@code interrupted} says so. Every
   * kernel gives the same answer, the lowest nonce and of that one the version named first.
   *
   * @param header as for a scan with its own version, which does not matter here
   * @param versions at least one; 1 to {@link #HASHES_BETWEEN_QUESTIONS}
   * @param count how many nonces; {@code versions} times as many are the hashes
   * @param interrupted as for a scan with one version; the hashes of all versions count
   * @throws IllegalArgumentException as {@link #scan}, or when there are no versions or too many
   */
  default VersionScanResult scanVersions(
      byte[] header,
      int[] versions,
      Target target,
      long firstNonce,
      long count,
      BooleanSupplier interrupted) {
    return new VersionScan(this, header, versions, target).run(firstNonce, count, interrupted);
  }

  /**
   * How many nonces may be hashed with so many versions from one question to the next.
   *
   * @throws IllegalArgumentException when there are no versions or too many
   */
  static int noncesBetweenQuestions(int versions) {
    if (versions < 1 || versions > HASHES_BETWEEN_QUESTIONS) {
      throw new IllegalArgumentException(
          versions + " versions are not 1.." + HASHES_BETWEEN_QUESTIONS);
    }
    return HASHES_BETWEEN_QUESTIONS / versions;
  }

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
