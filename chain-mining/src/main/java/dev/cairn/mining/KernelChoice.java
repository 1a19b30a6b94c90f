package dev.cairn.mining;

import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.value.Target;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kernels that were tried, and the fastest of those that are right.
 *
 * @param kernel to mine with
 * @param tried in the order in which they were given
 */
public record KernelChoice(MiningKernel kernel, List<Trial> tried) {

  private static final int HASHES = 1 << 14;

  /** No hash meets it in practice. */
  private static final Target IMPOSSIBLE = Target.of(BigInteger.ONE);

  /**
   * One kernel.
   *
   * @param hashesPerSecond on one thread, by a short measurement; 0 with a fault
   * @param fault what was wrong with it; then it is never used
   */
  public record Trial(String name, long hashesPerSecond, Optional<String> fault) {}

  public KernelChoice {
    tried = List.copyOf(tried);
  }

  /** The fastest of all kernels that run here; it takes some seconds at most. */
  public static KernelChoice ofAvailable() {
    return of(MiningKernels.available(), Duration.ofMillis(100), Duration.ofSeconds(10));
  }

  /**
   * Checks and measures these kernels on the caller's thread.
   *
   * @param measurement how long one measurement of a kernel is; it has at least two
   * @param patience how long a kernel is measured again when it is not faster than those before it:
   *     the JVM's compiler takes seconds for large methods, and until then they are slow
   * @throws IllegalStateException when every one of them is wrong
   */
  public static KernelChoice of(
      List<MiningKernel> kernels, Duration measurement, Duration patience) {
    List<Trial> trials = new ArrayList<>();
    Optional<MiningKernel> fastest = Optional.empty();
    long best = 0;
    for (MiningKernel kernel : kernels) {
      Optional<String> fault = faultOf(kernel);
      long rate = fault.isPresent() ? 0 : measure(kernel, best, measurement, patience);
      trials.add(new Trial(kernel.name(), rate, fault));
      if (rate > best) {
        best = rate;
        fastest = Optional.of(kernel);
      }
    }
    return new KernelChoice(
        fastest.orElseThrow(() -> new IllegalStateException("no kernel is right: " + trials)),
        trials);
  }

  private static Optional<String> faultOf(MiningKernel kernel) {
    try {
      return KernelCheck.firstFault(kernel);
    } catch (RuntimeException | LinkageError broken) {
      return Optional.of(broken.toString());
    }
  }

  private static long measure(
      MiningKernel kernel, long toBeat, Duration measurement, Duration patience) {
    long start = System.nanoTime();
    long rate = rate(kernel, measurement);
    do {
      rate = Math.max(rate, rate(kernel, measurement));
    } while (rate <= toBeat && System.nanoTime() - start < patience.toNanos());
    // Once more, for what has just been compiled.
    return Math.max(rate, rate(kernel, measurement));
  }

  /** Hashes for so long; the best rate of its parts, for others may use the CPU too. */
  private static long rate(MiningKernel kernel, Duration measurement) {
    byte[] header = new byte[MiningKernel.HEADER_BYTES];
    int[] versions = MiningKernel.versions(kernel.versionsAtOnce());
    int nonces = HASHES / versions.length;
    long start = System.nanoTime();
    long before = start;
    long best = 1;
    while (before - start < measurement.toNanos()) {
      long hashes =
          versions.length
              * kernel
                  .scanVersions(header, versions, IMPOSSIBLE, 0, nonces, () -> false)
                  .noncesDone();
      long now = System.nanoTime();
      best = Math.max(best, hashes * 1_000_000_000L / Math.max(1, now - before));
      before = now;
    }
    return best;
  }
}
