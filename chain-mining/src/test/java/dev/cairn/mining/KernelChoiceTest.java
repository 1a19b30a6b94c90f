package dev.cairn.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.mining.DigestKernel;
import dev.cairn.core.mining.MiningKernel;
import dev.cairn.core.mining.ScanResult;
import dev.cairn.core.value.Target;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {

  /** Of no use: it is fast because it hashes nothing. */
  private static final class Idle implements MiningKernel {

    @Override
    public String name() {
      return "idle";
    }

    @Override
    public ScanResult scan(
        byte[] header, Target target, long firstNonce, long count, BooleanSupplier interrupted) {
      return ScanResult.none(count);
    }
  }

  /** Right, and slower than any other. */
  private static final class Slow implements MiningKernel {

    private final MiningKernel right = new DigestKernel();

    @Override
    public String name() {
      return "slow";
    }

    @Override
    public ScanResult scan(
        byte[] header, Target target, long firstNonce, long count, BooleanSupplier interrupted) {
      for (int i = 0; i < 20; i++) {
        right.scan(header, target, firstNonce, count, interrupted);
      }
      return right.scan(header, target, firstNonce, count, interrupted);
    }
  }

  private static KernelChoice choose(MiningKernel... kernels) {
    return KernelChoice.of(List.of(kernels), Duration.ofMillis(20), Duration.ofMinutes(1));
  }

  @Test
  void neverUsesAKernelThatErrs() {
    KernelChoice choice = choose(new Idle(), new DigestKernel());

    assertThat(choice.kernel().name()).isEqualTo("digest");
    assertThat(choice.tried())
        .extracting(KernelChoice.Trial::name)
        .containsExactly("idle", "digest");
    assertThat(choice.tried().get(0).fault()).isPresent();
    assertThat(choice.tried().get(0).hashesPerSecond()).isZero();
    assertThat(choice.tried().get(1).fault()).isEmpty();
    assertThat(choice.tried().get(1).hashesPerSecond()).isPositive();
  }

  @Test
  void neverUsesAKernelThatCannotRunHere() {
    MiningKernel broken =
        new MiningKernel() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public ScanResult scan(
              byte[] header, Target target, long firstNonce, long count, BooleanSupplier stop) {
            throw new NoClassDefFoundError("vectors");
          }
        };
    KernelChoice choice = choose(broken, new DigestKernel());

    assertThat(choice.kernel().name()).isEqualTo("digest");
    assertThat(choice.tried().get(0).fault().orElseThrow()).contains("vectors");
  }

  @Test
  void takesTheFastest() {
    assertThat(choose(new Slow(), new DigestKernel()).kernel().name()).isEqualTo("digest");
  }

  @Test
  void keepsTheFirstWhenThePatienceForAnotherEnds() {
    KernelChoice choice =
        KernelChoice.of(
            List.of(new DigestKernel(), new Slow()), Duration.ofMillis(20), Duration.ofMillis(50));

    assertThat(choice.kernel().name()).isEqualTo("digest");
    assertThat(choice.tried())
        .extracting(KernelChoice.Trial::name)
        .containsExactly("digest", "slow");
  }

  @Test
  void refusesToMineWithoutARightKernel() {
    assertThatThrownBy(() -> choose(new Idle()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("idle");
  }

  @Test
  void findsTheVectorsOfThisJvm() {
    assertThat(MiningKernels.hasVectors()).isTrue();
    assertThat(MiningKernels.available())
        .extracting(MiningKernel::name)
        .containsExactly("digest", "vector");
    assertThat(MiningKernels.pairHasher()).isInstanceOf(VectorPairHasher.class);
    assertThat(MiningKernels.available())
        .allSatisfy(kernel -> assertThat(KernelCheck.firstFault(kernel)).isEmpty());
  }
}
