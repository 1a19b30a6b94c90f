package dev.cairn.node.mining;

import dev.cairn.core.block.DigestPairHasher;
import dev.cairn.core.block.PairHasher;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.mining.ScanResult;
import dev.cairn.core.mining.VersionScanResult;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Target;
import dev.cairn.mining.KernelChoice;
import dev.cairn.mining.MiningKernels;
import dev.cairn.node.thread.DaemonThreads;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node hashes with: the JDK's SHA-256 at first, and the fastest kernel that runs here
 * once that is known. Any number of threads may use it.
 */
public final class Hashing implements MiningKernel, PairHasher {

  private static final Logger LOG = LoggerFactory.getLogger(Hashing.class);

  private static final MiningKernel DIGEST = new DigestKernel();

  private final AtomicBoolean isChoosing = new AtomicBoolean();
  private volatile MiningKernel kernel;
  private volatile PairHasher pairHasher = new DigestPairHasher();

  public Hashing() {
    this(DIGEST);
  }

  /**
   * @param first what it begins with
   */
  Hashing(MiningKernel first) {
    kernel = first;
  }

  /**
   * Finds the fastest, on a thread of its own and once. It takes some seconds of one processor, so
   * it is not worth it for a node that does not mine.
   */
  public void chooseFastest() {
    if (MiningKernels.hasVectors() && !isChoosing.getAndSet(true)) {
      DaemonThreads.start("cairn-kernels", this::choose);
    }
  }

  private void choose() {
    try {
      KernelChoice choice = KernelChoice.ofAvailable();
      LOG.info("hashing with {}: {}", choice.kernel().name(), describe(choice));
      kernel = choice.kernel();
      pairHasher = MiningKernels.pairHasher();
    } catch (RuntimeException | LinkageError fault) {
      LOG.warn("this JVM's vectors cannot be used; {} goes on", kernel.name(), fault);
    }
  }

  private static String describe(KernelChoice choice) {
    return choice.tried().stream()
        .map(
            one ->
                one.fault()
                    .map(fault -> one.name() + " is wrong: " + fault)
                    .orElseGet(() -> one.name() + " " + one.hashesPerSecond() + " hashes/s"))
        .collect(Collectors.joining(", "));
  }

  /** Of the kernel that is used now. */
  @Override
  public String name() {
    return kernel.name();
  }

  @Override
  public int versionsAtOnce() {
    return kernel.versionsAtOnce();
  }

  @Override
  public ScanResult scan(
      byte[] header, Target target, long firstNonce, long count, BooleanSupplier interrupted) {
    MiningKernel.requireScannable(header, firstNonce, count);
    return withKernel(
        used -> used.scan(header, target, firstNonce, count, interrupted),
        result ->
            result.nonce().isEmpty()
                || isRight(header, result.nonce().getAsLong(), firstNonce, count, target));
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
    return withKernel(
        used -> used.scanVersions(header, versions, target, firstNonce, count, interrupted),
        result ->
            result
                .solution()
                .map(
                    found ->
                        Arrays.stream(versions).anyMatch(asked -> asked == found.version())
                            && isRight(
                                MiningKernel.withVersion(header, found.version()),
                                found.nonce(),
                                firstNonce,
                                count,
                                target))
                .orElse(true));
  }

  /** A kernel that fails, or whose answer is wrong, is not used again. */
  private <T> T withKernel(Function<MiningKernel, T> scan, Predicate<T> isRight) {
    MiningKernel used = kernel;
    try {
      T result = scan.apply(used);
      if (isRight.test(result)) {
        return result;
      }
      LOG.error("the kernel {} has given a wrong answer; {} goes on", used.name(), DIGEST.name());
    } catch (RuntimeException | LinkageError fault) {
      if (used == DIGEST) {
        throw fault;
      }
      LOG.error("the kernel {} has failed; {} goes on", used.name(), DIGEST.name(), fault);
    }
    kernel = DIGEST;
    return scan.apply(DIGEST);
  }

  private static boolean isRight(
      byte[] header, long nonce, long firstNonce, long count, Target target) {
    byte[] tried = header.clone();
    ByteBuffer.wrap(tried)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(MiningKernel.HEADER_BYTES - Integer.BYTES, (int) nonce);
    return nonce >= firstNonce
        && nonce < firstNonce + count
        && target.isMetBy(BlockHash.of(Sha256.hash256(tried)));
  }

  @Override
  public void hashPairs(byte[] nodes, int pairs) {
    pairHasher.hashPairs(nodes, pairs);
  }
}
