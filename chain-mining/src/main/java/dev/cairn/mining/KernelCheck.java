package dev.cairn.mining;

import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.mining.ScanResult;
import dev.cairn.core.mining.VersionScanResult;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.Target;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Whether a kernel finds the right nonces: a wrong one is fast for nothing. */
public final class KernelCheck {

  private static final int BITS_OFFSET = 72;
  private static final int NONCE_OFFSET = 76;
  private static final int RANDOM_SCANS = 200;

  /** Headers 1, 2, 100 and 227835 of Bitcoin's main chain. */
  private static final List<String> BITCOIN_HEADERS =
      List.of(
          "010000006fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000982051fd"
              + "1e4ba744bbbe680e1fee14677ba1a3c3540bf7b1cdb606e857233e0e61bc6649ffff001d01e36299",
          "010000004860eb18bf1b1620e37e9490fc8a427514416fd75159ab86688e9a8300000000d5fdcc54"
              + "1e25de1c7a5addedf24858b8bb665c9f36ef744ee42c316022c90f9bb0bc6649ffff001d08d2bd61",
          "0100000095194b8567fe2e8bbda931afd01a7acd399b9325cb54683e64129bcd00000000660802c9"
              + "8f18fd34fd16d61c63cf447568370124ac5f3be626c2e1c3c9f0052d19a76949ffff001d33f3c25d",
          "0100000021d139ca172ae0cf0ab80df6f595d3ba0b1d69b1e541d7ed700100000000000003004ce5"
              + "0e3e59df5bfe1622e7e661786a1422ec82f2ec6263369eab07a5129479204f516e81021a432b699d");

  private KernelCheck() {}

  /**
   * Refuses a kernel that errs.
   *
   * @throws IllegalStateException with what was wrong
   */
  public static MiningKernel require(MiningKernel kernel) {
    firstFault(kernel)
        .ifPresent(
            fault -> {
              throw new IllegalStateException("kernel " + kernel.name() + ": " + fault);
            });
    return kernel;
  }

  /** What is wrong with a kernel; empty when nothing was found. */
  public static Optional<String> firstFault(MiningKernel kernel) {
    for (String hex : BITCOIN_HEADERS) {
      byte[] header = HexFormat.of().parseHex(hex);
      long nonce = littleEndian(header, NONCE_OFFSET) & 0xffff_ffffL;
      Target target = new CompactBits(littleEndian(header, BITS_OFFSET)).target();
      ScanResult result = kernel.scan(header, target, nonce - 1000, 2000, () -> false);
      if (!result.equals(ScanResult.found(nonce, 1001))) {
        return Optional.of("nonce %s in Bitcoin's header %s".formatted(result, hex));
      }
    }
    Random random = new Random(1);
    for (int i = 0; i < RANDOM_SCANS; i++) {
      byte[] header = new byte[MiningKernel.HEADER_BYTES];
      random.nextBytes(header);
      int count = 1 + random.nextInt(200);
      // Every tenth range ends with the last nonce.
      long lastFirst = MiningKernel.NONCES - count;
      long first = i % 10 == 0 ? lastFirst : random.nextLong(lastFirst);
      Target target = Target.of(Target.MAX.toBigInteger().shiftRight(1 + random.nextInt(9)));
      int[] versions = random.ints(1 + random.nextInt(10)).toArray();
      Object expected = naiveScan(header, target, first, count);
      Object result = kernel.scan(header, target, first, count, () -> false);
      if (result.equals(expected)) {
        expected = naiveScan(header, versions, target, first, count);
        result = kernel.scanVersions(header, versions, target, first, count, () -> false);
      }
      if (!result.equals(expected)) {
        return Optional.of(
            "%s instead of %s for %d nonces from %d on of header %s, versions %s"
                .formatted(
                    result,
                    expected,
                    count,
                    first,
                    HexFormat.of().formatHex(header),
                    Arrays.toString(versions)));
      }
    }
    return Optional.empty();
  }

  private static VersionScanResult naiveScan(
      byte[] header, int[] versions, Target target, long first, int count) {
    byte[] attempt = header.clone();
    for (int i = 0; i < count; i++) {
      for (int version : versions) {
        ByteBuffer.wrap(attempt).order(ByteOrder.LITTLE_ENDIAN).putInt(version);
        if (naiveScan(attempt, target, first + i, 1).nonce().isPresent()) {
          return VersionScanResult.found(version, first + i, i + 1L);
        }
      }
    }
    return VersionScanResult.none(count);
  }

  private static int littleEndian(byte[] header, int offset) {
    return ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(offset);
  }

  private static ScanResult naiveScan(byte[] header, Target target, long first, int count) {
    byte[] attempt = header.clone();
    for (int i = 0; i < count; i++) {
      ByteBuffer.wrap(attempt)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(NONCE_OFFSET, (int) (first + i));
      if (target.isMetBy(BlockHash.of(sha256(sha256(attempt))))) {
        return ScanResult.found(first + i, i + 1L);
      }
    }
    return ScanResult.none(count);
  }

  /** The JDK's, and none of our own code. */
  private static byte[] sha256(byte[] source) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(source);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
