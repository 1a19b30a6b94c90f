package dev.cairn.mining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.DigestPairHasher;
import dev.cairn.core.mining.MiningKernel;
import org.junit.jupiter.api.Test;

/** Runs in a JVM without the module of the vectors: see the pom. */
class WithoutVectorsTest {

  @Test
  void usesTheDigestWhenThereAreNoVectors() {
    assertThat(MiningKernels.hasVectors()).isFalse();
    assertThat(MiningKernels.available()).extracting(MiningKernel::name).containsExactly("digest");
    assertThat(KernelChoice.ofAvailable().kernel().name()).isEqualTo("digest");
    assertThat(MiningKernels.pairHasher()).isInstanceOf(DigestPairHasher.class);
  }
}
