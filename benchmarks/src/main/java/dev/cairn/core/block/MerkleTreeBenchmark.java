package dev.cairn.core.block;

import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.value.TransactionId;
import dev.cairn.mining.MiningKernels;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The Merkle root of a large block. A tree has about as many inner nodes as leaves. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC", "--add-modules=jdk.incubator.vector"})
public class MerkleTreeBenchmark {

  @Param({"9001"})
  public int leaves;

  private final MessageDigest digest = Sha256.fresh();
  private final byte[] pair = new byte[64];
  private final PairHasher pairHasher = MiningKernels.pairHasher();
  private List<TransactionId> ids;

  @Setup
  public void makeIds() {
    ids =
        IntStream.range(0, leaves)
            .mapToObj(i -> TransactionId.of(Sha256.hash(new ByteWriter().u64(i).toArray())))
            .toList();
  }

  @Benchmark
  public MerkleTree.Result root() {
    return MerkleTree.of(ids);
  }

  /** With the lanes of the CPU's vectors. */
  @Benchmark
  public MerkleTree.Result rootWithVectors() {
    return MerkleTree.of(ids, pairHasher);
  }

  /** As many hashes as there are inner nodes, each with our own method. */
  @Benchmark
  public void boundHash256(Blackhole blackhole) {
    for (int i = 1; i < leaves; i++) {
      blackhole.consume(Sha256.hash256(pair));
    }
  }

  /** As many hashes with the JDK's digest, without making anything new. */
  @Benchmark
  public byte[] boundDigestAlone() throws DigestException {
    for (int i = 1; i < leaves; i++) {
      digest.update(pair, 0, pair.length);
      digest.digest(pair, 0, 32);
      digest.update(pair, 0, 32);
      digest.digest(pair, 0, 32);
    }
    return pair;
  }
}
