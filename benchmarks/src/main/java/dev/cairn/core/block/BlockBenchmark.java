package dev.cairn.core.block;

import dev.cairn.benchmarks.BlockMaker;
import dev.cairn.benchmarks.Economy;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.key.SignatureChecks;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** Decoding a block of transfers: 6,700 of them are 1 MB. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class BlockBenchmark {

  private static final int SENDERS_MAX = 1_000;

  @Param({"1557", "6700"})
  public int transactions;

  private final MessageDigest digest = Sha256.fresh();
  private final byte[] hash = new byte[32];
  private Bytes encoded;
  private byte[] source;

  @Setup
  public void makeBlock() {
    Economy economy = new Economy(Math.min(transactions, SENDERS_MAX));
    List<Transaction> transfers = economy.transfers(transactions);
    SignatureChecks signatures = SignatureChecks.onCallersThread(economy.cacheOf(transfers));
    Block block = new BlockMaker(economy.chain(signatures), Economy.stranger(0)).make(transfers);
    encoded = block.encode();
    source = encoded.toArray();
  }

  @Benchmark
  public Checked<Block> decode() {
    return Block.decode(encoded);
  }

  /** The hashes of the header and of each transaction, which decoding cannot do without. */
  @Benchmark
  public byte[] boundHashing() throws DigestException {
    int offset = source.length - transactions * Economy.TRANSFER_BYTES;
    hash(0, BlockHeader.BYTES);
    hash(offset - Coinbase.BYTES_MIN, Coinbase.BYTES_MIN);
    for (; offset < source.length; offset += Economy.TRANSFER_BYTES) {
      hash(offset, Economy.TRANSFER_BYTES);
    }
    return hash;
  }

  private void hash(int offset, int length) throws DigestException {
    digest.update(source, offset, length);
    digest.digest(hash, 0, hash.length);
    digest.update(hash, 0, hash.length);
    digest.digest(hash, 0, hash.length);
  }
}
