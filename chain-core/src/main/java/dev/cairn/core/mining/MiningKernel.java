package dev.cairn.core.mining;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.value.Target;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Searches nonces of one header, or of several versions of it, for a hash that meets a target.
 * Every kernel gives the same answer, the lowest such nonce; they differ in speed only.
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

  /** At most so many versions of a header are scanned at once. */
  int VERSIONS_MAX = 16;

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
   * With how many versions of a header this kernel finds most per second, 1 to {@link
   * #VERSIONS_MAX}. Headers that differ in their first 64 bytes only, where the version is, have
   * the rest in common, and a kernel may hash that rest for several of them at a lower cost than
   * for each.
   */
  default int versionsAtOnce() {
    return 1;
  }

  /**
   * Hashes the header with each nonce from {@code firstNonce} on, and each nonce with all these
   * versions, until a hash meets the target, the range ends or {@code interrupted} says so. Every
   * kernel gives the same answer, the lowest nonce and of that one the version named first.
   *
   * @param header 80 bytes, never changed; the version and the nonce that they carry do not matter
   * @param versions 1 to {@link #VERSIONS_MAX} of them, as bit patterns; never changed
   * @param count how many nonces, as for {@link #scan}; the hashes are {@code versions} times as
   *     many
   * @param interrupted as for {@link #scan}; the hashes of all versions count
   * @throws IllegalArgumentException as {@link #scan} does, or for another number of versions
   */
  default VersionScanResult scanVersions(
      byte[] header,
      int[] versions,
      Target target,
      long firstNonce,
      long count,
      BooleanSupplier interrupted) {
    requireScannable(header, versions, firstNonce, count);
    return new VersionScan(this, header, versions, target).run(firstNonce, count, interrupted);
  }

  /**
   * Versions for a miner to take: those that differ in their free bits only, beginning with {@link
   * BlockHeader#VERSION}.
   *
   * @param count 1 to {@link #VERSIONS_MAX}
   */
  static int[] versions(int count) {
    requireNumberOfVersions(count);
    int lowestFreeBit = Integer.lowestOneBit(BlockHeader.FREE_VERSION_BITS);
    return IntStream.range(0, count).map(i -> BlockHeader.VERSION | i * lowestFreeBit).toArray();
  }

  /** A copy of a header with another version. */
  static byte[] withVersion(byte[] header, int version) {
    byte[] other = header.clone();
    ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putInt(version);
    return other;
  }

  /**
   * Checks the arguments of a scan with several versions, the same way for every kernel.
   *
   * @throws IllegalArgumentException as {@link #scanVersions} does
   */
  static void requireScannable(byte[] header, int[] versions, long firstNonce, long count) {
    requireScannable(header, firstNonce, count);
    requireNumberOfVersions(versions.length);
  }

  private static void requireNumberOfVersions(int count) {
    if (count < 1 || count > VERSIONS_MAX) {
      throw new IllegalArgumentException(count + " versions are not 1.." + VERSIONS_MAX);
    }
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
