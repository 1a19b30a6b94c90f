package dev.cairn.node.bench;

import dev.cairn.core.codec.Sha256;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.value.Target;
import java.math.BigInteger;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;

/**
 * Measures mining kernels on threads that do nothing else, beside what the JDK does without a
 * kernel. Each measurement is taken in turns, all of them one after the other, and the middle turn
 * counts: what else the machine does meets all alike.
 */
public final class MiningBench {

  /** SHA-256 of the JDK, twice over each whole header. */
  public static final String PLAIN = "plain";

  private static final int TURNS = 3;
  private static final int HASHES_AT_ONCE = 1 << 14;

  private final long turnNanos;
  private final List<Measurement> measurements = new ArrayList<>();

  /** Does some work from a nonce on, and gives how many hashes that were; one for each thread. */
  private interface Work {
    LongUnaryOperator begin();
  }

  private record Measurement(String kernel, int threads, Work work, List<Double> perSecond) {

    Result result() {
      return new Result(kernel, threads, perSecond.stream().sorted().toList().get(TURNS / 2));
    }
  }

  /** How fast a kernel was. */
  public record Result(String kernel, int threads, double hashesPerSecond) {}

  /**
   * @param threadsMax each kernel is measured on 1, 2, 4 ... threads, up to this many
   * @param nanos for each measurement, all turns together
   */
  public MiningBench(List<? extends MiningKernel> kernels, int threadsMax, long nanos) {
    turnNanos = nanos / TURNS;
    add(PLAIN, 1, MiningBench::plain);
    for (MiningKernel kernel : kernels) {
      for (int threads = 1; threads < threadsMax; threads *= 2) {
        add(kernel.name(), threads, () -> scan(kernel));
      }
      add(kernel.name(), threadsMax, () -> scan(kernel));
    }
  }

  private void add(String kernel, int threads, Work work) {
    measurements.add(new Measurement(kernel, threads, work, new ArrayList<>()));
  }

  /** Measures; the plain one comes first. */
  public List<Result> run() throws InterruptedException {
    for (Measurement each : measurements) {
      if (each.threads() == 1) {
        measure(1, each.work(), turnNanos); // all is compiled before anything counts
      }
    }
    for (int turn = 0; turn < TURNS; turn++) {
      for (Measurement each : measurements) {
        each.perSecond().add(measure(each.threads(), each.work(), turnNanos));
      }
    }
    return measurements.stream().map(Measurement::result).toList();
  }

  private static double measure(int threads, Work work, long nanos) throws InterruptedException {
    AtomicLong hashes = new AtomicLong();
    CountDownLatch done = new CountDownLatch(threads);
    long start = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      Thread worker =
          new Thread(
              () -> {
                try {
                  hashes.addAndGet(work(work.begin(), start, nanos));
                } finally {
                  done.countDown();
                }
              },
              "cairn-bench-" + i);
      worker.setDaemon(true);
      worker.start();
    }
    done.await();
    return hashes.get() * 1e9 / (System.nanoTime() - start);
  }

  private static long work(LongUnaryOperator part, long start, long nanos) {
    long hashes = 0;
    do {
      hashes += part.applyAsLong(hashes & 0x7fff_ffffL);
    } while (System.nanoTime() - start < nanos);
    return hashes;
  }

  /** As the node mines: with as many versions as the kernel likes best. */
  private static LongUnaryOperator scan(MiningKernel kernel) {
    byte[] header = new byte[MiningKernel.HEADER_BYTES];
    int[] versions = MiningKernel.versions(kernel.versionsAtOnce());
    int nonces = HASHES_AT_ONCE / versions.length;
    Target unreachable = Target.of(BigInteger.ONE);
    return first ->
        kernel.scanVersions(header, versions, unreachable, first, nonces, () -> false).noncesDone()
            * versions.length;
  }

  private static LongUnaryOperator plain() {
    byte[] header = new byte[MiningKernel.HEADER_BYTES];
    byte[] hash = new byte[32];
    MessageDigest digest = Sha256.fresh();
    return first -> {
      try {
        for (int i = 0; i < HASHES_AT_ONCE; i++) {
          header[76] = (byte) i;
          header[77] = (byte) (i >>> 8);
          digest.update(header);
          digest.digest(hash, 0, hash.length);
          digest.update(hash);
          digest.digest(hash, 0, hash.length);
        }
      } catch (DigestException impossible) {
        throw new IllegalStateException(impossible);
      }
      return HASHES_AT_ONCE;
    };
  }
}
