package dev.cairn.mining;

import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.mining.ScanResult;
import dev.cairn.core.mining.VersionScanResult;
import dev.cairn.core.value.Target;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.BooleanSupplier;

/** Hashes as many nonces at once as two of the CPU's vectors have lanes. */
final class VectorKernel implements MiningKernel {

  /** With twice as many it is no faster: benchmarks/README.md. */
  private static final int VERSIONS = 8;

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public ScanResult scan(
      byte[] header, Target target, long firstNonce, long count, BooleanSupplier interrupted) {
    MiningKernel.requireScannable(header, firstNonce, count);
    int[] version = {ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt()};
    VersionScanResult result =
        scanVersions(header, version, target, firstNonce, count, interrupted);
    return result
        .solution()
        .map(solution -> ScanResult.found(solution.nonce(), result.noncesDone()))
        .orElseGet(() -> ScanResult.none(result.noncesDone()));
  }

  @Override
  public int versionsAtOnce() {
    return VERSIONS;
  }

  @Override
  public VersionScanResult scanVersions(
      byte[] header,
      int[] versions,
      Target target,
      long firstNonce,
      long count,
      BooleanSupplier interrupted) {
    MiningKernel.requireScannable(header, versions, firstNonce, count);
    return new VectorScan(header, versions, target).run(firstNonce, count, interrupted);
  }
}
