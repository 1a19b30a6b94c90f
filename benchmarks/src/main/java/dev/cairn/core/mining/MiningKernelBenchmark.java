package dev.cairn.core.mining;

import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.Target;
import dev.cairn.mining.KernelCheck;
import java.math.BigInteger;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The search for a nonce, per nonce: two compressions of SHA-256. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC", "--add-modules=jdk.incubator.vector"})
public class MiningKernelBenchmark {

  private static final int NONCES = 1 << 14;

  /** No hash meets it in practice. */
  private static final Target IMPOSSIBLE = Target.of(BigInteger.ONE);

  @Param({"digest", "vector"})
  public String kernel;

  private final byte[] header = new byte[MiningKernel.HEADER_BYTES];
  private final byte[] hash = new byte[32];
  private final byte[] tail = new byte[16];
  private final MessageDigest digest = Sha256.fresh();
  private final MessageDigest midstate = Sha256.fresh();
  private MiningKernel measured;
  private int[] versions;

  @Setup
  public void check() {
    midstate.update(header, 0, 64);
    measured = KernelCheck.require(Kernels.named(kernel));
    versions = MiningKernel.versions(measured.versionsAtOnce());
  }

  @Benchmark
  @OperationsPerInvocation(NONCES)
  public ScanResult scan() {
    return measured.scan(header, IMPOSSIBLE, 0, NONCES, () -> false);
  }

  /** As the node mines: with as many versions as the kernel likes best. */
  @Benchmark
  @OperationsPerInvocation(NONCES)
  public VersionScanResult scanVersions() {
    return measured.scanVersions(
        header, versions, IMPOSSIBLE, 0, NONCES / versions.length, () -> false);
  }

  /** The JDK's digest of 32 bytes, one compression each time, twice per nonce. */
  @Benchmark
  @OperationsPerInvocation(NONCES)
  public byte[] boundTwoCompressions() throws DigestException {
    for (int i = 0; i < 2 * NONCES; i++) {
      digest.update(hash, 0, hash.length);
      digest.digest(hash, 0, hash.length);
    }
    return hash;
  }

  /**
   * What is left of the kernel {@code digest} when it does nothing but call the JDK: the state
   * after the first block can only be had as a copy of a digest.
   */
  @Benchmark
  @OperationsPerInvocation(NONCES)
  public byte[] boundCopiedDigest() throws CloneNotSupportedException, DigestException {
    for (int i = 0; i < NONCES; i++) {
      MessageDigest first = (MessageDigest) midstate.clone();
      first.update(tail);
      first.digest(hash, 0, hash.length);
      digest.update(hash, 0, hash.length);
      digest.digest(hash, 0, hash.length);
    }
    return hash;
  }
}
