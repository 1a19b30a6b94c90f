package dev.cairn.core.codec;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** hash256 of a header's 80 bytes: three compressions of SHA-256. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class Sha256Benchmark {

  private static final int LENGTH = 80;

  private final byte[] source = new byte[LENGTH];
  private final byte[] hash = new byte[32];
  private final MessageDigest digest = Sha256.fresh();

  @Benchmark
  public byte[] hash256() {
    return Sha256.hash256(source);
  }

  /** The JDK's digest without making anything new. */
  @Benchmark
  public byte[] boundDigestAlone() throws DigestException {
    digest.update(source, 0, LENGTH);
    digest.digest(hash, 0, hash.length);
    digest.update(hash, 0, hash.length);
    digest.digest(hash, 0, hash.length);
    return hash;
  }
}
