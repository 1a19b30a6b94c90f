package dev.cairn.core.mining;

import dev.cairn.core.value.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A scan of several versions by a kernel that can only do one after the other. */
final class VersionScan {

  private final MiningKernel kernel;
  private final List<byte[]> headers;
  private final int[] versions;
  private final Target target;

  VersionScan(MiningKernel kernel, byte[] header, int[] versions, Target target) {
    this.kernel = kernel;
    this.versions = versions.clone();
    this.target = target;
    headers =
        Arrays.stream(versions)
            .mapToObj(version -> MiningKernel.withVersion(header, version))
            .toList();
  }

  VersionScanResult run(long firstNonce, long count, BooleanSupplier interrupted) {
    if (versions.length == 1) {
      return theOnly(kernel.scan(headers.get(0), target, firstNonce, count, interrupted));
    }
    long done = 0;
    while (done < count && !interrupted.getAsBoolean()) {
      long part = Math.min(MiningKernel.HASHES_BETWEEN_QUESTIONS / versions.length, count - done);
      Optional<VersionScanResult.Solution> solution = lowest(firstNonce + done, part);
      if (solution.isPresent()) {
        return new VersionScanResult(solution, solution.get().nonce() - firstNonce + 1);
      }
      done += part;
    }
    return VersionScanResult.none(done);
  }

  private VersionScanResult theOnly(ScanResult result) {
    return result.nonce().isPresent()
        ? VersionScanResult.found(versions[0], result.nonce().getAsLong(), result.hashesDone())
        : VersionScanResult.none(result.hashesDone());
  }

  /** The lowest of these nonces that meets the target with one of the versions. */
  private Optional<VersionScanResult.Solution> lowest(long firstNonce, long count) {
    Optional<VersionScanResult.Solution> lowest = Optional.empty();
    long left = count;
    for (int i = 0; i < versions.length; i++) {
      ScanResult result = kernel.scan(headers.get(i), target, firstNonce, left, () -> false);
      if (result.nonce().isPresent()) {
        long nonce = result.nonce().getAsLong();
        lowest = Optional.of(new VersionScanResult.Solution(versions[i], nonce));
        left = nonce - firstNonce; // only a lower one is better
      }
    }
    return lowest;
  }
}
