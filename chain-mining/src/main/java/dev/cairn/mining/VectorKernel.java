package dev.cairn.mining;

import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.mining.ScanResult;
import dev.cairn.core.value.Target;
import java.util.function.BooleanSupplier;

/** Hashes as many nonces at once as two of the CPU's vectors have lanes. */
final class VectorKernel implements MiningKernel {

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public ScanResult scan(
      byte[] header, Target target, long firstNonce, long count, BooleanSupplier interrupted) {
    MiningKernel.requireScannable(header, firstNonce, count);
    return new VectorScan(header, target).run(firstNonce, count, interrupted);
  }
}
