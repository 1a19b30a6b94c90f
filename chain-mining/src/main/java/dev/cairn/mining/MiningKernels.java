package dev.cairn.mining;

import dev.cairn.core.block.DigestPairHasher;
import dev.cairn.core.block.PairHasher;
import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.mining.MiningKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * What there is to hash with on this machine. The vectors are there when the JVM was started with
 * {@code --add-modules jdk.incubator.vector}.
 */
public final class MiningKernels {

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private MiningKernels() {}

  /** Whether the JVM was started with the module of the vectors. */
  public static boolean hasVectors() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
  }

  /** All kernels that run here, neither checked nor measured: see {@link KernelChoice}. */
  public static List<MiningKernel> available() {
    List<MiningKernel> kernels = new ArrayList<>();
    kernels.add(new DigestKernel());
    if (hasVectors()) {
      kernels.add(new VectorKernel());
    }
    return List.copyOf(kernels);
  }

  /** The fastest way to hash the Merkle trees of blocks that runs here and was found right. */
  public static PairHasher pairHasher() {
    PairHasher plain = new DigestPairHasher();
    if (!hasVectors()) {
      return plain;
    }
    PairHasher vectors = new VectorPairHasher();
    return PairHasherCheck.agree(vectors, plain) ? vectors : plain;
  }
}
